package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code hessian_classification}: what a stationary point is, by the signs of the eigenvalues of
 * the Hessian there (book, 3.2.4).
 */
final class HessianClassification {
  static final Op OP =
      Matrices.square(
              Op.define("hessian_classification")
                  .formula(
                      "output = 1 if all eigenvalues > 0, 2 if all < 0, 3 if some > 0 and some < 0,"
                          + " else 0")
                  .note(
                      "1: minimum, 2: maximum, 3: saddle point, 0: undecided, some eigenvalue being"
                          + " 0 and no two of different sign (book, 3.2.4).")
                  .note("Eigenvalues of magnitude <= n·2⁻⁵²·max|e| count as 0.")
                  .note("The lower triangle is read. NaN or an infinity: 0. Of 0×0 matrices: 0.")
                  .input("hessian", FLOATS, "[…, n, n], second derivatives at a stationary point"),
              "hessian",
              0)
          .type(o -> new TensorType(DType.INT32, Matrices.lead(o.shape(0))))
          .kernel(HessianClassification::forward)
          .noGradient("hessian", "a kind of point is constant almost everywhere")
          .hard(point(12, 0, 0, 4, StationaryPoint.MINIMUM))
          .hard(point(2, 0, 0, -2, StationaryPoint.SADDLE))
          .hard(point(-1, 0, 0, -2, StationaryPoint.MAXIMUM))
          .hard(point(1, 1, 1, 1, StationaryPoint.UNDECIDED))
          .hard(point(0, 0, 0, 0, StationaryPoint.UNDECIDED))
          .hard(point(0, 1, 1, 0, StationaryPoint.SADDLE))
          .hard(point(Double.NaN, 0, 0, 1, StationaryPoint.UNDECIDED))
          .build();

  private HessianClassification() {}

  private static HardPoint point(double a, double b, double c, double d, StationaryPoint kind) {
    return new HardPoint(
        List.of(Tensor.of(DType.FLOAT64, Shape.of(2, 2), a, b, c, d)),
        Attributes.none(),
        Tensor.of(kind.code()),
        List.of());
  }

  private static List<Tensor> forward(Call c) {
    int n = c.in(0).shape().dim(-1);
    double[] kinds =
        Matrices.each(
            Matrices.lowerOf(c.in(0)),
            1,
            a -> new double[] {kind(Jacobi.symmetric(a, n).values()).code()});
    long[] y = new long[kinds.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (long) kinds[i]; // NaN becomes 0: undecided
    }
    return c.result(y);
  }

  /** By ascending eigenvalues. */
  private static StationaryPoint kind(double[] e) {
    if (e.length == 0) {
      return StationaryPoint.UNDECIDED;
    }
    double least = e[0];
    double greatest = e[e.length - 1];
    double zero = e.length * 0x1p-52 * Math.max(Math.abs(least), Math.abs(greatest));
    if (least > zero) {
      return StationaryPoint.MINIMUM;
    }
    if (greatest < -zero) {
      return StationaryPoint.MAXIMUM;
    }
    return least < -zero && greatest > zero ? StationaryPoint.SADDLE : StationaryPoint.UNDECIDED;
  }

  static Tensor classify(Tensor hessian) {
    return Dispatch.one(OP, hessian);
  }
}
