package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

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
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Mean and population variance along axes, plain and weighted, in two passes. */
final class Moments {
  private static final String FULL =
      "TensorFlow takes the mean in the variance as a constant: the same gradient, but other second"
          + " derivatives. Here they are those of the formula.";

  static final Op MOMENTS =
      results(
              Op.define("moments")
                  .formula("mean = Σ x / n, variance = Σ (x − mean)² / n along axes")
                  .note(
                      "The variance of the population: n, not n − 1. NaN where nothing is summed.")
                  .note(FULL)
                  .input("x", FLOATS, "any shape"))
          .kernel(Moments::moments)
          .vjp("x", Moments::momentsVjp)
          .hard(
              mean(3, 3),
              mean(2, 1, 3),
              mean(Double.NaN, 1, Double.NaN),
              mean(Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY),
              mean(Double.NaN))
          .build();

  static final Op WEIGHTED_MOMENTS =
      results(
              Op.define("weighted_moments")
                  .formula(
                      "mean = Σ w·x / Σ w, variance = Σ w·(x − mean)² / Σ w along axes,"
                          + " w = frequency_weights")
                  .note("Where the weights sum to 0, as those of nothing do, NaN or infinite.")
                  .note(FULL)
                  .input("x", FLOATS, "any shape")
                  .input("frequency_weights", FLOATS, "a shape that broadcasts to that of x")
                  .sameDType(0, 1))
          .require(
              Kind.SHAPE,
              "frequency_weights.shape broadcasts to x.shape",
              o -> Like.stretches(o.shape(1), o.shape(0)))
          .kernel(Moments::weighted)
          .vjp("x", Moments::weightedVjpX)
          .vjp("frequency_weights", Moments::weightedVjpWeights)
          .build();

  static final List<Op> ROWS = List.of(MOMENTS, WEIGHTED_MOMENTS);

  private Moments() {}

  /** Declares axes, keepdims and the two results. */
  private static Op.Builder results(Op.Builder b) {
    return Norms.axes(b, "axes")
        .attr("keepdims", Type.BOOL, false, "whether reduced axes stay as dimensions of size 1")
        .outputs("mean", "variance")
        .shape(
            o -> {
              Shape kept = Axes.kept(o.shape(0), axes(o.attrs(), o.shape(0).rank()));
              Shape shape = o.attrs().flag("keepdims") ? kept : withoutAxes(o);
              TensorType type = new TensorType(o.dtype(0), shape);
              return List.of(type, type);
            });
  }

  private static HardPoint mean(double mean, double... x) {
    return HardPoint.row(Attributes.of("axes", 0).and("keepdims", true), x, new double[] {mean});
  }

  /** The axes that are reduced, ascending. */
  private static int[] axes(Attributes attrs, int rank) {
    int[] axes = Norms.axes(attrs, "axes", rank);
    Arrays.sort(axes);
    return axes;
  }

  private static int[] axes(Pullback p) {
    return axes(p.attrs(), p.x(0).rank());
  }

  private static Shape withoutAxes(Operands o) {
    int rank = o.shape(0).rank();
    int[] kept = Standard.others(rank, axes(o.attrs(), rank));
    return Shape.of(Arrays.stream(kept).map(o.shape(0)::dim).toArray());
  }

  private static List<Tensor> moments(Call c) {
    Shape shape = c.in(0).shape();
    int[] axes = axes(c.attrs(), shape.rank());
    double[] x = c.in(0).host().doubles();
    Standard.Statistics s =
        Standard.Statistics.of(x, Axes.cells(shape, axes), c.output().shape().elements());
    return c.results(s.mean(), s.variance());
  }

  private static List<Tensor> weighted(Call c) {
    Shape shape = c.in(0).shape();
    int[] cells = Axes.cells(shape, axes(c.attrs(), shape.rank()));
    int[] repeated = Index.broadcast(c.in(1).shape(), shape);
    double[] x = c.in(0).host().doubles();
    double[] w = c.in(1).host().doubles();
    int n = c.output().shape().elements();
    double[] total = new double[n];
    double[] mean = new double[n];
    for (int i = 0; i < x.length; i++) {
      total[cells[i]] += w[repeated[i]];
      mean[cells[i]] += w[repeated[i]] * x[i];
    }
    for (int k = 0; k < n; k++) {
      mean[k] /= total[k];
    }
    double[] variance = new double[n];
    for (int i = 0; i < x.length; i++) {
      double d = x[i] - mean[cells[i]];
      variance[cells[i]] += w[repeated[i]] * (d * d);
    }
    for (int k = 0; k < n; k++) {
      variance[k] /= total[k];
    }
    return c.results(mean, variance);
  }

  /** A result or its cotangent with the reduced axes put back. */
  private static Tensor restored(Pullback p, Tensor t) {
    return p.attrs().flag("keepdims") ? t : Standard.restored(t, axes(p));
  }

  private static Tensor deviation(Pullback p) {
    return subtract(p.x(0), restored(p, p.y()));
  }

  /** {@code dmean + 2·dvariance·(x − mean)}: the cotangent of x but for its share of the mean. */
  private static Tensor slope(Pullback p) {
    Tensor spread = multiply(multiply(restored(p, p.dy(1)), deviation(p)), 2);
    return add(restored(p, p.dy(0)), spread);
  }

  private static Tensor momentsVjp(Pullback p) {
    return divide(slope(p), Standard.count(p.x(0), axes(p)));
  }

  private static Tensor totalWeight(Pullback p) {
    return Reduce.sum(Like.broadcastLike(p.x(1), p.x(0)), true, axes(p));
  }

  private static Tensor weightedVjpX(Pullback p) {
    return multiply(divide(p.x(1), totalWeight(p)), slope(p));
  }

  /** {@code (dmean·(x − mean) + dvariance·((x − mean)² − variance)) / Σ w}. */
  private static Tensor weightedVjpWeights(Pullback p) {
    Tensor d = deviation(p);
    Tensor byMean = multiply(restored(p, p.dy(0)), d);
    Tensor beyond = subtract(square(d), restored(p, p.outputs().get(1)));
    Tensor each = add(byMean, multiply(restored(p, p.dy(1)), beyond));
    return Like.sumLike(divide(each, totalWeight(p)), p.x(1));
  }
}
