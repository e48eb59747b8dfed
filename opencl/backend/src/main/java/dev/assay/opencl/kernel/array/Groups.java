package dev.assay.opencl.kernel.array;

/** Sizes of work-groups. A driver may build a kernel anew for each size: there are only four. */
public final class Groups {
  private static final int WIDE = 256;

  private Groups() {}

  /** For a box of {@code n0 × n1}, {@code n0} the inner axis. */
  public static long[] of(int n0, int n1) {
    if (n0 >= WIDE || n1 == 1) {
      return new long[] {WIDE, 1, 1};
    }
    return n0 > 16
        ? new long[] {64, 4, 1}
        : n0 > 4 ? new long[] {16, 16, 1} : new long[] {4, 64, 1};
  }

  /** For a row of elements. */
  public static long[] flat() {
    return new long[] {WIDE};
  }
}
