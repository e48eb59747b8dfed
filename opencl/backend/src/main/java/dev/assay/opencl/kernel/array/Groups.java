package dev.assay.opencl.kernel.array;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.Settings;

/** Sizes of work-groups and of the blocks that one work-item of a processor does. */
public final class Groups {
  private static final int WIDE = 256;

  /** How many elements a work-item of a processor moves. */
  private static final int BLOCK = 8192;

  private Groups() {}

  /**
   * For a box of {@code n0 × n1}, {@code n0} the inner axis: a driver builds for each size anew.
   */
  public static long[] of(int n0, int n1) {
    return n0 >= WIDE || n1 == 1 ? new long[] {WIDE, 1, 1} : new long[] {16, 16, 1};
  }

  /** For a row of elements. */
  public static long[] flat() {
    return new long[] {WIDE};
  }

  /** Whether a work-item does a block of elements in wide registers, which suits processors. */
  public static boolean packed(ClDevice device) {
    Settings.Variant variant = device.settings().variant();
    return variant == Settings.Variant.PACKED
        || (variant == Settings.Variant.AUTO && !device.info().gpu());
  }

  /** Launches over a box, by elements or by blocks, whose sizes are then the last arguments. */
  static void over(Launch launch, boolean packed, int n0, int n1, long rest) {
    if (packed) {
      int block0 = Math.min(n0, BLOCK);
      int block1 = Math.min(n1, BLOCK / block0);
      launch.integers(block0, block1).groups(1, 1, 1);
      launch.over(parts(n0, block0), parts(n1, block1), rest);
    } else {
      launch.groups(of(n0, n1)).over(n0, n1, rest);
    }
  }

  /** How many slices of so many elements a work-item of a processor does. */
  public static int slices(int elements) {
    return Math.max(1, BLOCK / Math.max(1, elements));
  }

  /** How many blocks of a size {@code n} takes. */
  public static long parts(int n, int size) {
    return (n + size - 1L) / size;
  }
}
