package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Normalisation per example and channel ({@code instance_normalization}; Ulyanov, Vedaldi,
 * Lempitsky 2016) or group of adjacent channels ({@code group_normalization}; Wu, He 2018), and the
 * mean of such a group, which is its own adjoint.
 */
final class GroupNormalization {
  static final Op INSTANCE =
      normalization(
              "instance_normalization",
              "output = (x − μ)·gamma[c]/√(σ² + epsilon) + beta[c], μ and σ² per example and"
                  + " channel",
              3)
          .kernel(
              c -> {
                Shape shape = c.in(0).shape();
                int[] axes = spatial(c.attrs(), shape.rank());
                int n = Axes.kept(shape, axes).elements();
                return Standard.normalize(c, Axes.cells(shape, axes), n, channels(c));
              })
          .vjp("x", p -> pull(p, ofInstances(p)))
          .vjp("gamma", p -> perChannel(p, multiply(p.dy(), standard(p, ofInstances(p)).hat())))
          .vjp("beta", p -> perChannel(p, p.dy()))
          .build();

  static final Op GROUP =
      groups(
              normalization(
                  "group_normalization",
                  "output = (x − μ)·gamma[c]/√(σ² + epsilon) + beta[c], μ and σ² per example and"
                      + " group of channels",
                  2))
          .kernel(c -> Standard.normalize(c, cells(c), cellCount(c), channels(c)))
          .vjp("x", p -> pull(p, ofGroups(p)))
          .vjp("gamma", p -> perChannel(p, multiply(p.dy(), standard(p, ofGroups(p)).hat())))
          .vjp("beta", p -> perChannel(p, p.dy()))
          .build();

  static final Op GROUP_MEAN =
      groups(
              images(
                  Op.define("group_mean")
                      .formula(
                          "output[i] = the mean of x over the example and the group of channels"
                              + " that i belongs to")
                      .note("Its own adjoint."),
                  2))
          .kernel(
              c -> {
                int[] cells = cells(c);
                double[] x = c.in(0).host().doubles();
                double[] mean = Standard.Statistics.of(x, cells, cellCount(c)).mean();
                double[] y = new double[x.length];
                for (int i = 0; i < y.length; i++) {
                  y[i] = mean[cells[i]];
                }
                return c.result(y);
              })
          .vjp("x", p -> groupMean(p.dy(), groupAttrs(p.attrs())))
          .build();

  static final List<Op> ROWS = List.of(INSTANCE, GROUP, GROUP_MEAN);

  private GroupNormalization() {}

  private static Op.Builder images(Op.Builder b, int rank) {
    return b.input("x", FLOATS, "rank >= " + rank + "; channels last, or second with NCHW")
        .choice("data_format", List.of("NHWC", "NCHW"), "where the channels stand")
        .require(Kind.SHAPE, "x.rank >= " + rank, o -> o.shape(0).rank() >= rank);
  }

  private static Op.Builder normalization(String name, String formula, int rank) {
    Op.Builder b =
        images(
                Op.define(name)
                    .formula(formula)
                    .note("The biased variance. Without gamma 1, without beta 0."),
                rank)
            .optionalInput("gamma", FLOATS, "[channels]")
            .optionalInput("beta", FLOATS, "[channels]")
            .attr("epsilon", Type.FLOAT, 0.001, "added to the variance under the root")
            .sameDType(0, 1)
            .sameDType(0, 2)
            .require(
                Kind.SHAPE,
                "gamma and beta have the shape [channels of x]",
                o -> FusedBatchNorm.perChannel(o, 0, 1));
    return Standard.epsilon(b, "epsilon");
  }

  private static Op.Builder groups(Op.Builder b) {
    return b.attr("groups", Type.INT, "into how many groups the channels are cut")
        .require(Kind.ATTRIBUTE, "groups is in [1, 2³¹)", o -> isCount(o.attrs().integer("groups")))
        .require(Kind.SHAPE, "groups divides the channels of x", GroupNormalization::divides);
  }

  private static boolean isCount(long n) {
    return 1 <= n && n <= Integer.MAX_VALUE;
  }

  private static boolean divides(Operands o) {
    int channels = o.shape(0).dim(Standard.channelAxis(o.attrs(), o.shape(0).rank()));
    return channels == Shape.UNKNOWN || channels % o.attrs().int32("groups") == 0;
  }

  /** The axes within a channel of an example. */
  private static int[] spatial(Attributes attrs, int rank) {
    return Standard.others(rank, 0, Standard.channelAxis(attrs, rank));
  }

  /** The channel of every element. */
  private static int[] channels(Call c) {
    Shape shape = c.in(0).shape();
    return Standard.indexAlong(shape, Standard.channelAxis(c.attrs(), shape.rank()));
  }

  private static int cellCount(Call c) {
    // of no elements there are no cells to look at, however many groups are asked for
    return c.in(0).size() == 0 ? 0 : c.in(0).shape().dim(0) * c.attrs().int32("groups");
  }

  /** The group of every element, counted through all examples. */
  private static int[] cells(Call c) {
    Shape shape = c.in(0).shape();
    int[] cells = channels(c);
    int groups = c.attrs().int32("groups");
    int perGroup = shape.dim(Standard.channelAxis(c.attrs(), shape.rank())) / groups;
    for (int i = 0; i < cells.length; i++) {
      int example = i / (cells.length / shape.dim(0));
      cells[i] = example * groups + cells[i] / perGroup;
    }
    return cells;
  }

  private static UnaryOperator<Tensor> ofInstances(Pullback p) {
    return Standard.meanAlong(spatial(p.attrs(), p.x(0).rank()));
  }

  private static UnaryOperator<Tensor> ofGroups(Pullback p) {
    return t -> groupMean(t, groupAttrs(p.attrs()));
  }

  private static Standard standard(Pullback p, UnaryOperator<Tensor> mean) {
    return Standard.of(p.x(0), p.attrs().number("epsilon"), mean);
  }

  /** All axes but that of the channels. */
  private static int[] others(Pullback p) {
    int rank = p.x(0).rank();
    return Standard.others(rank, Standard.channelAxis(p.attrs(), rank));
  }

  private static Tensor pull(Pullback p, UnaryOperator<Tensor> mean) {
    Tensor dHat =
        p.call().count() > 1 ? multiply(p.dy(), Standard.restored(p.x(1), others(p))) : p.dy();
    return standard(p, mean).pull(dHat);
  }

  private static Tensor perChannel(Pullback p, Tensor t) {
    return Reduce.sum(t, false, others(p));
  }

  private static Attributes groupAttrs(Attributes attrs) {
    return Attributes.of("groups", attrs.integer("groups"))
        .and("data_format", attrs.text("data_format"));
  }

  static Tensor groupMean(Tensor x, Attributes attrs) {
    return Dispatch.one(GROUP_MEAN, attrs, x);
  }
}
