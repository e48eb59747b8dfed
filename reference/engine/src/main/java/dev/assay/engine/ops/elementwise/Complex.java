package dev.assay.engine.ops.elementwise;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Index;

/**
 * Functions of complex numbers {@code a + ib} and {@code c + id} given by their parts; the parts of
 * a result are stored at {@code z[at]} and {@code z[at + 1]}. And the loops over tensors of them.
 */
final class Complex {
  /** From here on cosh x = |sinh x| in binary64. */
  private static final double LARGE = 20;

  private Complex() {}

  /** A function of one number. */
  interface Unary {
    void store(double a, double b, double[] z, int at);
  }

  /** A function of two numbers. */
  interface Binary {
    void store(double a, double b, double c, double d, double[] z, int at);
  }

  /** A real function of one number. */
  interface ToReal {
    double of(double a, double b);
  }

  /** A relation of two numbers. */
  interface Relation {
    boolean test(double a, double b, double c, double d);
  }

  /** {@code f} of every element. */
  static double[] map(double[] x, Unary f) {
    double[] z = new double[x.length];
    for (int i = 0; i < z.length; i += 2) {
      f.store(x[i], x[i + 1], z, i);
    }
    return z;
  }

  /** A real number from every element. */
  static double[] mapToReal(double[] x, ToReal f) {
    double[] y = new double[x.length / 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.of(x[2 * i], x[2 * i + 1]);
    }
    return y;
  }

  /** {@code f} of every pair of elements, broadcast. */
  static double[] zip(Call call, Binary f) {
    double[] x = call.in(0).host().doubles();
    double[] y = call.in(1).host().doubles();
    int[] xi = Index.broadcast(call.in(0).shape(), call.output().shape());
    int[] yi = Index.broadcast(call.in(1).shape(), call.output().shape());
    double[] z = new double[2 * xi.length];
    for (int i = 0; i < xi.length; i++) {
      int p = 2 * xi[i];
      int q = 2 * yi[i];
      f.store(x[p], x[p + 1], y[q], y[q + 1], z, 2 * i);
    }
    return z;
  }

  /** The truth of a relation for every pair of elements, broadcast. */
  static long[] zipToLongs(Call call, Relation f) {
    double[] truth = zip(call, (a, b, c, d, z, at) -> z[at] = f.test(a, b, c, d) ? 1 : 0);
    long[] out = new long[truth.length / 2];
    for (int i = 0; i < out.length; i++) {
      out[i] = (long) truth[2 * i];
    }
    return out;
  }

  private static void set(double re, double im, double[] z, int at) {
    z[at] = re;
    z[at + 1] = im;
  }

  static void neg(double a, double b, double[] z, int at) {
    set(-a, -b, z, at);
  }

  static void add(double a, double b, double c, double d, double[] z, int at) {
    set(a + c, b + d, z, at);
  }

  static void subtract(double a, double b, double c, double d, double[] z, int at) {
    set(a - c, b - d, z, at);
  }

  static void multiply(double a, double b, double c, double d, double[] z, int at) {
    set(a * c - b * d, a * d + b * c, z, at);
  }

  static void square(double a, double b, double[] z, int at) {
    set((a - b) * (a + b), 2 * a * b, z, at);
  }

  /** Smith's algorithm (1962): nothing is squared that could overflow. By 0 as by a real zero. */
  static void divide(double a, double b, double c, double d, double[] z, int at) {
    if (c == 0 && d == 0) {
      set(a / c, b / c, z, at);
    } else if (Math.abs(c) >= Math.abs(d)) {
      double r = d / c;
      double denominator = c + d * r;
      set((a + b * r) / denominator, (b - a * r) / denominator, z, at);
    } else {
      double r = c / d;
      double denominator = c * r + d;
      set((a * r + b) / denominator, (b * r - a) / denominator, z, at);
    }
  }

  static void reciprocal(double a, double b, double[] z, int at) {
    divide(1, 0, a, b, z, at);
  }

  static double abs(double a, double b) {
    return StrictMath.hypot(a, b);
  }

  /** {@code eᵃ(cos b + i sin b)}; real on the real axis. */
  static void exp(double a, double b, double[] z, int at) {
    double r = StrictMath.exp(a);
    set(b == 0 ? r : r * StrictMath.cos(b), b == 0 ? b : r * StrictMath.sin(b), z, at);
  }

  /** {@code ln|z| + i·arg z}, −π ≤ arg z ≤ π. Near |z| = 1 from |z|² − 1, without cancellation. */
  static void log(double a, double b, double[] z, int at) {
    double large = Math.max(Math.abs(a), Math.abs(b));
    double small = Math.min(Math.abs(a), Math.abs(b));
    double modulus =
        0.5 <= large && large <= 2
            ? 0.5 * StrictMath.log1p((large - 1) * (large + 1) + small * small)
            : StrictMath.log(StrictMath.hypot(a, b));
    set(modulus, StrictMath.atan2(b, a), z, at);
  }

  /** The root in the right half plane; on its edge the imaginary part keeps its sign. */
  static void sqrt(double a, double b, double[] z, int at) {
    if (a == 0 && b == 0 || Double.isInfinite(b)) {
      set(Math.abs(b), b, z, at);
      return;
    }
    double w = Math.sqrt(0.5 * Math.abs(a) + 0.5 * StrictMath.hypot(a, b));
    if (a >= 0) {
      set(w, 0.5 * b / w, z, at);
    } else {
      set(0.5 * Math.abs(b) / w, Math.copySign(w, b), z, at);
    }
  }

  static void sin(double a, double b, double[] z, int at) {
    set(StrictMath.sin(a) * StrictMath.cosh(b), StrictMath.cos(a) * StrictMath.sinh(b), z, at);
  }

  static void cos(double a, double b, double[] z, int at) {
    set(StrictMath.cos(a) * StrictMath.cosh(b), -(StrictMath.sin(a) * StrictMath.sinh(b)), z, at);
  }

  static void sinh(double a, double b, double[] z, int at) {
    set(StrictMath.sinh(a) * StrictMath.cos(b), StrictMath.cosh(a) * StrictMath.sin(b), z, at);
  }

  static void cosh(double a, double b, double[] z, int at) {
    set(StrictMath.cosh(a) * StrictMath.cos(b), StrictMath.sinh(a) * StrictMath.sin(b), z, at);
  }

  /** {@code (sinh a·cosh a + i·sin b·cos b) / (sinh² a + cos² b)}. */
  static void tanh(double a, double b, double[] z, int at) {
    double sin = StrictMath.sin(b);
    double cos = StrictMath.cos(b);
    if (Math.abs(a) > LARGE) {
      set(Math.copySign(1, a), 4 * sin * cos * StrictMath.exp(-2 * Math.abs(a)), z, at);
      return;
    }
    double sinh = StrictMath.sinh(a);
    double denominator = sinh * sinh + cos * cos;
    set(sinh * StrictMath.cosh(a) / denominator, sin * cos / denominator, z, at);
  }
}
