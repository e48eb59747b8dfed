package dev.assay.engine.ops.signal;

/** The n-th roots of unity, each part correct to about one unit in the last place. */
final class Roots {
  private Roots() {}

  /**
   * {@code cos 2πk/n} and {@code sin 2πk/n} in {@code cos[at], sin[at]}, {@code 0 ≤ k < n}.
   *
   * <p>The angle is reduced to at most an eighth of a turn in integers, so that multiples of a
   * quarter turn are exact and roots that are mirror images have the same parts.
   */
  static void store(long k, long n, double[] cos, double[] sin, int at) {
    boolean below = 2 * k > n;
    long p = below ? n - k : k; // of a turn: p/q
    long q = n;
    boolean left = 4 * p > q;
    if (left) {
      p = q - 2 * p;
      q = 2 * q;
    }
    boolean steep = 8 * p > q;
    if (steep) {
      p = q - 4 * p;
      q = 4 * q;
    }
    double angle = 2 * Math.PI * p / q;
    boolean diagonal = 8 * p == q;
    double c = diagonal ? Math.sqrt(0.5) : StrictMath.cos(angle);
    double s = diagonal ? Math.sqrt(0.5) : StrictMath.sin(angle);
    double x = steep ? s : c;
    double y = steep ? c : s;
    cos[at] = left ? -x : x;
    sin[at] = below ? -y : y;
  }
}
