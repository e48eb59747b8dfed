package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.pow;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Local response normalisation across channels. Krizhevsky, Sutskever, Hinton 2012, section 3.3.
 *
 * <p>With W the sum over the window [d − r, d + r] of the last axis, which is its own adjoint, and
 * {@code n = bias + alpha·W(x²)}: {@code y = x·n^−β}, and for a cotangent dy of y
 *
 * <pre>{@code dx = dy·n^−β − 2·alpha·β·x·W(dy·y/n)}</pre>
 */
final class LocalResponse {
  private static final String WINDOW =
      "The window is cut at the ends; bias and alpha are not shared out over its elements.";

  static final Op LRN =
      normalization(
              Op.define("local_response_normalization")
                  .formula(
                      "output = input / (bias + alpha·sqr_sum)^beta, sqr_sum[…,d] = Σ"
                          + " input[…,d − depth_radius … d + depth_radius]²")
                  .note(WINDOW)
                  .note("NaN where the base is negative and beta no whole number.")
                  .input("input", FLOATS, "[batch, height, width, channels]"))
          .kernel(LocalResponse::forward)
          .vjp("input", p -> grad(p.attrs(), p.dy(), p.x(0), p.y()))
          .hard(
              point(1, 1, 3, 1, 0.5, 0.5),
              point(0, 0, 1, 1, 0.5, 0),
              point(0, 0, 0, 1, 0.5, Double.NaN),
              point(5, 0, 0, 0.25, 1, 0.8),
              point(3, 1, 1, 1, 0, 3),
              point(-0.0, 0, 1, 1, 0.5, -0.0),
              point(Double.POSITIVE_INFINITY, 0, 1, 1, 0.5, Double.NaN))
          .build();

  static final Op LRN_GRAD =
      normalization(
              Op.define("local_response_normalization_grad")
                  .formula(
                      "output = input_grads·n^−beta − 2·alpha·beta·input_image·W(input_grads·"
                          + "output_image/n), n = bias + alpha·W(input_image²), W the sum over"
                          + " [d − depth_radius, d + depth_radius]")
                  .note(
                      "The adjoint of local_response_normalization, whose result output_image is.")
                  .note(WINDOW)
                  .input("input_grads", FLOATS, "[batch, height, width, channels]")
                  .input("input_image", FLOATS, "the shape of input_grads")
                  .input("output_image", FLOATS, "the shape of input_grads")
                  .sameDType(0, 1)
                  .sameDType(0, 2))
          .require(
              Kind.SHAPE,
              "input_image.shape = output_image.shape = input_grads.shape",
              o -> o.shape(0).compatible(o.shape(1)) && o.shape(0).compatible(o.shape(2)))
          .kernel(LocalResponse::backward)
          .vjp("input_grads", LocalResponse::gradVjpGrads)
          .vjp("input_image", LocalResponse::gradVjpImage)
          .vjp("output_image", LocalResponse::gradVjpOutput)
          .build();

