package dev.assay.engine.ops.train;

import static dev.assay.engine.ops.train.Update.point;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Op;
import java.util.List;

/** Adaptive moments: Adam, Nadam, AdaMax, AMSGrad, AdamW. */
final class Adams {
  private static final String RATE = "lr_t = lr·√(1 − beta2_power)/(1 − beta1_power); ";
  private static final String M = "m' = beta1·m + (1 − beta1)·grad; ";
  private static final String V = "v' = beta2·v + (1 − beta2)·grad²; ";
  private static final String AVERAGES =
      "Averages are taken as m + (1 − beta1)·(grad − m); infinities cancel to NaN.";
  private static final String EPSILON =
      "epsilon is the paper's ε̂: it is added to √v', which is not yet divided by"
          + " √(1 − beta2_power).";

  static final Op ADAM =
      Update.define(
              "apply_adam",
              RATE
                  + M
                  + V
                  + "var' = var − lr_t·m'/(√v' + epsilon), with use_nesterov"
                  + " var − lr_t·(beta1·m' + (1 − beta1)·grad)/(√v' + epsilon)",
              List.of("var", "m", "v"),
              List.of("beta1_power", "beta2_power", "lr", "beta1", "beta2", "epsilon", "grad"))
          .note("Kingma and Ba 2015, the form before section 2.1. TensorFlow's ApplyAdam.")
          .note("use_nesterov is Nadam, Dozat 2016, without its schedule of the momentum.")
          .note(EPSILON)
          .note(AVERAGES)
          .attr("use_nesterov", Type.BOOL, false, "whether the step looks ahead")
          .kernel(
              Update.loop(
                  h -> {
                    double rate = rate(h);
                    double beta1 = h.of("beta1");
                    double beta2 = h.of("beta2");
                    double epsilon = h.of("epsilon");
                    boolean nesterov = h.flag("use_nesterov");
                    return (s, g) -> {
                      s[1] += (g - s[1]) * (1 - beta1);
                      s[2] += (g * g - s[2]) * (1 - beta2);
                      double m = nesterov ? g * (1 - beta1) + beta1 * s[1] : s[1];
                      s[0] -= m * rate / (Math.sqrt(s[2]) + epsilon);
                    };
                  }))
          .hard(
              point(0, 1, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 0, 2),
              point(Double.NaN, 1, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 0, 0),
              point(1, 1, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 1, 0),
              point(Double.NaN, 1, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 1, Double.NaN))
          .build();

  static final Op ADA_MAX =
      Update.define(
              "apply_ada_max",
              M
                  + "v' = max(beta2·v, |grad|);"
                  + " var' = var − lr/(1 − beta1_power)·m'/(v' + epsilon)",
              List.of("var", "m", "v"),
              List.of("beta1_power", "lr", "beta1", "beta2", "epsilon", "grad"))
          .note("Kingma and Ba 2015, algorithm 2, with an epsilon. TensorFlow's ApplyAdaMax.")
          .note("The maximum is NaN if either is NaN.")
          .note(AVERAGES)
          .kernel(
              Update.loop(
                  h -> {
                    double rate = h.of("lr") / (1 - h.of("beta1_power"));
                    double beta1 = h.of("beta1");
                    double beta2 = h.of("beta2");
                    double epsilon = h.of("epsilon");
                    return (s, g) -> {
                      s[1] += (g - s[1]) * (1 - beta1);
                      s[2] = Math.max(beta2 * s[2], Math.abs(g));
                      s[0] -= rate * (s[1] / (s[2] + epsilon));
                    };
                  }))
          .hard(
              point(0, 1, 0, 0, 0.5, 1, 0.5, 0.75, 0, 2),
              point(Double.NaN, 1, 0, 0, 0.5, 1, 0.5, 0.75, 0, 0),
              point(Double.NaN, 1, 0, 4, 0.5, 1, 0.5, 0.75, 1, Double.NaN))
          .build();

  static final Op ADAM_WITH_AMSGRAD =
      Update.define(
              "apply_adam_with_amsgrad",
              RATE + M + V + "vhat' = max(vhat, v'); var' = var − lr_t·m'/(√vhat' + epsilon)",
              List.of("var", "m", "v", "vhat"),
              List.of("beta1_power", "beta2_power", "lr", "beta1", "beta2", "epsilon", "grad"))
          .note(
              "Reddi et al. 2018, algorithm 2, with Adam's correction of the bias. TensorFlow's"
                  + " ApplyAdamWithAmsgrad.")
          .note("The maximum is NaN if either is NaN.")
          .note(EPSILON)
          .note(AVERAGES)
          .kernel(
              Update.loop(
                  h -> {
                    double rate = rate(h);
                    double beta1 = h.of("beta1");
                    double beta2 = h.of("beta2");
                    double epsilon = h.of("epsilon");
                    return (s, g) -> {
                      s[1] += (g - s[1]) * (1 - beta1);
                      s[2] += (g * g - s[2]) * (1 - beta2);
                      s[3] = Math.max(s[3], s[2]);
                      s[0] -= s[1] * rate / (Math.sqrt(s[3]) + epsilon);
                    };
                  }))
          .hard(
              point(0, 1, 0, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 0, 2),
              point(0.5, 1, 0, 0, 4, 0.5, 0.75, 1, 0.5, 0.75, 0, 2),
              point(Double.NaN, 1, 0, 0, 4, 0.5, 0.75, 1, 0.5, 0.75, 0, Double.NaN))
          .build();

  static final Op ADAM_W =
      Update.define(
              "apply_adam_w",
              RATE + M + V + "var' = var − weight_decay·var − lr_t·m'/(√v' + epsilon)",
              List.of("var", "m", "v"),
              List.of(
                  "beta1_power",
                  "beta2_power",
                  "lr",
                  "beta1",
                  "beta2",
                  "epsilon",
                  "weight_decay",
                  "grad"))
          .note(
              "Loshchilov and Hutter 2019, algorithm 2; as in TensorFlow 1's AdamWOptimizer (contrib)"
                  + " weight_decay is not multiplied by lr: it is the paper's ηλ.")
          .note("The decay is of var before the step, and is no part of m and v.")
          .note(EPSILON)
          .note(AVERAGES)
          .kernel(
              Update.loop(
                  h -> {
                    double rate = rate(h);
                    double beta1 = h.of("beta1");
                    double beta2 = h.of("beta2");
                    double epsilon = h.of("epsilon");
                    double decay = h.of("weight_decay");
                    return (s, g) -> {
                      s[1] += (g - s[1]) * (1 - beta1);
                      s[2] += (g * g - s[2]) * (1 - beta2);
                      s[0] -= decay * s[0];
                      s[0] -= s[1] * rate / (Math.sqrt(s[2]) + epsilon);
                    };
                  }))
          .hard(
              point(0, 8, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 1, 1, 0),
              point(5, 8, 0, 0, 0.5, 0.75, 1, 0.5, 0.75, 0, 0.25, 2))
          .build();

  static final List<Op> ROWS = List.of(ADAM, ADA_MAX, ADAM_WITH_AMSGRAD, ADAM_W);

  private Adams() {}

  /** The rate with the correction for averages that began at 0. */
  private static double rate(Update.Scalars h) {
    return h.of("lr") * Math.sqrt(1 - h.of("beta2_power")) / (1 - h.of("beta1_power"));
  }
}
