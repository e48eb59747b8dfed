package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.rsqrt;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code batch_normalization}: standardised by a given mean and variance, scaled and moved. */
final class BatchNormalization {
  static final Op OP =
      Standard.epsilon(
              Op.define("batch_normalization")
                  .formula("output = (x − mean)·scale / √(variance + variance_epsilon) + offset")
                  .note(
                      "Without offset 0, without scale 1; a scale without an offset needs one of 0.")
                  .note("NaN where variance + variance_epsilon < 0.")
                  .input("x", FLOATS, "any shape")
                  .input("mean", FLOATS, "a shape that broadcasts to that of x")
                  .input("variance", FLOATS, "a shape that broadcasts to that of x")
                  .optionalInput("offset", FLOATS, "a shape that broadcasts to that of x")
                  .optionalInput("scale", FLOATS, "a shape that broadcasts to that of x")
                  .attr("variance_epsilon", Type.FLOAT, "added to the variance under the root")
                  .sameDType(0, 1)
                  .sameDType(0, 2)
                  .sameDType(0, 3)
                  .sameDType(0, 4)
                  .require(
                      Kind.SHAPE,
                      "mean, variance, offset and scale broadcast to x.shape",
                      BatchNormalization::stretch),
              "variance_epsilon")
          .kernel(BatchNormalization::forward)
          .vjp("x", p -> multiply(p.dy(), perUnit(p)))
          .vjp("mean", p -> Like.sumLike(neg(multiply(p.dy(), perUnit(p))), p.x(1)))
          .vjp("variance", BatchNormalization::vjpVariance)
          .vjp("offset", p -> Like.sumLike(p.dy(), p.x(3)))
          .vjp("scale", p -> Like.sumLike(multiply(p.dy(), standardised(p)), p.x(4)))
          .hard(
              point(5, 4, 1, 4, 1),
              point(0, 3, 1, 4, 1),
              point(0, 1, 1, 0, Double.NaN),
              point(0, 2, 1, 0, Double.POSITIVE_INFINITY),
              point(0, 2, 1, -1, Double.NaN))
          .build();

  private BatchNormalization() {}

  /** A call without scale and offset. */
  private static HardPoint point(double epsilon, double x, double mean, double variance, double y) {
    return new HardPoint(
        List.of(Tensor.of(x), Tensor.of(mean), Tensor.of(variance)),
        Attributes.of("variance_epsilon", epsilon),
        Tensor.of(y),
        List.of());
  }

  private static boolean stretch(Operands o) {
    boolean all = true;
    for (int i = 1; i < o.count(); i++) {
      all &= Like.stretches(o.shape(i), o.shape(0));
    }
    return all;
  }

  private static List<Tensor> forward(Call c) {
    double epsilon = c.attrs().number("variance_epsilon");
    double[] y = c.in(0).host().doubles().clone();
    double[] mean = c.in(1).host().doubles();
    double[] variance = c.in(2).host().doubles();
    int[] toMean = repeated(c, 1);
    int[] toVariance = repeated(c, 2);
    for (int i = 0; i < y.length; i++) {
      y[i] = (y[i] - mean[toMean[i]]) / Math.sqrt(variance[toVariance[i]] + epsilon);
    }
    if (c.count() > 4) {
      double[] scale = c.in(4).host().doubles();
      int[] toScale = repeated(c, 4);
      for (int i = 0; i < y.length; i++) {
        y[i] *= scale[toScale[i]];
      }
    }
    if (c.count() > 3) {
      double[] offset = c.in(3).host().doubles();
      int[] toOffset = repeated(c, 3);
      for (int i = 0; i < y.length; i++) {
        y[i] += offset[toOffset[i]];
      }
    }
    return c.result(y);
  }

  /** For every element of x the offset of its mean, variance, offset or scale. */
  private static int[] repeated(Call c, int input) {
    return Index.broadcast(c.in(input).shape(), c.in(0).shape());
  }

  private static Tensor total(Pullback p) {
    return add(p.x(2), p.attrs().number("variance_epsilon"));
  }

  /** {@code scale/√(variance + ε)}: the derivative by x. */
  private static Tensor perUnit(Pullback p) {
    Tensor r = rsqrt(total(p));
    return p.call().count() > 4 ? multiply(r, p.x(4)) : r;
  }

  private static Tensor standardised(Pullback p) {
    return multiply(subtract(p.x(0), p.x(1)), rsqrt(total(p)));
  }

  /** {@code −½·Σ dy·scale·(x − mean)/(variance + ε)^(3/2)}. */
  private static Tensor vjpVariance(Pullback p) {
    Tensor each = multiply(multiply(p.dy(), perUnit(p)), subtract(p.x(0), p.x(1)));
    return Like.sumLike(multiply(divide(each, total(p)), -0.5), p.x(2));
  }
}
