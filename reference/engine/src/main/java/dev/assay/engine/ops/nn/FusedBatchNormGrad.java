package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.rsqrt;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code fused_batch_norm_grad}: the cotangents of x, scale and offset for that of y.
 *
 * <p>Training, per channel, M the mean over its elements, {@code r = 1/√(σ² + ε)}, γ the scale:
 * {@code dx = γ·r·(dy − M dy − x̂·M(dy·x̂))}, {@code dγ = Σ dy·x̂}, {@code dβ = Σ dy}. Inference:
 * the two means are absent. Ioffe and Szegedy 2015, Batch Normalization, section 3.
 *
 * <p>Its own derivative, for cotangents a of dx, g of dγ, b of dβ, with {@code P t = t − M t −
 * x̂·M(t·x̂)} and {@code dr/dx = −r²·x̂/N}:
 *
 * <ul>
 *   <li>by dy: {@code γ·r·P a + g·x̂ + b}
 *   <li>by γ: {@code r·Σ a·P dy}
 *   <li>by x: {@code g·r·P dy − γ·r²·(x̂·M(a·P dy) + M(dy·x̂)·P a + M(a·x̂)·P dy)}
 * </ul>
 */
final class FusedBatchNormGrad {
  static final Op OP =
      Standard.epsilon(
              Op.define("fused_batch_norm_grad")
                  .formula(
                      "scale_backprop = Σ dy·x̂, offset_backprop = Σ dy, x_backprop = scale·(dy − M"
                          + " dy − x̂·M(dy·x̂))/√(σ² + epsilon), in inference scale·dy/√(σ² +"
                          + " epsilon); x̂ = (x − μ)/√(σ² + epsilon), M the mean of a channel")
                  .note(
                      "The adjoint of fused_batch_norm's y. In training μ and σ² are taken from x"
                          + " again, where TensorFlow's kernel is handed them: so its own"
                          + " derivative is complete.")
                  .input("y_backprop", FLOATS, "the shape of x")
                  .input("x", FLOATS, "images or volumes; rank 4 or 5 as data_format says")
                  .input("scale", FLOATS, "[channels]")
                  .optionalInput("mean", FLOATS, "[channels]; in inference only")
                  .optionalInput("variance", FLOATS, "[channels]; in inference only")
                  .outputs("x_backprop", "scale_backprop", "offset_backprop")
                  .attr("epsilon", Type.FLOAT, 0.001, "added to the variance under the root")
                  .choice("data_format", FusedBatchNorm.FORMATS, "where the channels stand")
                  .attr("is_training", Type.BOOL, true, "whether the batch's statistics are used")
                  .sameDType(0, 1)
                  .sameDType(0, 2)
                  .sameDType(0, 3)
                  .sameDType(0, 4)
                  .require(
                      Kind.SHAPE,
                      "y_backprop.shape = x.shape",
                      o -> o.shape(0).compatible(o.shape(1)))
                  .require(
                      Kind.SHAPE,
                      "x.rank = the rank of data_format",
                      o -> FusedBatchNorm.isOfRank(o, 1))
                  .require(
                      Kind.SHAPE,
                      "scale, mean and variance have the shape [channels of x]",
                      o -> FusedBatchNorm.perChannel(o, 1, 2)),
              "epsilon")
          .require(
              Kind.ATTRIBUTE,
              "mean and variance are given in inference, and in training neither",
              o -> o.count() == (isTraining(o.attrs()) ? 3 : 5))
          .shape(FusedBatchNormGrad::types)
          .kernel(FusedBatchNormGrad::backward)
          .vjp("y_backprop", FusedBatchNormGrad::vjpDy)
          .vjp("x", FusedBatchNormGrad::vjpX)
          .vjp("scale", FusedBatchNormGrad::vjpScale)
          .vjp("mean", FusedBatchNormGrad::vjpMean)
          .vjp("variance", FusedBatchNormGrad::vjpVariance)
          .build();

  private FusedBatchNormGrad() {}

  private static boolean isTraining(Attributes attrs) {
    return attrs.flag("is_training");
  }

  private static List<TensorType> types(Operands o) {
    TensorType parameter = TensorType.of(o.in(2));
    return List.of(TensorType.of(o.in(1)), parameter, parameter);
  }

