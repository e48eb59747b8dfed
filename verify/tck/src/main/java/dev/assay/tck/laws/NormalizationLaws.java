package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Identities of moments and of what is normalised by them. */
final class NormalizationLaws {
  private static final double EPSILON = 0.25;
  private static final Attributes STANDARD = Attributes.of("epsilon", EPSILON);
  private static final Attributes GIVEN = Attributes.of("variance_epsilon", EPSILON);
  private static final Attributes INFERENCE = STANDARD.and("is_training", false);
  private static final Attributes PIXELS = Attributes.of("axes", List.of(0, 1, 2));
  private static final Attributes SUM = Attributes.of("axis", List.of(0, 1, 2));

  private NormalizationLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "moments-by-reductions",
            "moments(x) = mean x, variance x",
            "moments reduce_mean reduce_variance",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(0, 3), REAL);
              List<Term> m = c.all("moments", Attributes.none(), x);
              c.alike(m.get(0), c.op("reduce_mean", x));
              c.alike(m.get(1), c.op("reduce_variance", x));
            }),
        Law.of(
            "moments-of-equal-weights",
            "weights that are equal change nothing",
            "moments weighted_moments",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(0, 3), REAL);
              List<Term> weighted =
                  c.all("weighted_moments", Attributes.none(), x, c.floats(Shape.of(), POSITIVE));
              List<Term> plain = c.all("moments", Attributes.none(), x);
              c.equal(weighted.get(0), plain.get(0));
              c.equal(weighted.get(1), plain.get(1));
            }),
        Law.of(
            "moments-of-whole-weights",
            "a weight of 2 counts an element twice",
            "concat moments weighted_moments",
            c -> {
              Shape shape = Shape.of(c.draw().positiveSize());
              Term x = c.floats(shape, REAL);
              Term y = c.floats(shape, REAL);
              Attributes row = Attributes.of("axis", 0);
              Term weights = c.op("concat", row, constant(c, shape, 2), constant(c, shape, 1));
              List<Term> m =
                  c.all("weighted_moments", Attributes.none(), c.op("concat", row, x, y), weights);
              List<Term> all = c.all("moments", Attributes.none(), c.op("concat", row, x, x, y));
              c.equal(m.get(0), all.get(0));
              c.equal(m.get(1), all.get(1));
            }),
        Law.of(
            "fused-inference",
            "fused_batch_norm in inference = batch_normalization",
            "batch_normalization fused_batch_norm",
            image(
                (c, x, channel) -> {
                  Term scale = c.floats(channel, REAL);
                  Term offset = c.floats(channel, REAL);
                  Term mean = c.floats(channel, REAL);
                  Term variance = c.floats(channel, POSITIVE);
                  List<Term> y =
                      c.all("fused_batch_norm", INFERENCE, x, scale, offset, mean, variance);
                  c.alike(
                      y.get(0),
                      c.op("batch_normalization", GIVEN, x, mean, variance, offset, scale));
                  c.same(y.get(1), mean);
                  c.same(y.get(2), variance);
                })),
        Law.of(
            "fused-training",
            "fused_batch_norm in training = batch_normalization by its moments",
            "batch_normalization fused_batch_norm moments",
            image(
                (c, x, channel) -> {
                  Term scale = c.floats(channel, REAL);
                  Term offset = c.floats(channel, REAL);
                  List<Term> y = c.all("fused_batch_norm", STANDARD, x, scale, offset);
                  List<Term> m = c.all("moments", PIXELS, x);
                  c.equal(
                      y.get(0),
                      c.op("batch_normalization", GIVEN, x, m.get(0), m.get(1), offset, scale));
                  c.equal(y.get(1), m.get(0));
                })),
        Law.of(
            "fused-unbiased",
            "batch_variance = N/(N − 1)·variance",
            "fused_batch_norm moments multiply",
            image(
                (c, x, channel) -> {
                  List<Term> y = standardised(c, x, channel);
                  double n = (double) x.shape().elements() / channel.dim(0);
                  Term factor = c.scalar(n / (n - 1));
                  c.equal(y.get(2), c.op("multiply", c.all("moments", PIXELS, x).get(1), factor));
                })),
        Law.of(
            "fused-running-averages",
            "batch_mean = (1 − f)·mean + f·batch's, batch_variance alike",
            "add fused_batch_norm multiply",
            image(
                (c, x, channel) -> {
                  Term[] inputs = {
                    x,
                    c.floats(channel, REAL),
                    c.floats(channel, REAL),
                    c.floats(channel, REAL),
                    c.floats(channel, POSITIVE)
                  };
                  List<Term> whole = c.all("fused_batch_norm", STANDARD, inputs);
                  List<Term> part =
                      c.all(
                          "fused_batch_norm",
                          STANDARD.and("exponential_avg_factor", 0.125),
                          inputs);
                  c.alike(part.get(0), whole.get(0));
                  for (int i = 1; i < 3; i++) {
                    c.equal(
                        part.get(i),
                        c.op(
                            "add",
                            c.op("multiply", inputs[i + 2], c.scalar(0.875)),
                            c.op("multiply", whole.get(i), c.scalar(0.125))));
                  }
                })),
        Law.of(
            "fused-standardises",
            "of y the mean is 0 and the variance v/(v + ε)",
            "add divide fused_batch_norm moments zeros_like",
            image(
                (c, x, channel) -> {
                  List<Term> m = c.all("moments", PIXELS, standardised(c, x, channel).get(0));
                  Term v = c.all("moments", PIXELS, x).get(1);
                  c.equal(m.get(0), c.op("zeros_like", v));
                  c.equal(m.get(1), c.op("divide", v, c.op("add", v, c.scalar(EPSILON))));
                })),
        Law.of(
            "fused-of-shifted",
            "a constant added to x changes no y",
            "add fused_batch_norm",
            image(
                (c, x, channel) -> {
                  Term moved = c.op("add", x, c.floats(channel, REAL));
                  c.equal(
                      standardised(c, moved, channel).get(0), standardised(c, x, channel).get(0));
                })),
        Law.of(
            "fused-channels-first",
            "NCHW is NHWC transposed",
            "fused_batch_norm transpose",
            image(
                (c, x, channel) -> {
                  Term first = c.op("transpose", Attributes.of("perm", List.of(0, 3, 1, 2)), x);
                  Term scale = c.floats(channel, REAL);
                  Term offset = c.floats(channel, REAL);
                  List<Term> y =
                      c.all(
                          "fused_batch_norm",
                          STANDARD.and("data_format", "NCHW"),
                          first,
                          scale,
                          offset);
                  List<Term> last = c.all("fused_batch_norm", STANDARD, x, scale, offset);
                  Attributes back = Attributes.of("perm", List.of(0, 2, 3, 1));
                  c.alike(c.op("transpose", back, y.get(0)), last.get(0));
                  c.alike(y.get(2), last.get(2));
                })),
        Law.of(
            "batch-norm-by-depthwise",
            "batch normalisation = depthwise_conv2d of one cell and a bias, twice",
            "batch_normalization bias_add depthwise_conv2d multiply neg reshape rsqrt",
            image(NormalizationLaws::byDepthwise)),
        Law.of(
            "fused-gradient-sums",
            "of x_backprop the sum is 0, the sum with x̂ is scale_backprop·ε/(v + ε)^(3/2)",
            "add fused_batch_norm fused_batch_norm_grad moments multiply pow reduce_sum zeros_like",
            image(NormalizationLaws::gradientSums)),
        Law.of(
            "layer-by-moments",
            "layer_normalization = batch_normalization by the moments of the last axis",
            "batch_normalization layer_normalization moments",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Shape features = Shape.of(x.shape().dim(-1));
              Term gamma = c.floats(features, REAL);
              Term beta = c.floats(features, REAL);
              List<Term> m = c.all("moments", Attributes.of("axes", -1).and("keepdims", true), x);
              c.equal(
                  c.op("layer_normalization", STANDARD, x, gamma, beta),
                  c.op("batch_normalization", GIVEN, x, m.get(0), m.get(1), beta, gamma));
            }),
        Law.of(
            "layer-is-instance",
            "layer_normalization along height and width = instance_normalization",
            "instance_normalization layer_normalization",
            image(
                (c, x, channel) ->
                    c.alike(
                        c.op("layer_normalization", STANDARD.and("axis", List.of(1, 2)), x),
                        c.op("instance_normalization", STANDARD, x)))),
        Law.of(
            "group-of-one-channel",
            "as many groups as channels: instance_normalization",
            "group_normalization instance_normalization",
            image(
                (c, x, channel) -> {
                  Term gamma = c.floats(channel, REAL);
                  Term beta = c.floats(channel, REAL);
                  Attributes each = STANDARD.and("groups", channel.dim(0));
                  c.alike(
                      c.op("group_normalization", each, x, gamma, beta),
                      c.op("instance_normalization", STANDARD, x, gamma, beta));
                })),
        Law.of(
            "group-of-all-channels",
            "one group: layer_normalization of the whole example",
            "group_normalization layer_normalization",
            image(
                (c, x, channel) ->
                    c.alike(
                        c.op("group_normalization", STANDARD.and("groups", 1), x),
                        c.op("layer_normalization", STANDARD.and("axis", List.of(1, 2, 3)), x)))),
        Law.of(
            "group-mean-by-reshape",
            "group_mean = the mean of the channels as [groups, channels/groups]",
            "broadcast_to group_mean reduce_mean reshape",
            c -> {
              int groups = c.draw().pick(2, 1, 3);
              int size = c.draw().pick(2, 1, 3);
              int batch = c.draw().pick(2, 1, 3);
              Term x = c.floats(Shape.of(batch, groups * size), REAL);
              Term cut = c.op("reshape", Attributes.of("shape", List.of(batch, groups, size)), x);
              Term mean = c.op("reduce_mean", Attributes.of("axis", -1).and("keepdims", true), cut);
              Term wide =
                  c.op("broadcast_to", Attributes.of("shape", List.of(batch, groups, size)), mean);
              c.alike(
                  c.op("group_mean", Attributes.of("groups", groups), x),
                  c.op("reshape", Attributes.of("shape", List.of(batch, groups * size)), wide));
            }));
  }

  private interface Body {
    void state(LawCase c, Term x, Shape channel);
  }

  /** An image of at least two pixels; {@code channel} is the shape of a parameter. */
  private static Consumer<LawCase> image(Body body) {
    return c -> {
      int channels = c.draw().pick(2, 1, 3);
      Shape shape =
          Shape.of(c.draw().pick(2, 3), c.draw().pick(1, 2), c.draw().pick(2, 1), channels);
      body.state(c, c.floats(shape, REAL), Shape.of(channels));
    };
  }

  /** In training with a scale of 1 and no offset. */
  private static List<Term> standardised(LawCase c, Term x, Shape channel) {
    return c.all("fused_batch_norm", STANDARD, x, constant(c, channel, 1), constant(c, channel, 0));
  }

  private static Term constant(LawCase c, Shape shape, double value) {
    double[] v = new double[shape.elements()];
    Arrays.fill(v, value);
    return c.of(Tensor.of(c.draw().dtype(), shape, v));
  }

  private static void byDepthwise(LawCase c, Term x, Shape channel) {
    Term mean = c.floats(channel, REAL);
    Term variance = c.floats(channel, POSITIVE);
    Term scale = c.floats(channel, NONZERO);
    Term offset = c.floats(channel, REAL);
    Attributes cell = Attributes.of("shape", List.of(1, 1, channel.dim(0), 1));
    Attributes valid = Attributes.of("padding", "VALID");
    Term r = c.op("rsqrt", variance);
    Term shift = c.op("neg", c.op("multiply", mean, r));
    Term hat =
        c.op("bias_add", c.op("depthwise_conv2d", valid, x, c.op("reshape", cell, r)), shift);
    Term y =
        c.op(
            "bias_add", c.op("depthwise_conv2d", valid, hat, c.op("reshape", cell, scale)), offset);
    c.equal(
        y,
        c.op(
            "batch_normalization",
            Attributes.of("variance_epsilon", 0),
            x,
            mean,
            variance,
            offset,
            scale));
  }

  private static void gradientSums(LawCase c, Term x, Shape channel) {
    Term one = constant(c, channel, 1);
    List<Term> g = c.all("fused_batch_norm_grad", STANDARD, c.floats(x.shape(), REAL), x, one);
    Term hat = standardised(c, x, channel).get(0);
    Term total = c.op("add", c.all("moments", PIXELS, x).get(1), c.scalar(EPSILON));
    Term small = c.op("multiply", c.op("pow", total, c.scalar(-1.5)), c.scalar(EPSILON));
    Term sum = c.op("reduce_sum", SUM, g.get(0));
    c.equal(sum, c.op("zeros_like", sum));
    c.equal(
        c.op("reduce_sum", SUM, c.op("multiply", g.get(0), hat)),
        c.op("multiply", g.get(1), small));
  }
}
