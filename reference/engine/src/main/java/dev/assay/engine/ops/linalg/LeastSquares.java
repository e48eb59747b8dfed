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
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code lstsq}: least squares, regularized or not, by a QR factorization.
 *
 * <p>X = A⁺B, A⁺ = (AᵀA + λI)⁻¹Aᵀ = Aᵀ(AAᵀ + λI)⁻¹. With Y = A⁺ᵀdX: dB = Y and, for λ > 0, N = AᵀA
 * + λI, {@code dA = (B − AX)(N⁻¹dX)ᵀ − YXᵀ}; for λ = 0 {@code dA = (B − AX)(A⁺Y)ᵀ + (A⁺ᵀX)(dX −
 * AᵀY)ᵀ − YXᵀ} (Golub, Pereyra 1973, eq. 4.12).
 */
final class LeastSquares {
  static final Op OP =
      Matrices.system(
              Matrices.matrices(
                  Op.define("lstsq")
                      .formula(
                          "output = the X that minimizes |matrix·X − rhs|² + l2_regularizer·|X|²")
                      .note(
                          "Without regularizer, where many X fit, the one of least norm: m < n."
                              + " Full rank is required.")
                      .note(
                          "By a QR factorization, not the normal equations that TensorFlow solves by"
                              + " default: the error grows with the condition of the matrix, and"
                              + " its square times the residual.")
                      .note(Inverse.NOT_FINITE)
                      .note("Leading dimensions broadcast.")
                      .note("Derivative: Golub, Pereyra 1973, eq. 4.12.")
                      .input("matrix", FLOATS, "[…, m, n]")
                      .input("rhs", FLOATS, "[…, m, k]")
                      .attr("l2_regularizer", Type.FLOAT, 0.0, "λ, the weight of |X|²")
                      .sameDType(0, 1),
                  "matrix",
                  0),
              "matrix",
              "rhs")
          .require(
              Kind.ATTRIBUTE,
              "l2_regularizer >= 0 and finite",
              o -> lambda(o.attrs()) >= 0 && lambda(o.attrs()) <= Double.MAX_VALUE)
          .require(
              Kind.VALUE,
              "l2_regularizer > 0 or every matrix has full rank: σ_min > max(m, n)·2⁻⁵²·σ_max",
              LeastSquares::fullRank)
          .type(Inverse::solution)
          .kernel(LeastSquares::forward)
          .vjp("matrix", LeastSquares::vjpMatrix)
          .vjp("rhs", p -> Like.sumLike(solve(p, Matrices.t(p.x(0)), p.dy()), p.x(1)))
          .build();

  private LeastSquares() {}

  private static double lambda(Attributes attrs) {
    return attrs.number("l2_regularizer");
  }

  private static boolean fullRank(Operands o) {
    int m = o.shape(0).dim(-2);
    int n = o.shape(0).dim(-1);
    return lambda(o.attrs()) > 0
        || Matrices.every(o.in(0), a -> PseudoInverse.rank(a, m, n) == Math.min(m, n));
  }

  private static List<Tensor> forward(Call c) {
    int m = c.in(0).shape().dim(-2);
    int n = c.in(0).shape().dim(-1);
    int k = c.in(1).shape().dim(-1);
    double lambda = lambda(c.attrs());
    return c.result(
        Matrices.each(
            c.in(0),
            c.in(1),
            Matrices.lead(c.output().shape()),
            n * k,
            (a, b) ->
                lambda == 0 && m < n ? leastNorm(a, b, m, n, k) : fit(a, b, m, n, k, lambda)));
  }

  /** {@code R⁻¹Qᵀ[B; 0]} of {@code [A; √λ·I] = QR}. */
  private static double[] fit(double[] a, double[] b, int m, int n, int k, double lambda) {
    int rows = lambda == 0 ? m : m + n;
    double[] tall = Arrays.copyOf(a, rows * n);
    for (int j = 0; j < rows - m; j++) {
      tall[(m + j) * n + j] = Math.sqrt(lambda);
    }
    Qr f = Qr.of(tall, rows, n);
    double[] qTop = Arrays.copyOf(f.q(), m * n);
    double[] x = Matrices.product(Matrices.transposed(qTop, m, n), b, n, m, k);
    Triangular.substitute(f.r(), 0, n, false, false, x, 0, k);
    return x;
  }

  /** {@code QR⁻ᵀB} of {@code Aᵀ = QR}. */
  private static double[] leastNorm(double[] a, double[] b, int m, int n, int k) {
    Qr f = Qr.of(Matrices.transposed(a, m, n), n, m);
    double[] y = b.clone();
    Triangular.substitute(f.r(), 0, m, false, true, y, 0, k);
    return Matrices.product(f.q(), y, n, m, k);
  }

  /** {@code A⁺·B} of another matrix, with the regularizer of the call. */
  private static Tensor solve(Pullback p, Tensor a, Tensor b) {
    return Dispatch.one(OP, p.attrs(), a, b);
  }

  private static Tensor vjpMatrix(Pullback p) {
    Tensor a = p.x(0);
    Tensor x = p.y();
    Tensor y = solve(p, Matrices.t(a), p.dy());
    Tensor residual = Maths.subtract(p.x(1), Matrices.mm(a, x));
    Tensor da = Maths.neg(Matrices.mt(y, x));
    if (lambda(p.attrs()) > 0) {
      Tensor gram = Matrices.tm(a, a);
      Tensor ridge = Maths.multiply(Matrices.eyeLike(gram), lambda(p.attrs()));
      Tensor z = Inverse.solve(Maths.add(gram, ridge), p.dy(), false);
      da = Maths.add(da, Matrices.mt(residual, z));
    } else {
      Tensor z = solve(p, a, y);
      Tensor w = solve(p, Matrices.t(a), x);
      Tensor rest = Maths.subtract(p.dy(), Matrices.tm(a, y));
      da = Maths.addN(List.of(da, Matrices.mt(residual, z), Matrices.mt(w, rest)));
    }
    return Like.sumLike(da, a);
  }

  static Tensor lstsq(Tensor matrix, Tensor rhs, double lambda) {
    return Dispatch.one(OP, Attributes.of("l2_regularizer", lambda), matrix, rhs);
  }
}
