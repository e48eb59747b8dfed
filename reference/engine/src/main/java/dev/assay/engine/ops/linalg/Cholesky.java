package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;

/**
 * {@code cholesky}: {@code L·Lᵀ = A}, of the symmetric matrix that has the lower triangle of the
 * argument.
 *
 * <p>The symmetric cotangent is {@code S = ½·L⁻ᵀ(P + Pᵀ)L⁻¹}, {@code P = Φ(Lᵀ·dL)}, Φ the lower
 * triangle with half the diagonal (Murray 2016, Differentiation of the Cholesky decomposition, eq.
 * 8–10). An element below the diagonal stands for two elements of A: {@code dA = Φ(2S)}.
 */
final class Cholesky {
  static final String LOWER =
      "Only the lower triangle is read, and the derivative is lower triangular: an element below"
          + " the diagonal counts twice, its mirror image 0.";

  static final Op OP =
      Matrices.square(
              Op.define("cholesky")
                  .formula("output = L, lower triangular, positive diagonal, L·Lᵀ = input")
                  .note(LOWER)
                  .note(
                      "TensorFlow reads the same triangle and gives the symmetric derivative, the"
                          + " mean of this one and its transpose.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note("Derivative: Murray 2016, eq. 8–10.")
                  .input("input", FLOATS, "[…, n, n]"),
              "input",
              0)
          .require(
              Kind.VALUE,
              "every matrix of input is positive definite: no pivot of the factorization is <= 0",
              Cholesky::positiveDefinite)
          .kernel(
              c -> {
                int n = c.in(0).shape().dim(-1);
                return c.result(Matrices.each(Matrices.lowerOf(c.in(0)), n * n, a -> factor(a, n)));
              })
          .vjp("input", Cholesky::vjp)
          .build();

  private Cholesky() {}

  private static boolean positiveDefinite(Operands o) {
    int n = o.shape(0).dim(-1);
    return Matrices.every(Matrices.lowerOf(o.in(0)), a -> factor(a, n).length == a.length);
  }

  /** L; nothing if the matrix is not positive definite. */
  private static double[] factor(double[] a, int n) {
    if (n == 0) {
      return a;
    }
    CholeskyDecompositionInner_DDRM ejml = new CholeskyDecompositionInner_DDRM(true);
    boolean done = ejml.decompose(Matrices.ejml(Matrices.mirrored(a, n), n, n));
    return done ? ejml.getT(null).data : new double[0];
  }

  private static Tensor vjp(Pullback p) {
    Tensor l = p.y();
    Tensor half = Matrices.halvedLower(Matrices.tm(l, p.dy()));
    Tensor both = Maths.add(half, Matrices.t(half));
    Tensor left = Triangular.solve(l, both, true, true); // L⁻ᵀ(P + Pᵀ)
    return Matrices.halvedLower(Triangular.solve(l, Matrices.t(left), true, true));
  }

  static Tensor cholesky(Tensor input) {
    return Dispatch.one(OP, input);
  }
}
