package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code layer_normalization}: every example by its own mean and variance, every feature with its
 * own gamma and beta. Ba, Kiros, Hinton 2016, Layer Normalization.
 */
final class LayerNormalization {
  static final Op OP =
      Standard.epsilon(
              Op.define("layer_normalization")
                  .formula("output = (x − μ)·gamma/√(σ² + epsilon) + beta, μ and σ² along axis")
                  .note("The biased variance. Without gamma 1, without beta 0.")
                  .note("The axes count ascending, in whatever order they are named.")
                  .input("x", FLOATS, "rank >= 1")
                  .optionalInput("gamma", FLOATS, "the dimensions of x at the axes")
                  .optionalInput("beta", FLOATS, "the dimensions of x at the axes")
                  .attr("axis", Type.INTS, -1L, "the axes of the features; negative from the end")
                  .attr("epsilon", Type.FLOAT, 0.001, "added to the variance under the root")
                  .sameDType(0, 1)
                  .sameDType(0, 2)
                  .require(
                      Kind.ATTRIBUTE,
                      "axis names axes in [-x.rank, x.rank), at least one",
                      LayerNormalization::namesAxes)
                  .require(
                      Kind.ATTRIBUTE,
                      "no axis is named twice",
                      o -> Arrays.stream(axes(o)).distinct().count() == axes(o).length)
                  .require(
                      Kind.SHAPE,
                      "gamma and beta have the dimensions of x at the axes",
                      LayerNormalization::perFeature),
              "epsilon")
          .kernel(LayerNormalization::forward)
          .vjp("x", LayerNormalization::vjpX)
          .vjp("gamma", p -> sum(p, multiply(p.dy(), standard(p).hat())))
          .vjp("beta", p -> sum(p, p.dy()))
          .hard(
              row(new double[] {1, 3, 1, 3}, -0.5, 0.5, -0.5, 0.5),
              row(new double[] {5}, 0),
              row(new double[] {5, 5}, 0, 0),
              row(new double[] {1, Double.NaN}, Double.NaN, Double.NaN),
              row(new double[] {1, Double.POSITIVE_INFINITY}, Double.NaN, Double.NaN),
              row(new double[0]))
          .build();

  private LayerNormalization() {}

  /** A point with epsilon = 3. */
  private static HardPoint row(double[] x, double... y) {
    return HardPoint.row(Attributes.of("epsilon", 3), x, y);
  }

  private static boolean namesAxes(Operands o) {
    List<Long> axes = o.attrs().longs("axis");
    return !axes.isEmpty() && axes.stream().allMatch(a -> Index.isAxis(a, o.shape(0).rank()));
  }

  private static int[] axes(Attributes attrs, int rank) {
    return Arrays.stream(attrs.ints("axis")).map(a -> Index.axis(a, rank)).sorted().toArray();
  }

  private static int[] axes(Operands o) {
    return axes(o.attrs(), o.shape(0).rank());
  }

  private static int[] axes(Pullback p) {
    return axes(p.attrs(), p.x(0).rank());
  }

  /** The axes of the examples: those that are not normalised along. */
  private static int[] others(Pullback p) {
    return Standard.others(p.x(0).rank(), axes(p));
  }

  private static boolean perFeature(Operands o) {
    Shape features = Shape.of(Arrays.stream(axes(o)).map(o.shape(0)::dim).toArray());
    return IntStream.range(1, o.count()).allMatch(i -> o.shape(i).compatible(features));
  }

  private static List<Tensor> forward(Call c) {
    Shape shape = c.in(0).shape();
    int[] axes = axes(c.attrs(), shape.rank());
    int[] examples = Standard.others(shape.rank(), axes);
    int[] features = Axes.cells(shape, examples);
    return Standard.normalize(
        c, Axes.cells(shape, axes), Axes.kept(shape, axes).elements(), features);
  }

  private static Standard standard(Pullback p) {
    return Standard.of(p.x(0), p.attrs().number("epsilon"), Standard.meanAlong(axes(p)));
  }

  private static Tensor vjpX(Pullback p) {
    Tensor dHat =
        p.call().count() > 1 ? multiply(p.dy(), Standard.restored(p.x(1), others(p))) : p.dy();
    return standard(p).pull(dHat);
  }

  private static Tensor sum(Pullback p, Tensor t) {
    return Reduce.sum(t, false, others(p));
  }
}
