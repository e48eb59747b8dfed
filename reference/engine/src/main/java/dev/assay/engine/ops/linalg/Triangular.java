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
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code triangular_solve} and {@code cholesky_solve}: substitution, forwards and backwards. */
final class Triangular {
  private static final String NO_ZERO = "no 0 on the diagonal of ";

  static final Op SOLVE =
      Matrices.system(
              Matrices.square(
                  Op.define("triangular_solve")
                      .formula("output = T⁻¹·rhs, T the triangle of matrix; T⁻ᵀ·rhs with adjoint")
                      .note("The other triangle of matrix is not read; its derivative is 0.")
                      .note(Inverse.ROUNDING)
                      .note("Leading dimensions broadcast.")
                      .note("With X the result: dB = T⁻ᵀdX, dT = −dB·Xᵀ (Giles 2008, §2.3.1).")
                      .input("matrix", FLOATS, "[…, n, n]")
                      .input("rhs", FLOATS, "[…, n, k]")
                      .attr("lower", Type.BOOL, true, "whether T is the lower triangle")
                      .attr("adjoint", Type.BOOL, false, "whether T is transposed first")
                      .sameDType(0, 1),
                  "matrix",
                  0),
              "matrix",
              "rhs")
          .require(Kind.VALUE, NO_ZERO + "matrix", Triangular::noZeroOnDiagonal)
          .type(Inverse::solution)
          .kernel(Triangular::forward)
          .vjp("matrix", Triangular::vjpMatrix)
          .vjp("rhs", Triangular::vjpRhs)
          .build();

  static final Op CHOLESKY_SOLVE =
      Matrices.system(
              Matrices.square(
                  Op.define("cholesky_solve")
                      .formula("output = (L·Lᵀ)⁻¹·rhs, L the lower triangle of chol")
                      .note("The upper triangle of chol is not read; its derivative is 0.")
                      .note(Inverse.ROUNDING)
                      .note("Leading dimensions broadcast.")
                      .note("With X the result and S = −dB·Xᵀ: dB = (L·Lᵀ)⁻¹dX, dL = (S + Sᵀ)·L.")
                      .input("chol", FLOATS, "[…, n, n], as cholesky gives it")
                      .input("rhs", FLOATS, "[…, n, k]")
                      .sameDType(0, 1),
                  "chol",
                  0),
              "chol",
              "rhs")
          .require(Kind.VALUE, NO_ZERO + "chol", Triangular::noZeroOnDiagonal)
          .type(Inverse::solution)
          .kernel(Triangular::twice)
          .vjp("chol", Triangular::vjpFactor)
          .vjp("rhs", p -> Like.sumLike(choleskySolve(p.x(0), p.dy()), p.x(1)))
          .build();

  static final List<Op> ROWS = List.of(SOLVE, CHOLESKY_SOLVE);

  private Triangular() {}

  private static boolean noZeroOnDiagonal(Operands o) {
    double[] a = o.in(0).host().doubles();
    int n = o.shape(0).dim(-1);
    for (int i = 0; i < a.length; i++) {
      if (i % n == i / n % n && a[i] == 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> forward(Call c) {
    boolean lower = c.attrs().flag("lower");
    boolean adjoint = c.attrs().flag("adjoint");
    int n = c.in(0).shape().dim(-1);
    int k = c.in(1).shape().dim(-1);
    Shape batch = Matrices.lead(c.output().shape());
    double[] a = c.in(0).host().doubles();
    double[] x = broadcast(c.in(1), batch);
    int[] at = Index.broadcast(Matrices.lead(c.in(0).shape()), batch);
    for (int s = 0; s < at.length; s++) {
      substitute(a, at[s] * n * n, n, lower, adjoint, x, s * n * k, k);
    }
    return c.result(x);
  }

  private static List<Tensor> twice(Call c) {
    int n = c.in(0).shape().dim(-1);
    int k = c.in(1).shape().dim(-1);
    Shape batch = Matrices.lead(c.output().shape());
    double[] a = c.in(0).host().doubles();
    double[] x = broadcast(c.in(1), batch);
    int[] at = Index.broadcast(Matrices.lead(c.in(0).shape()), batch);
    for (int s = 0; s < at.length; s++) {
      substitute(a, at[s] * n * n, n, true, false, x, s * n * k, k);
      substitute(a, at[s] * n * n, n, true, true, x, s * n * k, k);
    }
    return c.result(x);
  }

  /** A copy of the matrices of a tensor, broadcast to a batch. */
  private static double[] broadcast(Tensor b, Shape batch) {
    double[] v = b.host().doubles();
    int size = b.shape().dim(-2) * b.shape().dim(-1);
    int[] from = Index.broadcast(Matrices.lead(b.shape()), batch);
    double[] x = new double[from.length * size];
    for (int s = 0; s < from.length; s++) {
      System.arraycopy(v, from[s] * size, x, s * size, size);
    }
    return x;
  }

  /**
   * Overwrites {@code x}, n×k from {@code x0}, with {@code T⁻¹x} or {@code T⁻ᵀx}.
   *
   * @param a the matrix, n×n from {@code a0}. Not modified.
   * @param x the right-hand sides. Modified.
   */
  static void substitute(
      double[] a, int a0, int n, boolean lower, boolean adjoint, double[] x, int x0, int k) {
    boolean down = lower != adjoint; // the order in which unknowns become known
    for (int c = 0; c < k; c++) {
      for (int step = 0; step < n; step++) {
        int i = down ? step : n - 1 - step;
        double sum = x[x0 + i * k + c];
        for (int before = 0; before < step; before++) {
          int j = down ? before : n - 1 - before;
          sum -= (adjoint ? a[a0 + j * n + i] : a[a0 + i * n + j]) * x[x0 + j * k + c];
        }
        x[x0 + i * k + c] = sum / a[a0 + i * n + i];
      }
    }
  }

  private static Tensor vjpMatrix(Pullback p) {
    boolean lower = p.attrs().flag("lower");
    boolean adjoint = p.attrs().flag("adjoint");
    Tensor db = solve(p.x(0), p.dy(), lower, !adjoint);
    Tensor full = Maths.neg(adjoint ? Matrices.mt(p.y(), db) : Matrices.mt(db, p.y()));
    return Like.sumLike(lower ? Matrices.tril(full) : Matrices.triu(full), p.x(0));
  }

  private static Tensor vjpRhs(Pullback p) {
    boolean lower = p.attrs().flag("lower");
    return Like.sumLike(solve(p.x(0), p.dy(), lower, !p.attrs().flag("adjoint")), p.x(1));
  }

  private static Tensor vjpFactor(Pullback p) {
    Tensor s = Matrices.mt(choleskySolve(p.x(0), p.dy()), p.y());
    Tensor both = Maths.neg(Maths.add(s, Matrices.t(s)));
    Tensor lower = Matrices.tril(p.x(0));
    return Like.sumLike(Matrices.tril(Matrices.mm(both, lower)), p.x(0));
  }

  static Tensor solve(Tensor matrix, Tensor rhs, boolean lower, boolean adjoint) {
    return Dispatch.one(SOLVE, Attributes.of("lower", lower).and("adjoint", adjoint), matrix, rhs);
  }

  static Tensor choleskySolve(Tensor chol, Tensor rhs) {
    return Dispatch.one(CHOLESKY_SOLVE, chol, rhs);
  }
}
