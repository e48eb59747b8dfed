package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * {@code pinv} and {@code matrix_rank}: singular values above a threshold.
 *
 * <p>The derivative of A⁺ = Y, where the rank is constant, for the cotangent G (Golub, Pereyra
 * 1973, eq. 4.12): {@code dA = −YᵀGYᵀ + (I − AY)GᵀYYᵀ + YᵀYGᵀ(I − YA)}.
 */
final class PseudoInverse {
  private static final double EPSILON = 0x1p-52;

  static final Op PINV =
      Matrices.matrices(
              Op.define("pinv")
                  .formula("output = v·diag(1/s)·uᵀ over the singular values s > rcond·max s")
                  .note(
                      "rcond is 10·max(m, n)·2⁻⁵² if absent, whatever the type: the elements are"
                          + " taken as they are. TensorFlow takes the spacing of the type.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note("Derivative, for constant rank: Golub, Pereyra 1973, eq. 4.12.")
                  .input("a", FLOATS, "[…, m, n]")
                  .optionalAttr("rcond", Type.FLOAT, "which singular values count as 0"),
              "a",
              0)
          .require(
              Kind.ATTRIBUTE,
              "rcond >= 0",
              o -> !o.attrs().has("rcond") || o.attrs().number("rcond") >= 0)
          .type(
              o -> {
                Shape s = o.shape(0);
                return new TensorType(o.dtype(0), Matrices.lead(s, s.dim(-1), s.dim(-2)));
              })
          .kernel(PseudoInverse::invert)
          .vjp("a", PseudoInverse::vjp)
          .build();

  static final Op RANK =
      Matrices.matrices(
              Op.define("matrix_rank")
                  .formula("output = the number of singular values > tol")
                  .note(
                      "tol is max(m, n)·2⁻⁵²·max s if absent, whatever the type: the elements are"
                          + " taken as they are. TensorFlow takes the spacing of the type.")
                  .note("The rank of a matrix with NaN or an infinity is 0.")
                  .input("a", FLOATS, "[…, m, n]")
                  .optionalAttr("tol", Type.FLOAT, "which singular values count as 0"),
              "a",
              0)
          .require(
              Kind.ATTRIBUTE,
              "tol >= 0",
              o -> !o.attrs().has("tol") || o.attrs().number("tol") >= 0)
          .type(o -> new TensorType(DType.INT32, Matrices.lead(o.shape(0))))
          .kernel(PseudoInverse::ranks)
          .noGradient("a", "a number of singular values is constant almost everywhere")
          .build();

  static final List<Op> ROWS = List.of(PINV, RANK);

  private PseudoInverse() {}

  /** How many singular values of a finite matrix are not as good as 0. */
  static int rank(double[] a, int m, int n) {
    double[] s = Jacobi.singular(a, m, n).values();
    return s.length == 0 ? 0 : above(s, Math.max(m, n) * EPSILON * s[0]);
  }

  private static int above(double[] s, double threshold) {
    int count = 0;
    for (double v : s) {
      count += v > threshold ? 1 : 0;
    }
    return count;
  }

  private static List<Tensor> ranks(Call c) {
    int m = c.in(0).shape().dim(-2);
    int n = c.in(0).shape().dim(-1);
    boolean given = c.attrs().has("tol");
    double[] ranks =
        Matrices.each(
            c.in(0),
            1,
            a ->
                new double[] {
                  given
                      ? above(Jacobi.singular(a, m, n).values(), c.attrs().number("tol"))
                      : rank(a, m, n)
                });
    long[] y = new long[ranks.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (long) ranks[i]; // NaN becomes 0
    }
    return c.result(y);
  }

  private static List<Tensor> invert(Call c) {
    int m = c.in(0).shape().dim(-2);
    int n = c.in(0).shape().dim(-1);
    double rcond =
        c.attrs().has("rcond") ? c.attrs().number("rcond") : 10 * Math.max(m, n) * EPSILON;
    return c.result(Matrices.each(c.in(0), n * m, a -> invert(a, m, n, rcond)));
  }

  private static double[] invert(double[] a, int m, int n, double rcond) {
    Jacobi.Singular f = Jacobi.singular(a, m, n);
    int k = f.values().length;
    double[] scaled = new double[n * k];
    for (int i = 0; i < n * k; i++) {
      double s = f.values()[i % k];
      scaled[i] = s > rcond * f.values()[0] ? f.v()[i] / s : 0;
    }
    return Matrices.product(scaled, Matrices.transposed(f.u(), m, k), n, k, m);
  }

  private static Tensor vjp(Pullback p) {
    Tensor a = p.x(0);
    Tensor y = p.y();
    Tensor g = p.dy();
    Tensor direct = Matrices.tm(y, Matrices.mt(g, y)); // YᵀGYᵀ
    Tensor gy = Matrices.tm(g, Matrices.mt(y, y)); // GᵀYYᵀ
    Tensor left = Maths.subtract(gy, Matrices.mm(a, Matrices.mm(y, gy)));
    Tensor yg = Matrices.mm(Matrices.tm(y, y), Matrices.t(g)); // YᵀYGᵀ
    Tensor right = Maths.subtract(yg, Matrices.mm(Matrices.mm(yg, y), a));
    return Maths.addN(List.of(Maths.neg(direct), left, right));
  }

  static Tensor pinv(Tensor a, Optional<Double> rcond) {
    return Dispatch.one(PINV, Attributes.none().andIf("rcond", rcond), a);
  }

  static Tensor rank(Tensor a, Optional<Double> tol) {
    return Dispatch.one(RANK, Attributes.none().andIf("tol", tol), a);
  }
}
