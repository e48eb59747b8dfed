package dev.assay.engine.ops.linalg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Jacobi's rotations, cyclic, in double: the eigenvectors of symmetric matrices and, from one side
 * (Hestenes), singular vectors. They call no function but the square root. EJML's algorithms for
 * these take the sine and cosine of the machine in rare shifts.
 *
 * <p>Matrices are first scaled by a power of two, so that squares neither overflow nor vanish.
 */
final class Jacobi {
  /** Convergence is quadratic: ten sweeps are many. After these the rest is rounding. */
  private static final int SWEEPS = 60;

  private static final double UNIT = 0x1p-53;

  private Jacobi() {}

  /**
   * Eigenvalues and eigenvectors.
   *
   * @param values ascending
   * @param vectors orthonormal columns, n×n
   */
  record Eigen(double[] values, double[] vectors) {}

  /**
   * Singular values and vectors of an m×n matrix, k = min(m, n).
   *
   * @param values descending
   * @param u m×k
   * @param v n×k
   */
  record Singular(double[] values, double[] u, double[] v) {}

  /** The exponent that scales the largest magnitude to [1, 2); 0 for a zero matrix. */
  static int exponent(double[] a) {
    double largest = 0;
    for (double v : a) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest == 0 ? 0 : Math.getExponent(largest);
  }

  private static double[] scaled(double[] a, int exponent) {
    return Arrays.stream(a).map(v -> Math.scalb(v, exponent)).toArray();
  }

