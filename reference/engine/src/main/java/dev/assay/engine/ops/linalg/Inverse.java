package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code matrix_inverse}, {@code matrix_solve} and {@code lu}, by elimination with partial
 * pivoting.
 */
final class Inverse {
  static final String ROUNDING =
      "Computed in binary64 by a factorization: the error grows with the condition of the matrix;"
          + " the result is rounded when it is stored.";
  static final String NOT_FINITE = "A matrix with NaN or an infinity has NaN results.";
  private static final String REGULAR =
      " is invertible: elimination with partial pivoting meets no pivot of 0";

  static final Op INVERSE =
      Matrices.square(
              Op.define("matrix_inverse")
                  .formula("output = input⁻¹; (inputᵀ)⁻¹ with adjoint")
                  .note(ROUNDING)
                  .note(NOT_FINITE)
                  .note("Derivative: −YᵀdY·Yᵀ (Giles 2008, §2.2.3).")
                  .input("input", FLOATS, "[…, n, n]")
                  .attr("adjoint", Type.BOOL, false, "whether the matrix is transposed first"),
              "input",
              0)
          .require(Kind.VALUE, "every matrix of input" + REGULAR, Inverse::regular)
          .kernel(Inverse::invert)
          .vjp("input", Inverse::vjpInverse)
          .build();

  static final Op SOLVE =
      Matrices.system(
              Matrices.square(
                  Op.define("matrix_solve")
                      .formula("output = matrix⁻¹·rhs; (matrixᵀ)⁻¹·rhs with adjoint")
                      .note(ROUNDING)
                      .note(NOT_FINITE)
                      .note("Leading dimensions broadcast.")
                      .note("With X the result: dB = A⁻ᵀdX, dA = −dB·Xᵀ (Giles 2008, §2.3.1).")
                      .input("matrix", FLOATS, "[…, n, n]")
                      .input("rhs", FLOATS, "[…, n, k]")
                      .attr("adjoint", Type.BOOL, false, "whether the matrix is transposed first")
                      .sameDType(0, 1),
                  "matrix",
                  0),
              "matrix",
              "rhs")
          .require(Kind.VALUE, "every matrix" + REGULAR, Inverse::regular)
          .type(Inverse::solution)
          .kernel(Inverse::solve)
          .vjp("matrix", Inverse::vjpMatrix)
          .vjp("rhs", Inverse::vjpRhs)
          .build();

  private Inverse() {}

  /** Whether no matrix of the first input is singular. */
  static boolean regular(Operands o) {
    int n = o.shape(0).dim(-1);
    return Matrices.every(o.in(0), a -> !Elimination.isSingular(a, n));
  }

  private static List<Tensor> invert(Call c) {
    int n = c.in(0).shape().dim(-1);
    boolean adjoint = c.attrs().flag("adjoint");
    return c.result(
        Matrices.each(
            c.in(0), n * n, a -> Elimination.of(a, n).solve(Matrices.identity(n), n, adjoint)));
  }

  /** {@code −Yᵀ·dY·Yᵀ}; of the transposed inverse {@code −Y·dYᵀ·Y}. */
  private static Tensor vjpInverse(Pullback p) {
    Tensor y = p.y();
    return Maths.neg(
        p.attrs().flag("adjoint")
            ? Matrices.mm(y, Matrices.tm(p.dy(), y))
            : Matrices.tm(y, Matrices.mt(p.dy(), y)));
  }

  /** The type of the solution of a system: the batch of both, columns of A by columns of B. */
  static TensorType solution(Operands o) {
    Shape inner = Shape.of(o.shape(0).dim(-1), o.shape(1).dim(-1));
    return new TensorType(o.dtype(0), Matrices.batch(o).concat(inner));
  }

  private static List<Tensor> solve(Call c) {
    int n = c.in(0).shape().dim(-1);
    int k = c.in(1).shape().dim(-1);
    boolean adjoint = c.attrs().flag("adjoint");
    return c.result(
        Matrices.each(
            c.in(0),
            c.in(1),
            Matrices.lead(c.output().shape()),
            n * k,
            (a, b) -> Elimination.of(a, n).solve(b, k, adjoint)));
  }

  private static Tensor vjpMatrix(Pullback p) {
    boolean adjoint = p.attrs().flag("adjoint");
    Tensor db = solve(p.x(0), p.dy(), !adjoint);
    Tensor da = adjoint ? Matrices.mt(p.y(), db) : Matrices.mt(db, p.y());
    return Like.sumLike(Maths.neg(da), p.x(0));
  }

  private static Tensor vjpRhs(Pullback p) {
    return Like.sumLike(solve(p.x(0), p.dy(), !p.attrs().flag("adjoint")), p.x(1));
  }

  static Tensor inverse(Tensor input, boolean adjoint) {
    return Dispatch.one(INVERSE, Attributes.of("adjoint", adjoint), input);
  }

  static Tensor solve(Tensor matrix, Tensor rhs, boolean adjoint) {
    return Dispatch.one(SOLVE, Attributes.of("adjoint", adjoint), matrix, rhs);
  }
}
