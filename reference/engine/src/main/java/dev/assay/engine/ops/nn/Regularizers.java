package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.sign;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Penalties on the size of weights, as tf.contrib.layers had them. Summed in row-major order. */
final class Regularizers {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final String AT_ZERO = "At an element of 0 the derivative of |t| is 0.";

  static final Op L1 =
      checked(
              weights("l1_regularizer", "output = scale·Σ |t|")
                  .note(AT_ZERO)
                  .attr("scale", Type.FLOAT, "the weight of the penalty"),
              "scale")
          .kernel(c -> c.result(new double[] {scale(c, "scale") * sumOfSizes(c)}))
          .vjp("t", p -> multiply(multiply(sign(p.x(0)), p.dy()), p.attrs().number("scale")))
          .hard(
              point("scale", 0.0, 0, 0),
              point("scale", -3, 1.5, -0.5),
              point("scale", -INF, INF, -0.5))
          .build();

  static final Op L2 =
      checked(
              weights("l2_regularizer", "output = scale·Σ t² / 2")
                  .attr("scale", Type.FLOAT, "the weight of the penalty"),
              "scale")
          .kernel(c -> c.result(new double[] {scale(c, "scale") * halfSquares(c)}))
          .vjp("t", p -> multiply(multiply(p.x(0), p.dy()), p.attrs().number("scale")))
          .hard(
              point("scale", 0.0, 0, 0), point("scale", -4, 4, -2), point("scale", -INF, INF, -INF))
          .build();

  static final Op L1_L2 =
      checked(
              checked(
                  weights("l1_l2_regularizer", "output = scale_l1·Σ |t| + scale_l2·Σ t² / 2")
                      .note(AT_ZERO)
                      .attr("scale_l1", Type.FLOAT, 1.0, "the weight of Σ |t|")
                      .attr("scale_l2", Type.FLOAT, 1.0, "the weight of Σ t² / 2"),
                  "scale_l1"),
              "scale_l2")
          .kernel(
              c ->
                  c.result(
                      new double[] {
                        scale(c, "scale_l1") * sumOfSizes(c) + scale(c, "scale_l2") * halfSquares(c)
                      }))
          .vjp(
              "t",
              p ->
                  multiply(
                      add(
                          multiply(sign(p.x(0)), p.attrs().number("scale_l1")),
                          multiply(p.x(0), p.attrs().number("scale_l2"))),
                      p.dy()))
          .hard(point("scale_l1", 0.0, 0, 0), point("scale_l1", -4, 10, -4.5))
          .build();

  static final List<Op> ROWS = List.of(L1, L2, L1_L2);

  private Regularizers() {}

  private static Op.Builder weights(String name, String formula) {
    return Op.define(name)
        .formula(formula)
        .note("Of no elements 0.")
        .input("t", FLOATS, "any shape")
        .type(o -> new TensorType(o.dtype(0), Shape.scalar()));
  }

  private static Op.Builder checked(Op.Builder b, String scale) {
    return b.require(
        Kind.ATTRIBUTE,
        scale + " is finite and >= 0",
        o -> o.attrs().number(scale) >= 0 && o.attrs().number(scale) <= Double.MAX_VALUE);
  }

  /** A point with a scale of ½. */
  private static HardPoint point(String scale, double t, double y, double slope) {
    return HardPoint.of(Attributes.of(scale, 0.5), t, y, slope);
  }

  private static double scale(Call c, String name) {
    return c.attrs().number(name);
  }

  private static double sumOfSizes(Call c) {
    double sum = 0;
    for (double t : c.in(0).host().doubles()) {
      sum += Math.abs(t);
    }
    return sum;
  }

  private static double halfSquares(Call c) {
    double sum = 0;
    for (double t : c.in(0).host().doubles()) {
      sum += t * t;
    }
    return sum / 2;
  }
}
