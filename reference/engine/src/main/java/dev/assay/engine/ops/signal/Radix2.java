package dev.assay.engine.ops.signal;

/**
 * Lengths that are powers of two: radix 2, decimation in time. J. W. Cooley, J. W. Tukey, An
 * algorithm for the machine calculation of complex Fourier series, Mathematics of Computation 19
 * (1965) 297–301.
 */
final class Radix2 implements Dft {
  private final int n;
  private final double[] cos;
  private final double[] sin;

  Radix2(int n) {
    this.n = n;
    cos = new double[n / 2];
    sin = new double[n / 2];
    for (int k = 0; k < n / 2; k++) {
      Roots.store(k, n, cos, sin, k);
    }
  }

  @Override
  public void run(double[] re, double[] im) {
    reorder(re, im);
    for (int half = 1; half < n; half *= 2) {
      int step = n / (2 * half);
      for (int start = 0; start < n; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          int p = start + k;
          int q = p + half;
          double c = cos[k * step];
          double s = sin[k * step];
          double a = re[q] * c + im[q] * s;
          double b = im[q] * c - re[q] * s;
          re[q] = re[p] - a;
          im[q] = im[p] - b;
          re[p] += a;
          im[p] += b;
        }
      }
    }
  }

  /** Element i and the one whose index has the bits of i in reverse change places. */
  private void reorder(double[] re, double[] im) {
    int unused = Integer.numberOfLeadingZeros(n) + 1;
    for (int i = 1; i < n; i++) {
      int j = Integer.reverse(i) >>> unused;
      if (i < j) {
        swap(re, i, j);
        swap(im, i, j);
      }
    }
  }

  private static void swap(double[] v, int i, int j) {
    double t = v[i];
    v[i] = v[j];
    v[j] = t;
  }
}
