package dev.assay.engine.ops.signal;

/** The sum as it is written, of any length. */
final class PlainDft implements Dft {
  private final int n;
  private final double[] cos;
  private final double[] sin;

  PlainDft(int n) {
    this.n = n;
    cos = new double[n];
    sin = new double[n];
    for (int k = 0; k < n; k++) {
      Roots.store(k, n, cos, sin, k);
    }
  }

  @Override
  public void run(double[] re, double[] im) {
    double[] x = re.clone();
    double[] y = im.clone();
    for (int k = 0; k < n; k++) {
      double a = 0;
      double b = 0;
      int jk = 0; // modulo n
      for (int j = 0; j < n; j++) {
        a += x[j] * cos[jk] + y[j] * sin[jk];
        b += y[j] * cos[jk] - x[j] * sin[jk];
        jk = (jk + k) % n;
      }
      re[k] = a;
      im[k] = b;
    }
  }
}
