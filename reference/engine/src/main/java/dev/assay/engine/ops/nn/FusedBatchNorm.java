package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.maximum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
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
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code fused_batch_norm}: batch normalisation of the channels of images and volumes. In training
 * with the statistics of the batch, which move the running ones, in inference with those given.
 *
 * <p>Training, per channel of N elements: {@code y = x̂·scale + offset}, x̂ by the biased variance
 * v; the running variance takes up the unbiased one, {@code v·N/max(N − 1, 1)}.
 */
final class FusedBatchNorm {
  static final List<String> FORMATS = List.of("NHWC", "NCHW", "NDHWC", "NCDHW");

  static final Op OP =
      Standard.epsilon(
              Op.define("fused_batch_norm")
                  .formula(
                      "y = (x − μ)·scale/√(σ² + epsilon) + offset per channel; training: μ, σ² of"
                          + " the batch, batch_mean = (1 − f)·mean + f·μ, batch_variance ="
                          + " (1 − f)·variance + f·σ²·N/max(N − 1, 1), f = exponential_avg_factor;"
                          + " inference: μ, σ² and the results are mean and variance")
                  .note(
                      "N elements per channel. y is by the biased variance, batch_variance is the"
                          + " unbiased one; of a single element both are 0.")
                  .note("With f = 1 a mean and a variance that are given are not looked at.")
                  .note("An empty batch: in training batch_mean and batch_variance are NaN.")
                  .note(
                      "The derivative goes through the statistics of the batch, and through"
                          + " batch_mean and batch_variance; TensorFlow drops cotangents of these"
                          + " two. In inference mean and variance have derivatives as well.")
                  .input("x", FLOATS, "images or volumes; rank 4 or 5 as data_format says")
                  .input("scale", FLOATS, "[channels]")
                  .input("offset", FLOATS, "[channels]")
                  .optionalInput("mean", FLOATS, "[channels]; the running mean")
                  .optionalInput("variance", FLOATS, "[channels]; the running variance")
                  .outputs("y", "batch_mean", "batch_variance")
                  .attr("epsilon", Type.FLOAT, 0.001, "added to the variance under the root")
                  .choice("data_format", FORMATS, "where the channels stand")
                  .attr("is_training", Type.BOOL, true, "whether the batch's statistics are used")
                  .attr(
                      "exponential_avg_factor",
                      Type.FLOAT,
                      1.0,
                      "the weight of the batch in the running statistics")
                  .sameDType(0, 1)
                  .sameDType(0, 2)
                  .sameDType(0, 3)
                  .sameDType(0, 4)
                  .require(Kind.SHAPE, "x.rank = the rank of data_format", o -> isOfRank(o, 0))
                  .require(
                      Kind.SHAPE,
                      "scale, offset, mean and variance have the shape [channels of x]",
                      o -> perChannel(o, 0, 1)),
              "epsilon")
          .require(
              Kind.ATTRIBUTE,
              "0 <= exponential_avg_factor <= 1",
              o -> factor(o.attrs()) >= 0 && factor(o.attrs()) <= 1)
          .require(
              Kind.ATTRIBUTE,
              "mean and variance are given in inference and where exponential_avg_factor is not 1,"
                  + " and never one alone",
              o -> o.count() == 5 || o.count() == 3 && !usesGiven(o.attrs()))
          .shape(FusedBatchNorm::types)
          .kernel(FusedBatchNorm::forward)
          .vjp("x", FusedBatchNorm::vjpX)
          .vjp("scale", p -> grad(p).get(1))
          .vjp("offset", p -> grad(p).get(2))
          .vjp("mean", FusedBatchNorm::vjpMean)
          .vjp("variance", FusedBatchNorm::vjpVariance)
          .hard(
              point(0, 7, Double.NaN),
              point(1, 7, 3),
              point(1, Double.POSITIVE_INFINITY, Double.NaN),
              point(1, Double.NaN, Double.NaN))
          .build();

  private FusedBatchNorm() {}

  /** One element: the mean takes it away. Offset 3. */
  private static HardPoint point(double epsilon, double x, double y) {
    Tensor two = Tensor.of(new double[] {2});
    return new HardPoint(
        List.of(image(x), two, Tensor.of(new double[] {3})),
        Attributes.of("epsilon", epsilon),
        image(y),
        List.of());
  }

  private static Tensor image(double x) {
    return Tensor.of(DType.FLOAT64, Shape.of(1, 1, 1, 1), x);
  }

  static boolean isOfRank(Operands o, int input) {
    return o.shape(input).rank() == o.attrs().text("data_format").length();
  }

  /** Whether the inputs from {@code first} on have one element per channel of input {@code x}. */
  static boolean perChannel(Operands o, int x, int first) {
    int channels = o.shape(x).dim(Standard.channelAxis(o.attrs(), o.shape(x).rank()));
    boolean all = true;
    for (int i = first; i < o.count(); i++) {
      all &= o.shape(i).rank() == 1 && Shape.dimsAgree(o.shape(i).dim(0), channels);
    }
    return all;
  }