  /** The symmetric matrix that has the lower triangle of {@code a}, which is not modified. */
  static Eigen symmetric(double[] a, int n) {
    int exponent = exponent(a);
    double[] s = Matrices.mirrored(scaled(a, -exponent), n);
    double[] v = Matrices.identity(n);
    boolean rotated = true;
    for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= rotate(s, v, n, p, q);
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = s[i * n + i];
    }
    int[] order = order(values, false);
    return new Eigen(
        scaled(picked(values, order), exponent), signed(columns(v, n, n, order), n, n));
  }

  /** Makes element (p, q) zero; false where it is as good as zero already. */
  private static boolean rotate(double[] s, double[] v, int n, int p, int q) {
    double app = s[p * n + p];
    double aqq = s[q * n + q];
    double apq = s[p * n + q];
    if (Math.abs(apq) <= 0x1p-20 * UNIT * (Math.abs(app) + Math.abs(aqq)) || apq == 0) {
      s[p * n + q] = 0;
      s[q * n + p] = 0;
      return false;
    }
    double zeta = (aqq - app) / (2 * apq);
    double t = tangent(zeta);
    double c = 1 / Math.sqrt(1 + t * t);
    double sine = c * t;
    s[p * n + p] = app - t * apq;
    s[q * n + q] = aqq + t * apq;
    s[p * n + q] = 0;
    s[q * n + p] = 0;
    for (int i = 0; i < n; i++) {
      if (i != p && i != q) {
        double x = s[i * n + p];
        double y = s[i * n + q];
        s[i * n + p] = c * x - sine * y;
        s[p * n + i] = s[i * n + p];
        s[i * n + q] = sine * x + c * y;
        s[q * n + i] = s[i * n + q];
      }
    }
    turn(v, n, n, p, q, c, sine);
    return true;
  }

  /** The smaller root of {@code t² + 2ζt − 1 = 0}. */
  private static double tangent(double zeta) {
    double t = 1 / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    return zeta < 0 ? -t : t;
  }

  /** Columns p and q of an m×n matrix rotated. */
  private static void turn(double[] w, int m, int n, int p, int q, double c, double sine) {
    for (int i = 0; i < m; i++) {
      double x = w[i * n + p];
      double y = w[i * n + q];
      w[i * n + p] = c * x - sine * y;
      w[i * n + q] = sine * x + c * y;
    }
  }

  /** Of a finite matrix, which is not modified. */
  static Singular singular(double[] a, int m, int n) {
    if (m < n) {
      Singular t = tall(Matrices.transposed(a, m, n), n, m);
      return signed(new Singular(t.values, t.v, t.u), m, n);
    }
    return signed(tall(a, m, n), m, n);
  }

  /** Rotates columns until they are orthogonal: their lengths are the singular values. */
  private static Singular tall(double[] a, int m, int n) {
    int exponent = exponent(a);
    double[] w = scaled(a, -exponent);
    double[] v = Matrices.identity(n);
    boolean rotated = true;
    for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double alpha = dot(w, m, n, p, p);
          double beta = dot(w, m, n, q, q);
          double gamma = dot(w, m, n, p, q);
          if (gamma != 0 && Math.abs(gamma) > UNIT * Math.sqrt(alpha) * Math.sqrt(beta)) {
            double t = tangent((beta - alpha) / (2 * gamma));
            double c = 1 / Math.sqrt(1 + t * t);
            turn(w, m, n, p, q, c, c * t);
            turn(v, n, n, p, q, c, c * t);
            rotated = true;
          }
        }
      }
    }
    double[] lengths = new double[n];
    for (int j = 0; j < n; j++) {
      lengths[j] = Math.sqrt(dot(w, m, n, j, j));
    }
    int[] order = order(lengths, true);
    double[] values = picked(lengths, order);
    double[] u = columns(w, m, n, order);
    int rank = 0;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m && values[j] > 0; i++) {
        u[i * n + j] /= values[j];
      }
      rank += values[j] > 0 ? 1 : 0;
    }
    return new Singular(
        scaled(values, exponent), independent(u, m, n, rank), columns(v, n, n, order));
  }

  /** Columns beyond the rank replaced by others that are orthonormal to all. */
  private static double[] independent(double[] u, int m, int n, int rank) {
    if (rank == n) {
      return u;
    }
    double[] known = new double[m * rank];
    for (int i = 0; i < m; i++) {
      System.arraycopy(u, i * n, known, i * rank, rank);
    }
    double[] full = Complement.complete(known, m, rank);
    double[] y = new double[m * n];
    for (int i = 0; i < m; i++) {
      System.arraycopy(full, i * m, y, i * n, n);
    }
    return y;
  }

  private static double dot(double[] w, int m, int n, int p, int q) {
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum += w[i * n + p] * w[i * n + q];
    }
    return sum;
  }

  private static int[] order(double[] values, boolean descending) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(
            (i, j) ->
                descending
                    ? Double.compare(values[j], values[i])
                    : Double.compare(values[i], values[j]))
        .mapToInt(i -> i)
        .toArray();
  }

  private static double[] picked(double[] values, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
  }

  private static double[] columns(double[] w, int m, int n, int[] order) {
    double[] y = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        y[i * n + j] = w[i * n + order[j]];
      }
    }
    return y;
  }

  /** Every column of {@code v} with its largest component positive, the first on ties. */
  private static double[] signed(double[] v, int m, int n) {
    for (int j = 0; j < n; j++) {
      if (isNegative(v, m, n, j)) {
        negate(v, m, n, j);
      }
    }
    return v;
  }

  /** The same of right singular vectors; the left ones follow. */
  private static Singular signed(Singular s, int m, int n) {
    int k = s.values.length;
    for (int j = 0; j < k; j++) {
      if (isNegative(s.v, n, k, j)) {
        negate(s.v, n, k, j);
        negate(s.u, m, k, j);
      }
    }
    return s;
  }

  private static boolean isNegative(double[] v, int m, int n, int j) {
    double largest = 0;
    for (int i = 0; i < m; i++) {
      double x = v[i * n + j];
      largest = Math.abs(x) > Math.abs(largest) ? x : largest;
    }
    return largest < 0;
  }

  private static void negate(double[] v, int m, int n, int j) {
    for (int i = 0; i < m; i++) {
      v[i * n + j] = 0 - v[i * n + j];
    }
  }
}