  private static List<Tensor> backward(Call c) {
    double[] dy = c.in(0).host().doubles();
    double[] x = c.in(1).host().doubles();
    double[] scale = c.in(2).host().doubles();
    boolean training = isTraining(c.attrs());
    int channels = scale.length;
    int[] channel =
        Standard.indexAlong(c.in(1).shape(), Standard.channelAxis(c.attrs(), c.in(1).rank()));
    Standard.Statistics s =
        training
            ? Standard.Statistics.of(x, channel, channels)
            : new Standard.Statistics(c.in(3).host().doubles(), c.in(4).host().doubles());
    double[] root = new double[channels];
    Arrays.setAll(root, k -> Math.sqrt(s.variance()[k] + c.attrs().number("epsilon")));
    double[] hat = new double[x.length];
    double[] dScale = new double[channels];
    double[] dOffset = new double[channels];
    for (int i = 0; i < x.length; i++) {
      int k = channel[i];
      hat[i] = (x[i] - s.mean()[k]) / root[k];
      dScale[k] += dy[i] * hat[i];
      dOffset[k] += dy[i];
    }
    double n = channels == 0 ? 0 : (double) x.length / channels;
    double[] dx = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int k = channel[i];
      double own = training ? dy[i] - dOffset[k] / n - hat[i] * (dScale[k] / n) : dy[i];
      dx[i] = scale[k] * own / root[k];
    }
    return c.results(dx, dScale, dOffset);
  }

  static List<Tensor> grad(Attributes attrs, Tensor... inputs) {
    return Dispatch.call(OP, attrs, List.of(inputs));
  }

  private static double epsilon(Pullback p) {
    return p.attrs().number("epsilon");
  }

  /** All axes but that of the channels. */
  private static int[] axes(Pullback p) {
    int rank = p.x(1).rank();
    return Standard.others(rank, Standard.channelAxis(p.attrs(), rank));
  }

  /** One number per channel as it broadcasts with x. */
  private static Tensor spread(Pullback p, Tensor perChannel) {
    return Standard.restored(perChannel, axes(p));
  }

  private static Tensor sum(Pullback p, Tensor t) {
    return Reduce.sum(t, false, axes(p));
  }

  /** x̂, r and M; in inference M is zero, and P the identity. */
  private static Standard standard(Pullback p) {
    if (isTraining(p.attrs())) {
      return Standard.of(p.x(1), epsilon(p), Standard.meanAlong(axes(p)));
    }
    Tensor r = rsqrt(add(spread(p, p.x(4)), epsilon(p)));
    Tensor hat = multiply(subtract(p.x(1), spread(p, p.x(3))), r);
    return new Standard(hat, r, Creation::zerosLike);
  }

  private static Tensor vjpDy(Pullback p) {
    Standard s = standard(p);
    Tensor byX = multiply(spread(p, p.x(2)), s.pull(p.dy(0)));
    Tensor byScale = multiply(spread(p, p.dy(1)), s.hat());
    return add(byX, add(byScale, spread(p, p.dy(2))));
  }

  private static Tensor vjpScale(Pullback p) {
    Standard s = standard(p);
    return sum(p, multiply(p.dy(0), s.pull(p.x(0))));
  }

  private static Tensor vjpX(Pullback p) {
    Standard s = standard(p);
    Tensor dy = s.project(p.x(0));
    Tensor byScale = multiply(spread(p, p.dy(1)), multiply(s.r(), dy));
    Tensor a = p.dy(0);
    Tensor byRoot = multiply(s.hat(), s.mean().apply(multiply(a, dy)));
    Tensor alongDy = multiply(s.mean().apply(multiply(p.x(0), s.hat())), s.project(a));
    Tensor alongA = multiply(s.mean().apply(multiply(a, s.hat())), dy);
    Tensor all = add(byRoot, add(alongDy, alongA));
    // first what is empty in an empty batch, where r is NaN
    return subtract(byScale, multiply(spread(p, p.x(2)), multiply(square(s.r()), all)));
  }

  /** {@code −g·r·Σ dy}: of x̂ in dγ. In training there is no mean. */
  private static Tensor vjpMean(Pullback p) {
    Tensor r = rsqrt(add(p.x(4), epsilon(p)));
    return neg(multiply(multiply(p.dy(1), r), sum(p, p.x(0))));
  }

  /** {@code −½·(γ·Σ a·dy·r + g·Σ dy·x̂)/(σ² + ε)}, by dr/dσ² = −½·r/(σ² + ε). */
  private static Tensor vjpVariance(Pullback p) {
    Standard s = standard(p);
    Tensor byX = multiply(p.x(2), sum(p, multiply(multiply(p.dy(0), p.x(0)), s.r())));
    Tensor byScale = multiply(p.dy(1), sum(p, multiply(p.x(0), s.hat())));
    return divide(multiply(add(byX, byScale), -0.5), add(p.x(4), epsilon(p)));
  }
}
