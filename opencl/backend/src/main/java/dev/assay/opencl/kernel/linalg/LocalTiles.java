package dev.assay.opencl.kernel.linalg;

import static dev.assay.opencl.kernel.linalg.RegisterBlocks.ceil;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.Settings.Variant;
import java.util.HashMap;
import java.util.Map;

/**
 * How large the tiles of {@code local_tile.cl} are.
 *
 * @param side rows and columns of the result that a work-group computes
 * @param item rows and columns of them that a work-item computes
 * @param depth steps that are in local memory at a time
 */
public record LocalTiles(int side, int item, int depth) {
  private static final LocalTiles SMALL = new LocalTiles(64, 4, 16);
  private static final LocalTiles LARGE = new LocalTiles(128, 8, 8);

  /** Work-items along one side of a work-group, of both kinds of tiles. */
  private static final int ITEMS = 16;

  /** For so many results of M×N: the larger ones where they leave no compute unit idle. */
  public static LocalTiles of(int M, int N, int batch, DeviceInfo device) {
    long large = (long) ceil(M, LARGE.side) * ceil(N, LARGE.side) * batch;
    return large >= 2L * device.computeUnits() && Math.min(M, N) >= LARGE.side ? LARGE : SMALL;
  }

  /** Whether tiled kernels run: on graphics processors, unless the settings say what runs. */
  public static boolean suit(DType dtype, ClDevice device) {
    DeviceInfo info = device.info();
    Variant variant = device.settings().variant();
    boolean wanted = variant == Variant.TILED || variant == Variant.AUTO && info.gpu();
    return wanted
        && dtype.isFloating()
        && info.workGroup() >= ITEMS * ITEMS
        && info.localMemory() >= Math.max(SMALL.bytes(dtype), LARGE.bytes(dtype));
  }

  /** Of local memory: two tiles and which elements of one are there. */
  private long bytes(DType dtype) {
    return 2L * depth * (side + 1) * dtype.bytes() + (long) depth * side + 8;
  }

  /** The macros that say so. */
  public Map<String, String> macros() {
    Map<String, String> macros = new HashMap<>();
    macros.put("TILE_M", Integer.toString(side));
    macros.put("TILE_N", Integer.toString(side));
    macros.put("TILE_K", Integer.toString(depth));
    macros.put("ITEM_M", Integer.toString(item));
    macros.put("ITEM_N", Integer.toString(item));
    return macros;
  }

  /** Launches the work-groups that compute so many results of M×N. */
  public void launch(Launch launch, int M, int N, int batch) {
    launch
        .groups(ITEMS, ITEMS, 1)
        .over((long) ceil(N, side) * ITEMS, (long) ceil(M, side) * ITEMS, batch);
  }
}
