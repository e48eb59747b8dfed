package dev.assay.tck.mutants;

import dev.assay.engine.AssayException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Bugs of normalisation, dropout and penalties: epsilons, biases, axes, forgotten paths, scales.
 */
final class NormalizationBugs {
  private static final String FUSED = "fused_batch_norm";
  private static final String FUSED_GRAD = "fused_batch_norm_grad";
  private static final String RESPONSE = "local_response_normalization";

  private NormalizationBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    moments(m);
    batchNormalization(m);
    fused(m);
    fusedGradient(m);
    groups(m);
    responses(m);
    dropout(m);
    penalties(m);
    return m;
  }

  private static void moments(List<Mutant> m) {
    m.add(
        Mutant.kernel(
            "moments",
            "the unbiased variance",
            (call, right) -> {
              double n = (double) call.in(0).size() / Math.max(1, right.get(1).size());
              return List.of(right.get(0), each(right.get(1), v -> v * n / Math.max(1, n - 1)));
            }));
    m.add(
        Mutant.kernel(
            "moments",
            "the standard deviation",
            (call, right) -> List.of(right.get(0), each(right.get(1), Math::sqrt))));
    m.add(
        altered("weighted_moments", "the weights ignored", c -> with(c, 1, each(c.in(1), w -> 1))));
    m.addAll(Mutant.derivatives("moments", Bug.SCALED, Bug.ONE_ENTRY));
    m.addAll(Mutant.derivatives("weighted_moments", Bug.NEGATED, Bug.MEAN_FOR_SUM));
  }

  private static void batchNormalization(List<Mutant> m) {
    String op = "batch_normalization";
    m.add(
        altered(
            op,
            "epsilon outside the root",
            c -> {
              double epsilon = c.attrs().number("variance_epsilon");
              return with(
                  c,
                  c.attrs().and("variance_epsilon", 0.0),
                  2,
                  each(c.in(2), v -> (Math.sqrt(v) + epsilon) * (Math.sqrt(v) + epsilon)));
            }));
    m.add(
        altered(
            op,
            "divides by the variance",
            c -> {
              double epsilon = c.attrs().number("variance_epsilon");
              return with(
                  c,
                  c.attrs().and("variance_epsilon", 0.0),
                  2,
                  each(c.in(2), v -> (v + epsilon) * (v + epsilon)));
            }));
    m.add(altered(op, "offset and scale swapped", c -> swapped(c, 3, 4)));
    m.add(Mutant.ignored(op, "variance_epsilon", 0.001));
    m.addAll(Mutant.derivatives(op, Bug.EXTRA_AXIS, Bug.SCALED));
  }

  private static void fused(List<Mutant> m) {
    m.add(
        Mutant.kernel(
            FUSED,
            "normalised by the unbiased variance",
            (call, right) -> {
              if (!isTraining(call) || call.in(0).size() == 0) {
                return right;
              }
              List<Tensor> batch = fused(call, call.attrs().and("exponential_avg_factor", 1.0));
              List<Tensor> y = inference(call, batch.get(1), batch.get(2));
              return List.of(y.get(0), right.get(1), right.get(2));
            }));
    m.add(
        Mutant.kernel(
            FUSED,
            "batch_variance is biased",
            (call, right) -> {
              double n = perChannel(call.in(0), right.get(1));
              return isTraining(call) && call.attrs().number("exponential_avg_factor") == 1
                  ? List.of(right.get(0), right.get(1), each(right.get(2), v -> v * (n - 1) / n))
                  : right;
            }));
    m.add(
        altered(
            FUSED,
            "the momentum reversed",
            c -> {
              double f = c.attrs().number("exponential_avg_factor");
              return Call.of(
                  c.op(),
                  c.inputs(),
                  c.attrs().and("exponential_avg_factor", c.count() == 5 ? 1 - f : f));
            }));
    m.add(altered(FUSED, "scale and offset swapped", c -> swapped(c, 1, 2)));
    m.add(Mutant.ignored(FUSED, "data_format", "NHWC"));
    m.add(Mutant.ignored(FUSED, "is_training", true));
    m.add(Mutant.ignored(FUSED, "epsilon", 0.001));
    m.add(
        Mutant.derivative(
            FUSED,
            "the statistics of the batch taken as constants",
            (call, dy, right) -> {
              if (!isTraining(call) || call.in(0).size() == 0) {
                return right;
              }
              double[] dx = right.get(0).orElseThrow().toDoubles();
              Parts p = new Parts(call, call.in(0), call.in(1), dy.get(0));
              for (int i = 0; i < dx.length; i++) {
                dx[i] += p.meanPath(i) + p.variancePath(i);
              }
              return replaced(right, 0, dx);
            }));
    m.addAll(Mutant.derivatives(FUSED, Bug.SCALED, Bug.TAIL_SKIPPED));
  }

  private static void fusedGradient(List<Mutant> m) {
    m.add(withoutPath("the path through the mean ignored", p -> p::meanPath));
    m.add(withoutPath("the path through the variance ignored", p -> p::variancePath));
    m.add(
        Mutant.kernel(
            FUSED_GRAD,
            "scale_backprop not standardised",
            (call, right) -> {
              if (!isTraining(call) || call.in(0).size() == 0) {
                return right;
              }
              Parts p = new Parts(call, call.in(1), call.in(2), call.in(0));
              double[] g = right.get(1).toDoubles();
              for (int k = 0; k < g.length; k++) {
                g[k] *= p.root[k];
              }
              return List.of(right.get(0), like(right.get(1), g), right.get(2));
            }));
    m.add(
        Mutant.kernel(
            FUSED_GRAD,
            "offset_backprop is a mean",
            (call, right) -> {
              double n = perChannel(call.in(1), right.get(2));
              return List.of(right.get(0), right.get(1), each(right.get(2), v -> v / n));
            }));
    m.addAll(Mutant.derivatives(FUSED_GRAD, Bug.ONE_ENTRY, Bug.NEGATED));
  }

  private static void groups(List<Mutant> m) {
    m.add(Mutant.ignored("layer_normalization", "axis", List.of(-1L)));
    m.add(Mutant.ignored("layer_normalization", "epsilon", 0.001));
    m.add(altered("layer_normalization", "gamma and beta swapped", c -> swapped(c, 1, 2)));
    m.add(Mutant.ignored("instance_normalization", "data_format", "NHWC"));
    m.add(Mutant.ignored("group_normalization", "groups", 1L));
    for (String op : List.of("group_normalization", "group_mean")) {
      m.add(
          altered(
              op,
              "the size of the groups for their number",
              c -> {
                Shape shape = c.in(0).shape();
                boolean first = c.attrs().text("data_format").equals("NCHW");
                long channels = shape.dim(first ? 1 : -1);
                long groups = Math.max(1, channels / c.attrs().integer("groups"));
                return Call.of(c.op(), c.inputs(), c.attrs().and("groups", groups));
              }));
    }
    m.addAll(Mutant.derivatives("layer_normalization", Bug.SCALED, Bug.TRANSPOSED));
    m.addAll(Mutant.derivatives("instance_normalization", Bug.SHIFTED));
    m.addAll(Mutant.derivatives("group_normalization", Bug.OFF_BY_ONE));
    m.addAll(Mutant.derivatives("group_mean", Bug.MEAN_FOR_SUM));
  }

  private static void responses(List<Mutant> m) {
    for (String op : List.of(RESPONSE, RESPONSE + "_grad", "local_sum")) {
      m.add(
          altered(
              op,
              "the radius off by one",
              c -> {
                long radius = c.attrs().integer("depth_radius");
                return Call.of(
                    c.op(), c.inputs(), c.attrs().and("depth_radius", Math.max(1, radius) - 1));
              }));
    }
    m.add(Mutant.ignored(RESPONSE, "alpha", 1.0));
    m.add(Mutant.ignored(RESPONSE, "bias", 1.0));
    m.add(Mutant.ignored(RESPONSE, "beta", 0.5));
    m.add(
        altered(
            RESPONSE,
            "alpha shared over the window",
            c -> {
              double window = 2.0 * Math.min(c.attrs().integer("depth_radius"), 1 << 20) + 1;
              return Call.of(
                  c.op(), c.inputs(), c.attrs().and("alpha", c.attrs().number("alpha") / window));
            }));
    m.add(response("without the other channels' share", (whole, own) -> own));
    m.add(response("half of the other channels' share", (whole, own) -> (whole + own) / 2));
    m.add(Mutant.ignored(RESPONSE + "_grad", "beta", 0.5));
    m.addAll(Mutant.derivatives(RESPONSE + "_grad", Bug.SCALED, Bug.ONE_ENTRY));
    m.addAll(Mutant.derivatives("local_sum", Bug.TAIL_SKIPPED));
  }

  private interface Mix {
    double of(double whole, double own);
  }

  /** Another mix of the gradient and of its first term, {@code dy·y/x}. */
  private static Mutant response(String name, Mix mix) {
    return Mutant.derivative(
        RESPONSE,
        name,
        (call, dy, right) -> {
          double[] x = call.in(0).toDoubles();
          double[] y = call.runReference().get(0).toDoubles();
          double[] v = dy.get(0).toDoubles();
          double[] dx = right.get(0).orElseThrow().toDoubles();
          for (int i = 0; i < dx.length; i++) {
            dx[i] = x[i] == 0 ? dx[i] : mix.of(dx[i], v[i] * y[i] / x[i]);
          }
          return replaced(right, 0, dx);
        });
  }

  private static void dropout(List<Mutant> m) {
    m.add(dropped("kept elements are not scaled", keep -> keep));
    m.add(dropped("scaled by what is kept", keep -> keep * keep));
    m.add(
        Mutant.kernel(
            "dropout",
            "the others are dropped",
            (call, right) -> {
              double[] x = call.in(0).toDoubles();
              double[] mask = right.get(1).toDoubles();
              for (int i = 0; i < x.length; i++) {
                x[i] = mask[i] == 0 ? x[i] / keep(call) : 0;
              }
              return List.of(like(right.get(0), x), right.get(1));
            }));
    m.add(
        altered(
            "dropout",
            "noise_shape ignored",
            c ->
                Call.of(c.op(), c.inputs(), c.attrs().and("noise_shape", c.in(0).shape().dims()))));
    m.add(
        altered(
            "dropout",
            "keep_prob is taken for rate",
            c ->
                Call.of(
                    c.op(), c.inputs(), c.attrs().and(given(c), 1 - c.attrs().number(given(c))))));
    m.add(Mutant.ignored("dropout", "seed2", 0L));
    m.add(
        Mutant.derivative(
            "dropout",
            "the gradient draws again",
            (call, dy, right) -> {
              Attributes other = call.attrs().and("skip", call.attrs().integer("skip") + 1000);
              List<Tensor> again = Call.of(call.op(), List.of(dy.get(0)), other).runReference();
              return List.of(Optional.of(again.get(0)));
            }));
    m.add(
        Mutant.derivative(
            "dropout",
            "the gradient is not scaled",
            (call, dy, right) -> List.of(right.get(0).map(g -> each(g, v -> v * keep(call))))));
  }

  private static String given(Call c) {
    return c.attrs().has("rate") ? "rate" : "keep_prob";
  }

  private static double keep(Call c) {
    double p = c.attrs().number(given(c));
    return c.attrs().has("rate") ? 1 - p : p;
  }

  /** The kept elements times {@code factor} of the probability that they are kept. */
  private static Mutant dropped(String name, DoubleUnaryOperator factor) {
    return Mutant.kernel(
        "dropout",
        name,
        (call, right) ->
            List.of(each(right.get(0), v -> v * factor.applyAsDouble(keep(call))), right.get(1)));
  }

  private static void penalties(List<Mutant> m) {
    m.add(Mutant.kernel("l2_regularizer", "without the half", (call, right) -> doubled(right)));
    m.add(
        Mutant.kernel(
            "l1_regularizer",
            "a mean for the sum",
            (call, right) -> List.of(each(right.get(0), v -> v / Math.max(1, call.in(0).size())))));
    m.add(
        altered(
            "l1_l2_regularizer",
            "the scales swapped",
            c ->
                Call.of(
                    c.op(),
                    c.inputs(),
                    Attributes.of("scale_l1", c.attrs().number("scale_l2"))
                        .and("scale_l2", c.attrs().number("scale_l1")))));
    m.add(
        Mutant.derivative(
            "l1_regularizer",
            "the slope at 0 is the scale",
            (call, dy, right) -> {
              double[] x = call.in(0).toDoubles();
              double[] g = right.get(0).orElseThrow().toDoubles();
              for (int i = 0; i < g.length; i++) {
                g[i] = x[i] == 0 ? dy.get(0).toDouble() * call.attrs().number("scale") : g[i];
              }
              return replaced(right, 0, g);
            }));
    m.addAll(Mutant.derivatives("l2_regularizer", Bug.SCALED));
    m.addAll(Mutant.derivatives("l1_l2_regularizer", Bug.SCALED));
  }

  private static List<Tensor> doubled(List<Tensor> right) {
    return List.of(each(right.get(0), v -> 2 * v));
  }

  // ---- parts of the gradient in training ----

  /** What {@code dx = γ·(dy − M dy − x̂·M(dy·x̂))/√(σ² + ε)} is made of. */
  private static final class Parts {
    private final int[] channel;
    private final double[] hat;
    private final double[] root;
    private final double[] scale;
    private final double[] mean;
    private final double[] along;

    Parts(Call call, Tensor x, Tensor scale, Tensor dy) {
      Shape s = x.shape();
      boolean first = call.attrs().text("data_format").startsWith("NC");
      int axis = first ? 1 : s.rank() - 1;
      int inner = first ? s.slice(2, s.rank()).elements() : 1;
      int channels = s.dim(axis);
      double n = (double) x.size() / channels;
      this.scale = scale.toDoubles();
      channel = new int[x.size()];
      double[] v = x.toDoubles();
      double[] mu = new double[channels];
      for (int i = 0; i < v.length; i++) {
        channel[i] = i / inner % channels;
        mu[channel[i]] += v[i] / n;
      }
      root = new double[channels];
      for (int i = 0; i < v.length; i++) {
        double d = v[i] - mu[channel[i]];
        root[channel[i]] += d * d / n;
      }
      Arrays.setAll(root, k -> Math.sqrt(root[k] + call.attrs().number("epsilon")));
      hat = new double[v.length];
      mean = new double[channels];
      along = new double[channels];
      double[] g = dy.toDoubles();
      for (int i = 0; i < v.length; i++) {
        hat[i] = (v[i] - mu[channel[i]]) / root[channel[i]];
        mean[channel[i]] += g[i] / n;
        along[channel[i]] += g[i] * hat[i] / n;
      }
    }

    double meanPath(int i) {
      return scale[channel[i]] * mean[channel[i]] / root[channel[i]];
    }

    double variancePath(int i) {
      return scale[channel[i]] * hat[i] * along[channel[i]] / root[channel[i]];
    }
  }

  private interface Path {
    IntToDoubleFunction of(Parts p);
  }

  private static Mutant withoutPath(String name, Path path) {
    return Mutant.kernel(
        FUSED_GRAD,
        name,
        (call, right) -> {
          if (!isTraining(call) || call.in(0).size() == 0) {
            return right;
          }
          IntToDoubleFunction lost = path.of(new Parts(call, call.in(1), call.in(2), call.in(0)));
          double[] dx = right.get(0).toDoubles();
          for (int i = 0; i < dx.length; i++) {
            dx[i] += lost.applyAsDouble(i);
          }
          return List.of(like(right.get(0), dx), right.get(1), right.get(2));
        });
  }

  private static boolean isTraining(Call call) {
    return call.attrs().flag("is_training");
  }

  /** The elements of a channel, at least 1. */
  private static double perChannel(Tensor x, Tensor parameter) {
    return Math.max(1, (double) x.size() / Math.max(1, parameter.size()));
  }

  private static List<Tensor> fused(Call call, Attributes attrs) {
    return Call.of(OpRegistry.get(FUSED), call.inputs().subList(0, 3), attrs).runReference();
  }

  private static List<Tensor> inference(Call call, Tensor mean, Tensor variance) {
    List<Tensor> inputs = List.of(call.in(0), call.in(1), call.in(2), mean, variance);
    return Call.of(call.op(), inputs, call.attrs().and("is_training", false)).runReference();
  }

  // ---- changes of calls and of results ----

  /** The results of another call, where it is one and has results of the same types. */
  private static Mutant altered(String op, String name, UnaryOperator<Call> change) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          try {
            Call other = change.apply(call);
            return other.outputs().equals(call.outputs()) ? other.runReference() : right;
          } catch (AssayException e) {
            return right;
          }
        });
  }

  private static Call with(Call c, int input, Tensor t) {
    return with(c, c.attrs(), input, t);
  }

  private static Call with(Call c, Attributes attrs, int input, Tensor t) {
    List<Tensor> inputs = new ArrayList<>(c.inputs());
    inputs.set(input, t);
    return Call.of(c.op(), inputs, attrs);
  }

  private static Call swapped(Call c, int i, int j) {
    if (j >= c.count()) {
      return c;
    }
    List<Tensor> inputs = new ArrayList<>(c.inputs());
    inputs.set(i, c.in(j));
    inputs.set(j, c.in(i));
    return Call.of(c.op(), inputs, c.attrs());
  }

  private static Tensor each(Tensor t, DoubleUnaryOperator f) {
    return like(t, Arrays.stream(t.toDoubles()).map(f).toArray());
  }

  private static Tensor like(Tensor t, double[] values) {
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), values));
  }

  private static List<Optional<Tensor>> replaced(
      List<Optional<Tensor>> right, int input, double[] values) {
    List<Optional<Tensor>> out = new ArrayList<>(right);
    out.set(input, Optional.of(like(right.get(input).orElseThrow(), values)));
    return out;
  }
}
