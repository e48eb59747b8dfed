package dev.assay.engine.ops.signal;

/**
 * Any length: with {@code jk = (j² + k² − (k − j)²)/2} and {@code w_k = e^(−πi·k²/n)} the transform
 * is {@code y_k = w_k·Σⱼ (xⱼwⱼ)·conj w_{k−j}}, a convolution, which is carried out by transforms of
 * a power of two that is at least 2n − 1. L. I. Bluestein, A linear filtering approach to the
 * computation of discrete Fourier transform, IEEE Trans. Audio Electroacoustics 18 (1970) 451–455.
 */
final class Bluestein implements Dft {
  private final int n;
  private final double[] cos;
  private final double[] sin;
  private final Radix2 padded;
  private final double[] filterRe;
  private final double[] filterIm;

  Bluestein(int n) {
    this.n = n;
    cos = new double[n];
    sin = new double[n];
    int m = Dft.powerOfTwo(2 * n - 1);
    padded = new Radix2(m);
    filterRe = new double[m];
    filterIm = new double[m];
    for (int k = 0; k < n; k++) {
      Roots.store((long) k * k % (2L * n), 2L * n, cos, sin, k);
      // conj w, which is even, at k and at −k
      int mirrored = (m - k) % m;
      filterRe[k] = cos[k];
      filterIm[k] = sin[k];
      filterRe[mirrored] = cos[k];
      filterIm[mirrored] = sin[k];
    }
    padded.run(filterRe, filterIm);
  }

  @Override
  public void run(double[] re, double[] im) {
    int m = filterRe.length;
    double[] a = new double[m];
    double[] b = new double[m];
    for (int j = 0; j < n; j++) {
      a[j] = re[j] * cos[j] + im[j] * sin[j];
      b[j] = im[j] * cos[j] - re[j] * sin[j];
    }
    padded.run(a, b);
    for (int k = 0; k < m; k++) {
      double p = a[k] * filterRe[k] - b[k] * filterIm[k];
      b[k] = a[k] * filterIm[k] + b[k] * filterRe[k];
      a[k] = p;
    }
    padded.run(b, a); // m times the inverse
    for (int k = 0; k < n; k++) {
      double p = a[k] / m;
      double q = b[k] / m;
      re[k] = p * cos[k] + q * sin[k];
      im[k] = q * cos[k] - p * sin[k];
    }
  }
}