  static final Op LOCAL_SUM =
      Op.define("local_sum")
          .formula("output[…,d] = Σ x[…,d − depth_radius … d + depth_radius]")
          .note("Summed in rising order; the window is cut at the ends. Its own adjoint.")
          .note("Integers wrap.")
          .input("x", REALS, "rank >= 1")
          .attr("depth_radius", Type.INT, 5L, "how far the window reaches to either side")
          .require(Kind.SHAPE, "x.rank >= 1", o -> o.shape(0).rank() >= 1)
          .require(Kind.ATTRIBUTE, "depth_radius >= 0", LocalResponse::isRadius)
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(windowSums(c, c.in(0).host().longs()))
                      : c.result(windowSums(c, c.in(0).host().doubles())))
          .vjp("x", p -> localSum(p.dy(), p.attrs()))
          .build();

  static final List<Op> ROWS = List.of(LRN, LRN_GRAD, LOCAL_SUM);

  private LocalResponse() {}

  private static Op.Builder normalization(Op.Builder b) {
    return b.attr("depth_radius", Type.INT, 5L, "how far the window reaches to either side")
        .attr("bias", Type.FLOAT, 1.0, "added to the weighted sum of squares")
        .attr("alpha", Type.FLOAT, 1.0, "the weight of the sum of squares")
        .attr("beta", Type.FLOAT, 0.5, "the exponent")
        .require(Kind.SHAPE, "the rank is 4", o -> o.shape(0).rank() == 4)
        .require(Kind.ATTRIBUTE, "depth_radius >= 0", LocalResponse::isRadius)
        .require(
            Kind.ATTRIBUTE,
            "bias, alpha and beta are finite",
            o ->
                Double.isFinite(o.attrs().number("bias"))
                    && Double.isFinite(o.attrs().number("alpha"))
                    && Double.isFinite(o.attrs().number("beta")));
  }

  private static boolean isRadius(Operands o) {
    return o.attrs().integer("depth_radius") >= 0;
  }

  /** One channel. */
  private static HardPoint point(
      double x, int radius, double bias, double alpha, double beta, double y) {
    return new HardPoint(
        List.of(image(x)),
        Attributes.of("depth_radius", radius)
            .and("bias", bias)
            .and("alpha", alpha)
            .and("beta", beta),
        image(y),
        List.of());
  }

  private static Tensor image(double x) {
    return Tensor.of(DType.FLOAT64, Shape.of(1, 1, 1, 1), x);
  }

  /** The least of the radius and of what reaches over all channels. */
  private static int radius(Call c, int channels) {
    return (int) Math.min(c.attrs().integer("depth_radius"), channels);
  }

  private static double[] windowSums(Call c, double[] x) {
    int channels = c.in(0).shape().dim(-1);
    int radius = radius(c, channels);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int d = i % channels;
      int end = Math.min(d + radius, channels - 1);
      for (int j = Math.max(d - radius, 0); j <= end; j++) {
        y[i] += x[i - d + j];
      }
    }
    return y;
  }

  private static long[] windowSums(Call c, long[] x) {
    int channels = c.in(0).shape().dim(-1);
    int radius = radius(c, channels);
    long[] y = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      int d = i % channels;
      int end = Math.min(d + radius, channels - 1);
      for (int j = Math.max(d - radius, 0); j <= end; j++) {
        y[i] += x[i - d + j];
      }
    }
    return y;
  }

  /** {@code n = bias + alpha·W(x²)}. */
  private static double[] bases(Call c, double[] x) {
    double[] squares = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      squares[i] = x[i] * x[i];
    }
    double[] n = windowSums(c, squares);
    for (int i = 0; i < n.length; i++) {
      n[i] = c.attrs().number("bias") + c.attrs().number("alpha") * n[i];
    }
    return n;
  }

  private static List<Tensor> forward(Call c) {
    double[] x = c.in(0).host().doubles();
    double[] n = bases(c, x);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * StrictMath.pow(n[i], -c.attrs().number("beta"));
    }
    return c.result(y);
  }

  private static List<Tensor> backward(Call c) {
    double[] dy = c.in(0).host().doubles();
    double[] x = c.in(1).host().doubles();
    double[] y = c.in(2).host().doubles();
    double beta = c.attrs().number("beta");
    double[] n = bases(c, x);
    double[] along = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      along[i] = dy[i] * y[i] / n[i];
    }
    double[] sums = windowSums(c, along);
    double[] dx = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double cross = 2 * c.attrs().number("alpha") * beta * x[i] * sums[i];
      dx[i] = dy[i] * StrictMath.pow(n[i], -beta) - cross;
    }
    return c.result(dx);
  }

  private static Tensor base(Pullback p) {
    Tensor sums = localSum(square(p.x(1)), p.attrs());
    return add(multiply(sums, p.attrs().number("alpha")), p.attrs().number("bias"));
  }

  private static double beta(Pullback p) {
    return p.attrs().number("beta");
  }

  /** {@code 2·alpha·β}. */
  private static double weight(Pullback p) {
    return 2 * p.attrs().number("alpha") * beta(p);
  }

  /** {@code W(a·x)}, a the cotangent. */
  private static Tensor across(Pullback p) {
    return localSum(multiply(p.dy(), p.x(1)), p.attrs());
  }

  /** {@code a·n^−β − 2·alpha·β·(y/n)·W(a·x)}. */
  private static Tensor gradVjpGrads(Pullback p) {
    Tensor n = base(p);
    Tensor cross = multiply(multiply(divide(p.x(2), n), across(p)), weight(p));
    return subtract(multiply(p.dy(), pow(n, -beta(p))), cross);
  }

  /** {@code −2·alpha·β·(dy/n)·W(a·x)}. */
  private static Tensor gradVjpOutput(Pullback p) {
    return multiply(multiply(divide(p.x(0), base(p)), across(p)), -weight(p));
  }

  /**
   * {@code −2·alpha·β·a·W(dy·y/n) + 2·alpha·x·W(dn)}, {@code dn = −β·a·dy·n^(−β−1) +
   * 2·alpha·β·(dy·y/n²)·W(a·x)}.
   */
  private static Tensor gradVjpImage(Pullback p) {
    Tensor n = base(p);
    Tensor along = divide(multiply(p.x(0), p.x(2)), n);
    Tensor direct = multiply(multiply(p.dy(), localSum(along, p.attrs())), -weight(p));
    Tensor byPower = multiply(multiply(multiply(p.dy(), p.x(0)), pow(n, -beta(p) - 1)), -beta(p));
    Tensor byQuotient = multiply(divide(multiply(along, across(p)), n), weight(p));
    Tensor dn = localSum(add(byPower, byQuotient), p.attrs());
    Tensor byBase = multiply(multiply(p.x(1), dn), 2 * p.attrs().number("alpha"));
    return add(direct, byBase);
  }

  private static Tensor grad(Attributes attrs, Tensor dy, Tensor x, Tensor y) {
    return Dispatch.one(LRN_GRAD, attrs, dy, x, y);
  }

  private static Tensor localSum(Tensor x, Attributes attrs) {
    return Dispatch.one(LOCAL_SUM, Attributes.of("depth_radius", attrs.integer("depth_radius")), x);
  }
}
