package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Settings.Variant;
import java.util.HashMap;
import java.util.Map;

/**
 * How large the blocks of {@code register_block.cl} are on a device.
 *
 * @param lanes numbers in a vector
 * @param rows rows of a block
 */
public record RegisterBlocks(int lanes, int rows) {
  /** Work-items for every compute unit, so that one which is late delays little. */
  private static final int SHARE = 8;

  /** For sums of that type: two vectors wide, as high as the registers allow. */
  public static RegisterBlocks of(DType dtype, DeviceInfo device) {
    boolean wide = device.lanes() >= 16; // then there are 32 registers, not 16
    int lanes = Math.max(4, Math.min(16, device.lanes()));
    return new RegisterBlocks(dtype == DType.FLOAT64 ? lanes / 2 : lanes, wide ? 12 : 6);
  }

  /** The same with so many rows: 6, 8 or 12. */
  public RegisterBlocks rows(int other) {
    return new RegisterBlocks(lanes, other);
  }

  /** Whether packed kernels run: on processors, unless the settings say what runs. */
  public static boolean suit(DType dtype, ClDevice device) {
    Variant variant = device.settings().variant();
    return dtype.isFloating()
        && (variant == Variant.PACKED || variant == Variant.AUTO && !device.info().gpu());
  }

  /** Columns of a block, which are the width of a panel. */
  public int columns() {
    return 2 * lanes;
  }

  /** The macros that say so. */
  public Map<String, String> macros() {
    Map<String, String> macros = new HashMap<>();
    macros.put("LANES", Integer.toString(lanes));
    macros.put("BLOCK_ROWS", Integer.toString(rows));
    return macros;
  }

  /** How many panels so many columns fill. */
  public int panels(int columns) {
    return ceil(columns, columns());
  }

  /**
   * How many blocks a work-item computes, one below the other: as many of {@code most} as leave
   * every compute unit its share.
   *
   * @param others work-items for every row of blocks
   */
  public int tiles(int height, long others, int most, DeviceInfo device) {
    long blocks = ceil(height, rows) * others;
    return (int) Math.max(1, Math.min(most, blocks / ((long) SHARE * device.computeUnits())));
  }

  /** {@code ⌈p/q⌉}. */
  public static int ceil(int p, int q) {
    return p / q + (p % q == 0 ? 0 : 1);
  }
}
