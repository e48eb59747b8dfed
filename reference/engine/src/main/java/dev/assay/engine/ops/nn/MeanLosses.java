package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.maximum;
import static dev.assay.engine.ops.elementwise.Maths.minimum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.scalar;
import static dev.assay.engine.ops.elementwise.Maths.sign;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.nn.Masks.onlyWhere;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/** Rows of the losses that are a mean over all elements of a function of label and prediction. */
final class MeanLosses {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op MEAN_SQUARED_ERROR =
      mean("mean_squared_error", "predictions", a -> MeanLosses::squaredError)
          .formula("output = Σ (predictions − labels)² / n")
          .vjp("labels", p -> multiply(share(p), multiply(error(p), -2)))
          .vjp("predictions", p -> multiply(share(p), multiply(error(p), 2)))
          .hard(HardPoint.of2(1, -2, 9), HardPoint.of2(INF, INF, Double.NaN))
          .build();

  static final Op MEAN_ABSOLUTE_ERROR =
      mean("mean_absolute_error", "predictions", a -> (z, x) -> Math.abs(x - z))
          .formula("output = Σ |predictions − labels| / n")
          .note("Where a prediction is exact the derivative is 0.")
          .vjp("labels", p -> multiply(share(p), sign(subtract(p.x(0), p.x(1)))))
          .vjp("predictions", p -> multiply(share(p), sign(error(p))))
          .hard(
              HardPoint.of2(2, 2, 0, 0),
              HardPoint.of2(2, 3, 1, -1),
              HardPoint.of2(INF, INF, Double.NaN))
          .build();

  static final Op HUBER_LOSS =
      mean("huber_loss", "predictions", MeanLosses::huber)
          .formula(
              "output = Σ h(predictions − labels) / n, h(e) = e²/2 if |e| ≤ δ else δ·(|e| − δ/2)")
          .note("Huber 1964, Robust Estimation of a Location Parameter. Smooth at |e| = δ.")
          .attr("delta", Type.FLOAT, 1.0, "δ: where the parabola becomes a line")
          .require(Kind.ATTRIBUTE, "delta is finite and > 0", MeanLosses::isDelta)
          .vjp("labels", p -> neg(multiply(share(p), clippedError(p))))
          .vjp("predictions", p -> multiply(share(p), clippedError(p)))
          .hard(
              HardPoint.of2(0, 1, 0.5, -1),
              HardPoint.of2(0, -1, 0.5, 1),
              wide(5, 1, 6, 2),
              HardPoint.of2(0, -INF, INF))
          .build();

  static final Op HINGE_LOSS =
      mean("hinge_loss", "logits", a -> (z, x) -> Math.max(0, 1 - (2 * z - 1) * x))
          .formula("output = Σ max(0, 1 − (2·labels − 1)·logits) / n")
          .note("Labels 0 and 1 stand for −1 and 1. At the margin the derivative is 0.")
          .vjp("labels", p -> multiply(share(p), inMargin(p, multiply(p.x(1), -2))))
          .vjp("logits", p -> multiply(share(p), inMargin(p, neg(signs(p)))))
          .hard(
              HardPoint.of2(1, 1, 0, 0),
              HardPoint.of2(0, -1, 0, 0),
              HardPoint.of2(1, 0.5, 0.5, -1),
              HardPoint.of2(0, 3, 4, -6),
              HardPoint.of2(1, INF, 0),
              HardPoint.of2(0, INF, INF))
          .build();

  static final List<Op> ROWS =
      List.of(MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER_LOSS, HINGE_LOSS);

  private MeanLosses() {}

  /** The frame of a mean over all elements of {@code f(label, prediction)}. */
  private static Op.Builder mean(
      String name, String second, Function<Attributes, DoubleBinaryOperator> f) {
    return Op.define(name)
        .note("n is the number of elements. Of no elements NaN.")
        .input("labels", FLOATS, "any shape")
        .input(second, FLOATS, "the shape of labels")
        .sameDType(0, 1)
        .require(
            Kind.SHAPE,
            "labels.shape = " + second + ".shape",
            o -> o.shape(0).compatible(o.shape(1)))
        .type(o -> new TensorType(o.dtype(0), Shape.scalar()))
        .kernel(c -> c.result(new double[] {mean(c, f.apply(c.attrs()))}));
  }

  private static double mean(Call c, DoubleBinaryOperator f) {
    double[] z = c.in(0).host().doubles();
    double[] x = c.in(1).host().doubles();
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += f.applyAsDouble(z[i], x[i]);
    }
    return sum / z.length;
  }

  /** A point with delta = 2. */
  private static HardPoint wide(double label, double prediction, double loss, double slope) {
    return new HardPoint(
        List.of(Tensor.of(label), Tensor.of(prediction)),
        Attributes.of("delta", 2),
        Tensor.of(loss),
        List.of(slope));
  }

  private static double squaredError(double z, double x) {
    return (x - z) * (x - z);
  }

  private static DoubleBinaryOperator huber(Attributes attrs) {
    double delta = attrs.number("delta");
    return (z, x) -> {
      double e = Math.abs(x - z);
      return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
    };
  }

  private static boolean isDelta(Operands o) {
    double delta = o.attrs().number("delta");
    return delta > 0 && delta <= Double.MAX_VALUE;
  }

  /** {@code dy/n}: the part of one element. */
  private static Tensor share(Pullback p) {
    Tensor x = p.x(0);
    Tensor n =
        x.shape().isKnown()
            ? scalar(x.size(), x)
            : Like.sumLike(Like.broadcastLike(scalar(1, x), x), p.y());
    return divide(p.dy(), n);
  }

  private static Tensor error(Pullback p) {
    return subtract(p.x(1), p.x(0));
  }

  /** The error, cut to [−δ, δ]. */
  private static Tensor clippedError(Pullback p) {
    Tensor e = error(p);
    double delta = p.attrs().number("delta");
    return minimum(maximum(e, -delta), delta);
  }

  /** {@code 2·labels − 1}. */
  private static Tensor signs(Pullback p) {
    return add(multiply(p.x(0), 2), -1);
  }

  /** {@code slope} where the example lies within the margin, else 0. */
  private static Tensor inMargin(Pullback p, Tensor slope) {
    Tensor loss = subtract(1, multiply(signs(p), p.x(1)));
    return onlyWhere(greater(loss, 0), slope);
  }
}