  private static double factor(Attributes attrs) {
    return attrs.number("exponential_avg_factor");
  }

  private static boolean isTraining(Attributes attrs) {
    return attrs.flag("is_training");
  }

  private static boolean usesGiven(Attributes attrs) {
    return !isTraining(attrs) || factor(attrs) != 1;
  }

  private static List<TensorType> types(Operands o) {
    TensorType statistic = new TensorType(o.dtype(0), o.shape(1));
    return List.of(TensorType.of(o.in(0)), statistic, statistic);
  }

  private static List<Tensor> forward(Call c) {
    double[] x = c.in(0).host().doubles();
    double[] scale = c.in(1).host().doubles();
    double[] offset = c.in(2).host().doubles();
    double epsilon = c.attrs().number("epsilon");
    int[] channel =
        Standard.indexAlong(c.in(0).shape(), Standard.channelAxis(c.attrs(), c.in(0).rank()));
    Standard.Statistics used =
        isTraining(c.attrs())
            ? Standard.Statistics.of(x, channel, scale.length)
            : new Standard.Statistics(c.in(3).host().doubles(), c.in(4).host().doubles());
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int k = channel[i];
      double hat = (x[i] - used.mean()[k]) / Math.sqrt(used.variance()[k] + epsilon);
      y[i] = hat * scale[k] + offset[k];
    }
    if (!isTraining(c.attrs())) {
      return c.results(y, used.mean(), used.variance());
    }
    double n = scale.length == 0 ? 0 : (double) x.length / scale.length;
    double[] mean = used.mean().clone();
    double[] variance = used.variance().clone();
    double f = factor(c.attrs());
    for (int k = 0; k < mean.length; k++) {
      variance[k] *= n / Math.max(n - 1, 1);
      if (f != 1) {
        mean[k] = (1 - f) * c.in(3).host().doubles()[k] + f * mean[k];
        variance[k] = (1 - f) * c.in(4).host().doubles()[k] + f * variance[k];
      }
    }
    return c.results(y, mean, variance);
  }

  private static List<Tensor> grad(Pullback p) {
    Attributes attrs =
        Attributes.of("epsilon", p.attrs().number("epsilon"))
            .and("data_format", p.attrs().text("data_format"))
            .and("is_training", isTraining(p.attrs()));
    return isTraining(p.attrs())
        ? FusedBatchNormGrad.grad(attrs, p.dy(), p.x(0), p.x(1))
        : FusedBatchNormGrad.grad(attrs, p.dy(), p.x(0), p.x(1), p.x(3), p.x(4));
  }

  /** That of y, and in training {@code f·dmean/N + 2f·dvariance·(x − μ)/max(N − 1, 1)}. */
  private static Tensor vjpX(Pullback p) {
    Tensor byY = grad(p).get(0);
    if (!isTraining(p.attrs())) {
      return byY;
    }
    Tensor x = p.x(0);
    int channels = Standard.channelAxis(p.attrs(), x.rank());
    int[] axes = Standard.others(x.rank(), channels);
    Tensor n = Standard.count(x, axes);
    double f = factor(p.attrs());
    Tensor byMean = divide(multiply(Standard.restored(p.dy(1), axes), f), n);
    Tensor perDeviation =
        divide(multiply(Standard.restored(p.dy(2), axes), 2 * f), maximum(subtract(n, 1), 1));
    Tensor deviation = subtract(x, Reduce.mean(x, true, axes));
    return add(byY, add(byMean, multiply(perDeviation, deviation)));
  }

  /** Training: {@code (1 − f)·dmean}. Inference: {@code dmean − scale·Σ dy/√(σ² + ε)}. */
  private static Tensor vjpMean(Pullback p) {
    if (isTraining(p.attrs())) {
      return carried(p, p.dy(1));
    }
    Tensor r = rsqrt(add(p.x(4), p.attrs().number("epsilon")));
    return subtract(p.dy(1), multiply(multiply(p.x(1), r), grad(p).get(2)));
  }

  /** Inference: {@code dvariance − ½·scale·dscale/(σ² + ε)}. */
  private static Tensor vjpVariance(Pullback p) {
    if (isTraining(p.attrs())) {
      return carried(p, p.dy(2));
    }
    Tensor total = add(p.x(4), p.attrs().number("epsilon"));
    Tensor halved = multiply(multiply(p.x(1), grad(p).get(1)), 0.5);
    return subtract(p.dy(2), divide(halved, total));
  }

  private static Tensor carried(Pullback p, Tensor cotangent) {
    double f = factor(p.attrs());
    return f == 1 ? Creation.zerosLike(cotangent) : multiply(cotangent, 1 - f);
  }
}
