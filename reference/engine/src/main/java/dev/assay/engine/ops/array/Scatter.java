package dev.assay.engine.ops.array;

/** The loop behind every adjoint of a copy: {@code out[target[i]] += x[i]}, i rising. */
public final class Scatter {
  private Scatter() {}

  /** Sums binary64 values into {@code n} cells; a negative target drops its value. */
  public static double[] sum(double[] x, int[] target, int n) {
    double[] out = new double[n];
    for (int i = 0; i < target.length; i++) {
      if (target[i] >= 0) {
        out[target[i]] += x[i];
      }
    }
    return out;
  }

  /** Sums integers into {@code n} cells, wrapping; a negative target drops its value. */
  public static long[] sum(long[] x, int[] target, int n) {
    long[] out = new long[n];
    for (int i = 0; i < target.length; i++) {
      if (target[i] >= 0) {
        out[target[i]] += x[i];
      }
    }
    return out;
  }
}
