package dev.assay.learn.optimizer;

import java.util.List;

/**
 * The update rules once more, one number at a time, straight from the formulas; s[0] is the
 * variable, the others are slots.
 */
final class Formulas {
  /** One step of one number. */
  @FunctionalInterface
  interface Formula {
    /**
     * The state after the step.
     *
     * @param t the number of the step, from 1
     */
    double[] step(double[] s, double g, int t);
  }

  /**
   * A rule to be compared.
   *
   * @param slots how they begin, in the order of the formula
   */
  record Row(String name, Optimizer optimizer, List<String> slots, double[] begin, Formula f) {}

  private Formulas() {}

  static final List<Row> ROWS =
      List.of(
          new Row(
              "gradient descent",
              Optimizers.gradientDescent(0.1),
              List.of(),
              a(),
              (s, g, t) -> a(s[0] - 0.1 * g)),
          new Row(
              "momentum",
              Optimizers.momentum(0.1, 0.9),
              List.of("accum"),
              a(0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + g;
                return a(s[0] - 0.1 * m, m);
              }),
          new Row(
              "nesterov",
              Optimizers.nesterov(0.1, 0.9),
              List.of("accum"),
              a(0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + g;
                return a(s[0] - 0.1 * (g + 0.9 * m), m);
              }),
          new Row(
              "adagrad",
              Optimizers.adagrad(0.3),
              List.of("accum"),
              a(0.1),
              (s, g, t) -> {
                double n = s[1] + g * g;
                return a(s[0] - 0.3 * g / Math.sqrt(n), n);
              }),
          new Row(
              "adagrad da",
              Optimizers.adagradDa(0.3, 0.2, 0.01, 0.02),
              List.of("gradient_accumulator", "gradient_squared_accumulator"),
              a(0, 0.2),
              (s, g, t) -> {
                double sum = s[1] + g;
                double squares = s[2] + g * g;
                double shrunk = Math.signum(sum) * Math.max(Math.abs(sum) - 0.01 * t, 0);
                return a(-0.3 * shrunk / (0.02 * t * 0.3 + Math.sqrt(squares)), sum, squares);
              }),
          new Row(
              "adadelta",
              Optimizers.adadelta(0.5, 0.95, 1e-6),
              List.of("accum", "accum_update"),
              a(0, 0),
              (s, g, t) -> {
                double n = 0.95 * s[1] + 0.05 * g * g;
                double d = Math.sqrt(s[2] + 1e-6) / Math.sqrt(n + 1e-6) * g;
                return a(s[0] - 0.5 * d, n, 0.95 * s[2] + 0.05 * d * d);
              }),
          new Row(
              "rmsprop",
              Optimizers.rmsProp(0.01),
              List.of("ms", "mom"),
              a(1, 0),
              (s, g, t) -> {
                double n = 0.9 * s[1] + 0.1 * g * g;
                double m = 0.01 * g / Math.sqrt(n + 1e-10);
                return a(s[0] - m, n, m);
              }),
          new Row(
              "rmsprop with momentum",
              Optimizers.rmsProp(0.01, 0.8, 0.5, 1e-3),
              List.of("ms", "mom"),
              a(1, 0),
              (s, g, t) -> {
                double n = 0.8 * s[1] + 0.2 * g * g;
                double m = 0.5 * s[2] + 0.01 * g / Math.sqrt(n + 1e-3);
                return a(s[0] - m, n, m);
              }),
          new Row(
              "centered rmsprop",
              Optimizers.centeredRmsProp(0.01, 0.9, 0.5, 1e-3),
              List.of("ms", "mg", "mom"),
              a(1, 0, 0),
              (s, g, t) -> {
                double n = 0.9 * s[1] + 0.1 * g * g;
                double mean = 0.9 * s[2] + 0.1 * g;
                double m = 0.5 * s[3] + 0.01 * g / Math.sqrt(n - mean * mean + 1e-3);
                return a(s[0] - m, n, mean, m);
              }),
          new Row(
              "adam",
              Optimizers.adam(0.01),
              List.of("m", "v"),
              a(0, 0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + 0.1 * g;
                double v = 0.999 * s[2] + 0.001 * g * g;
                return a(s[0] - 0.01 * corrected(t) * m / (Math.sqrt(v) + 1e-8), m, v);
              }),
          new Row(
              "adamax",
              Optimizers.adaMax(0.01),
              List.of("m", "v"),
              a(0, 0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + 0.1 * g;
                double v = Math.max(0.999 * s[2], Math.abs(g));
                return a(s[0] - 0.01 / (1 - power(0.9, t)) * m / (v + 1e-8), m, v);
              }),
          new Row(
              "nadam",
              Optimizers.nadam(0.01),
              List.of("m", "v"),
              a(0, 0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + 0.1 * g;
                double v = 0.999 * s[2] + 0.001 * g * g;
                double ahead = 0.9 * m + 0.1 * g;
                return a(s[0] - 0.01 * corrected(t) * ahead / (Math.sqrt(v) + 1e-8), m, v);
              }),
          new Row(
              "amsgrad",
              Optimizers.amsGrad(0.01),
              List.of("m", "v", "vhat"),
              a(0, 0, 0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + 0.1 * g;
                double v = 0.999 * s[2] + 0.001 * g * g;
                double h = Math.max(s[3], v);
                return a(s[0] - 0.01 * corrected(t) * m / (Math.sqrt(h) + 1e-8), m, v, h);
              }),
          new Row(
              "adamw",
              Optimizers.adamW(0.01, 0.004),
              List.of("m", "v"),
              a(0, 0),
              (s, g, t) -> {
                double m = 0.9 * s[1] + 0.1 * g;
                double v = 0.999 * s[2] + 0.001 * g * g;
                double step = 0.01 * corrected(t) * m / (Math.sqrt(v) + 1e-8);
                return a(s[0] - 0.004 * s[0] - step, m, v);
              }),
          new Row(
              "ftrl",
              Optimizers.ftrl(0.2, -0.5, 0.1, 0.03, 0.02, 0),
              List.of("accum", "linear"),
              a(0.1, 0),
              (s, g, t) -> ftrl(s, g, g)),
          new Row(
              "ftrl with shrinkage",
              Optimizers.ftrl(0.2, -0.5, 0.1, 0.03, 0.02, 0.01),
              List.of("accum", "linear"),
              a(0.1, 0),
              (s, g, t) -> ftrl(s, g, g + 2 * 0.01 * s[0])),
          new Row(
              "proximal gradient descent",
              Optimizers.proximalGradientDescent(0.1, 0.05, 0.2),
              List.of(),
              a(),
              (s, g, t) -> a(proximal(s[0] - 0.1 * g, 0.1, 0.05, 0.2))),
          new Row(
              "proximal adagrad",
              Optimizers.proximalAdagrad(0.3, 0.1, 0.05, 0.2),
              List.of("accum"),
              a(0.1),
              (s, g, t) -> {
                double n = s[1] + g * g;
                double rate = 0.3 / Math.sqrt(n);
                return a(proximal(s[0] - rate * g, rate, 0.05, 0.2), n);
              }));

  private static double[] a(double... s) {
    return s;
  }

  private static double corrected(int t) {
    return Math.sqrt(1 - power(0.999, t)) / (1 - power(0.9, t));
  }

  /** As the power variables are made: by repeated multiplication. */
  private static double power(double base, int t) {
    double p = base;
    for (int i = 1; i < t; i++) {
      p *= base;
    }
    return p;
  }

  private static double proximal(double p, double rate, double l1, double l2) {
    return Math.signum(p) * Math.max(Math.abs(p) - rate * l1, 0) / (1 + rate * l2);
  }

  /** McMahan et al. 2013, algorithm 1, per coordinate, with TensorFlow's factor 2 at l2. */
  private static double[] ftrl(double[] s, double g, double shrunk) {
    double n = s[1] + g * g;
    double linear = s[2] + shrunk - (Math.sqrt(n) - Math.sqrt(s[1])) / 0.2 * s[0];
    double w = 0;
    if (Math.abs(linear) > 0.03) {
      w = (Math.signum(linear) * 0.03 - linear) / (Math.sqrt(n) / 0.2 + 2 * 0.02);
    }
    return a(w, n, linear);
  }
}
