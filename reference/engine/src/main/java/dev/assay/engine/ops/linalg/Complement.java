package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/**
 * Orthonormal columns completed to a square matrix, in one way only: the unit vector that lies
 * farthest from the span of the columns so far, the first on ties, made orthogonal to them and of
 * length 1; and so on.
 *
 * <p>{@code qr_complement} gives the unit vectors themselves, for derivatives: the completed Q of A
 * is that of {@code [A | qr_complement(A)]}.
 */
final class Complement {
  static final String RULE =
      "Further columns: the unit vector farthest from the span of the columns so far, the first on"
          + " ties, made orthonormal to them; and so on.";

  static final Op OP =
      Matrices.matrices(
              Op.define("qr_complement")
                  .formula("output = unit vectors that complete the columns of input to a basis")
                  .note("As many as input has more rows than columns; none if it has fewer.")
                  .note("Each is the one farthest from the span so far, the first on ties.")
                  .note(Inverse.NOT_FINITE)
                  .input("input", FLOATS, "[…, m, n], columns linearly independent"),
              "input",
              0)
          .type(
              o -> {
                Shape s = o.shape(0);
                boolean known = s.dim(-1) != Shape.UNKNOWN && s.dim(-2) != Shape.UNKNOWN;
                int more = known ? Math.max(0, s.dim(-2) - s.dim(-1)) : Shape.UNKNOWN;
                return new TensorType(o.dtype(0), Matrices.lead(s, s.dim(-2), more));
              })
          .kernel(
              c -> {
                int m = c.in(0).shape().dim(-2);
                int n = c.in(0).shape().dim(-1);
                int more = c.output().shape().dim(-1);
                return c.result(Matrices.each(c.in(0), m * more, a -> units(a, m, n, more)));
              })
          .noGradient("input", "the unit vectors are constant between ties")
          .build();

  private Complement() {}

  /** The unit vectors, m×more, for the columns of an m×n matrix. */
  private static double[] units(double[] a, int m, int n, int more) {
    double[] units = new double[m * more];
    if (more > 0) {
      double[] q = Qr.of(a, m, n).q();
      int[] chosen = new int[more];
      complete(q, m, n, chosen);
      for (int j = 0; j < more; j++) {
        units[chosen[j] * more + j] = 1;
      }
    }
    return units;
  }

  /** The m×m orthogonal matrix whose first k columns are those of {@code q}, m×k. */
  static double[] complete(double[] q, int m, int k) {
    return complete(q, m, k, new int[m - k]);
  }

  private static double[] complete(double[] q, int m, int k, int[] chosen) {
    double[] full = new double[m * m];
    for (int i = 0; i < m; i++) {
      System.arraycopy(q, i * k, full, i * m, k);
    }
    for (int column = k; column < m; column++) {
      int unit = farthest(full, m, column);
      chosen[column - k] = unit;
      append(full, m, column, unit);
    }
    return full;
  }

  /** The unit vector whose square distance from the first columns, {@code 1 − Σ q²}, is largest. */
  private static int farthest(double[] q, int m, int columns) {
    int best = 0;
    double distance = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < m; i++) {
      double rest = 1;
      for (int j = 0; j < columns; j++) {
        rest -= q[i * m + j] * q[i * m + j];
      }
      if (rest > distance) {
        distance = rest;
        best = i;
      }
    }
    return best;
  }

  /** Gram and Schmidt, twice, so that the rest of cancellation is orthogonal as well. */
  private static void append(double[] q, int m, int column, int unit) {
    double[] x = new double[m];
    x[unit] = 1;
    for (int pass = 0; pass < 2; pass++) {
      for (int j = 0; j < column; j++) {
        double along = 0;
        for (int i = 0; i < m; i++) {
          along += q[i * m + j] * x[i];
        }
        for (int i = 0; i < m; i++) {
          x[i] -= along * q[i * m + j];
        }
      }
    }
    double norm = 0;
    for (double v : x) {
      norm += v * v;
    }
    for (int i = 0; i < m; i++) {
      q[i * m + column] = x[i] / Math.sqrt(norm);
    }
  }

  static Tensor complement(Tensor input) {
    return Dispatch.one(OP, input);
  }
}
