package dev.assay.engine.ops.array;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;

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

  /** Sums the elements of any numeric storage into {@code n} cells of its type. */
  public static HostStorage sum(HostStorage x, int[] target, int n) {
    DType dtype = x.dtype();
    if (dtype.isInteger()) {
      return HostStorage.ofLongs(dtype, sum(x.longs(), target, n));
    }
    return HostStorage.ofDoubles(
        dtype, dtype.isComplex() ? sumPairs(x.doubles(), target, n) : sum(x.doubles(), target, n));
  }

  private static double[] sumPairs(double[] x, int[] target, int n) {
    double[] out = new double[2 * n];
    for (int i = 0; i < target.length; i++) {
      if (target[i] >= 0) {
        out[2 * target[i]] += x[2 * i];
        out[2 * target[i] + 1] += x[2 * i + 1];
      }
    }
    return out;
  }
}
