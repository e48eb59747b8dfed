package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Determinants, and the matrix of cofactors, which is their derivative, for singular matrices as
 * well.
 */
final class Determinants {
  static final Op DETERMINANT =
      Matrices.square(
              Op.define("matrix_determinant")
                  .formula("output = det input, the product of the pivots of elimination")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note("det of a 0×0 matrix is 1.")
                  .note(
                      "Derivative: dy·cofactors (Jacobi), also where the matrix is singular;"
                          + " TensorFlow raises there.")
                  .input("input", FLOATS, "[…, n, n]"),
              "input",
              0)
          .type(o -> new TensorType(o.dtype(0), Matrices.lead(o.shape(0))))
          .kernel(
              c -> {
                int n = c.in(0).shape().dim(-1);
                return c.result(
                    Matrices.each(
                        c.in(0), 1, a -> new double[] {Elimination.of(a, n).determinant()}));
              })
          .vjp("input", p -> Maths.multiply(Matrices.perMatrix(p.dy()), cofactor(p.x(0))))
          .hard(point(new double[] {1, 2, 2, 4}, Shape.scalar(), 0))
          .hard(point(new double[] {0, 1, 1, 0}, Shape.scalar(), -1))
          .build();

  static final Op COFACTOR =
      Matrices.square(
              Op.define("matrix_cofactor")
                  .formula("output[…,i,j] = (−1)^(i+j)·det(input without row i and column j)")
                  .note(
                      "det A·A⁻ᵀ where A is invertible, and so computed beyond 32 rows. The derivative of matrix_determinant.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note(
                      "With B = A⁻ᵀ: dA = det A·(⟨dY, B⟩·B − B·dYᵀ·B); its own derivative needs an"
                          + " invertible matrix.")
                  .input("input", FLOATS, "[…, n, n]"),
              "input",
              0)
          .kernel(Determinants::cofactors)
          .vjp("input", Determinants::vjpCofactor)
          .hard(point(new double[] {1, 2, 2, 4}, Shape.of(2, 2), 4, -2, -2, 1))
          .hard(point(new double[] {0, 0, 0, 0}, Shape.of(2, 2), 0, 0, 0, 0))
          .build();

  static final Op SLOGDET =
      Matrices.square(
              Op.define("slogdet")
                  .formula("sign = sign(det input), log_abs_determinant = log|det input|")
                  .note(
                      "log|det| is the sum of the logarithms of the pivots: it does not overflow.")
                  .note("Of a singular matrix the sign is 0 and the logarithm −Inf.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note(
                      "Derivative: A⁻ᵀ by the logarithm (Giles 2008, §2.2.4), 0 by the sign; it"
                          + " needs an invertible matrix.")
                  .input("input", FLOATS, "[…, n, n]")
                  .outputs("sign", "log_abs_determinant"),
              "input",
              0)
          .shape(
              o -> {
                TensorType t = new TensorType(o.dtype(0), Matrices.lead(o.shape(0)));
                return List.of(t, t);
              })
          .kernel(Determinants::signAndLogarithm)
          .vjp(
              "input",
              p -> Maths.multiply(Matrices.perMatrix(p.dy(1)), Inverse.inverse(p.x(0), true)))
          .hard(point(new double[] {1, 2, 2, 4}, Shape.scalar(), 0))
          .hard(point(new double[] {0, 1, 1, 0}, Shape.scalar(), -1))
          .build();

  /** Up to so many rows each minor is computed by itself: n⁵/3 operations. */
  private static final int MINORS = 32;

  static final List<Op> ROWS = List.of(DETERMINANT, COFACTOR, SLOGDET);

  private Determinants() {}

  private static HardPoint point(double[] matrix, Shape shape, double... result) {
    return new HardPoint(
        List.of(Tensor.of(DType.FLOAT64, Shape.of(2, 2), matrix)),
        Attributes.none(),
        Tensor.of(DType.FLOAT64, shape, result),
        List.of());
  }

  private static List<Tensor> cofactors(Call c) {
    int n = c.in(0).shape().dim(-1);
    return c.result(Matrices.each(c.in(0), n * n, a -> cofactors(a, n)));
  }

  private static double[] cofactors(double[] a, int n) {
    Elimination e = n > MINORS ? Elimination.of(a, n) : Elimination.of(new double[0], 0);
    double det = e.determinant();
    double[] y = new double[n * n];
    if (det != 0 && n > MINORS) {
      double[] inverse = e.solve(Matrices.identity(n), n, true);
      for (int i = 0; i < y.length; i++) {
        y[i] = det * inverse[i];
      }
      if (Matrices.isFinite(y)) {
        return y;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double minor = Elimination.of(without(a, n, i, j), n - 1).determinant();
        y[i * n + j] = (i + j) % 2 == 0 ? minor : 0 - minor; // no −0
      }
    }
    return y;
  }

  /** The matrix without row {@code i} and column {@code j}. */
  private static double[] without(double[] a, int n, int i, int j) {
    double[] m = new double[(n - 1) * (n - 1)];
    int at = 0;
    for (int r = 0; r < n; r++) {
      for (int s = 0; s < n; s++) {
        if (r != i && s != j) {
          m[at++] = a[r * n + s];
        }
      }
    }
    return m;
  }

  private static Tensor vjpCofactor(Pullback p) {
    Tensor b = Inverse.inverse(p.x(0), true);
    Tensor along = Reduce.sum(Maths.multiply(p.dy(), b), true, -2, -1);
    return Maths.subtract(Maths.multiply(along, p.y()), Matrices.mm(p.y(), Matrices.tm(p.dy(), b)));
  }

  private static List<Tensor> signAndLogarithm(Call c) {
    int n = c.in(0).shape().dim(-1);
    double[] both = Matrices.each(c.in(0), 2, a -> signAndLogarithm(Elimination.of(a, n)));
    double[] sign = new double[both.length / 2];
    double[] logarithm = new double[sign.length];
    for (int s = 0; s < sign.length; s++) {
      sign[s] = both[2 * s];
      logarithm[s] = both[2 * s + 1];
    }
    DType dtype = c.output().dtype();
    Shape shape = c.output().shape();
    return List.of(
        Tensor.of(shape, HostStorage.ofDoubles(dtype, sign)),
        Tensor.of(shape, HostStorage.ofDoubles(dtype, logarithm)));
  }

  private static double[] signAndLogarithm(Elimination e) {
    double sign = e.parity();
    double sum = 0;
    for (int i = 0; i < e.n(); i++) {
      double pivot = e.lu()[i * e.n() + i];
      sign *= Math.signum(pivot);
      sum += StrictMath.log(Math.abs(pivot));
    }
    return new double[] {sign == 0 ? 0 : sign, sum};
  }

  static Tensor cofactor(Tensor input) {
    return Dispatch.one(COFACTOR, input);
  }

  static List<Tensor> slogdet(Tensor input) {
    return Dispatch.call(SLOGDET, Attributes.none(), Arrays.asList(input));
  }
}
