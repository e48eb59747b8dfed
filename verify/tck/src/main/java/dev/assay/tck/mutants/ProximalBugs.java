package dev.assay.tck.mutants;

import static dev.assay.tck.mutants.TrainBugs.stale;
import static dev.assay.tck.mutants.TrainBugs.step;

import dev.assay.tck.mutants.TrainBugs.Scalars;
import java.util.ArrayList;
import java.util.List;

/** Bugs of proximal steps and of the regularised leader: thresholds, rates, powers. */
final class ProximalBugs {
  private static final String DESCENT = "apply_proximal_gradient_descent";
  private static final String ADAGRAD = "apply_proximal_adagrad";
  private static final String FTRL = "apply_ftrl";

  private ProximalBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    descent(m);
    adagrad(m);
    linear(m);
    leader(m);
    return m;
  }

  private static double shrunk(double x, double threshold) {
    return Math.signum(x) * Math.max(Math.abs(x) - threshold, 0);
  }

  /** The new variable from its rate, the descended variable and the penalties. */
  private interface Proximal {
    double of(double rate, double v, double l1, double l2);
  }

  private static Mutant descent(String name, Proximal proximal) {
    return step(
        DESCENT,
        name,
        (h, s, g) -> {
          double alpha = h.of("alpha");
          s[0] = proximal.of(alpha, s[0] - alpha * g, h.of("l1"), h.of("l2"));
        });
  }

  private static void descent(List<Mutant> m) {
    m.add(descent("l1 without the rate", (a, v, l1, l2) -> shrunk(v, l1) / (1 + a * l2)));
    m.add(descent("l2 without the rate", (a, v, l1, l2) -> shrunk(v, a * l1) / (1 + l2)));
    m.add(descent("l1 ignored", (a, v, l1, l2) -> v / (1 + a * l2)));
    m.add(descent("l2 ignored", (a, v, l1, l2) -> shrunk(v, a * l1)));
    m.add(descent("l2 takes off", (a, v, l1, l2) -> shrunk(v, a * l1) * (1 - a * l2)));
    m.add(
        descent(
            "shrinks beyond 0", (a, v, l1, l2) -> (v - Math.signum(v) * a * l1) / (1 + a * l2)));
    m.add(descent("loses the sign", (a, v, l1, l2) -> Math.abs(shrunk(v, a * l1)) / (1 + a * l2)));
    m.add(descent("l2 before l1", (a, v, l1, l2) -> shrunk(v / (1 + a * l2), a * l1)));
    m.add(
        step(
            DESCENT,
            "shrinks before it descends",
            (h, s, g) -> {
              double a = h.of("alpha");
              s[0] = (shrunk(s[0], a * h.of("l1")) - a * g) / (1 + a * h.of("l2"));
            }));
  }

  /** The new variable from the scalars, the rate of Adagrad and the descended variable. */
  private interface Adaptive {
    double of(Scalars h, double rate, double v);
  }

  private static Mutant adagrad(String name, Adaptive proximal) {
    return step(
        ADAGRAD,
        name,
        (h, s, g) -> {
          s[1] += g * g;
          double rate = h.of("lr") / Math.sqrt(s[1]);
          s[0] = proximal.of(h, rate, s[0] - rate * g);
        });
  }

  private static void adagrad(List<Mutant> m) {
    m.add(stale(ADAGRAD, "accum"));
    m.add(
        adagrad(
            "l1 at the given rate",
            (h, r, v) -> shrunk(v, h.of("lr") * h.of("l1")) / (1 + r * h.of("l2"))));
    m.add(
        adagrad(
            "l2 at the given rate",
            (h, r, v) -> shrunk(v, r * h.of("l1")) / (1 + h.of("lr") * h.of("l2"))));
    m.add(adagrad("l1 ignored", (h, r, v) -> v / (1 + r * h.of("l2"))));
    m.add(adagrad("l2 ignored", (h, r, v) -> shrunk(v, r * h.of("l1"))));
    m.add(
        step(
            ADAGRAD,
            "the rate of the old slot",
            (h, s, g) -> {
              double r = h.of("lr") / Math.sqrt(s[1]);
              s[1] += g * g;
              s[0] = shrunk(s[0] - r * g, r * h.of("l1")) / (1 + r * h.of("l2"));
            }));
    m.add(
        step(
            ADAGRAD,
            "no root",
            (h, s, g) -> {
              s[1] += g * g;
              double r = h.of("lr") / s[1];
              s[0] = shrunk(s[0] - r * g, r * h.of("l1")) / (1 + r * h.of("l2"));
            }));
  }

  private static double power(Scalars h, double accum) {
    return StrictMath.pow(accum, -h.of("lr_power"));
  }

  /** What is added to linear, from the variable, both accumulators and the gradient. */
  private interface Linear {
    double of(Scalars h, double var, double old, double now, double g);
  }

  /** Another linear; the variable follows from it as is right. */
  private static Mutant linear(String name, Linear linear) {
    return step(
        FTRL,
        name,
        (h, s, g) -> {
          double now = s[1] + g * g;
          s[2] += linear.of(h, s[0], s[1], now, g);
          s[1] = now;
          double divisor = power(h, now) / h.of("lr") + 2 * h.of("l2");
          s[0] = Math.abs(s[2]) > h.of("l1") ? -shrunk(s[2], h.of("l1")) / divisor : 0;
        });
  }

  private static double added(Scalars h, double var, double old, double now, double g) {
    return g + 2 * h.of("l2_shrinkage") * var - (power(h, now) - power(h, old)) / h.of("lr") * var;
  }

  private static void linear(List<Mutant> m) {
    m.add(stale(FTRL, "accum"));
    m.add(stale(FTRL, "linear"));
    m.add(linear("linear without the variable", (h, x, old, now, g) -> g));
    m.add(
        linear(
            "linear with the rate left out",
            (h, x, old, now, g) ->
                g + 2 * h.of("l2_shrinkage") * x - (power(h, now) - power(h, old)) * x));
    m.add(
        linear(
            "the difference of powers added",
            (h, x, old, now, g) ->
                g
                    + 2 * h.of("l2_shrinkage") * x
                    + (power(h, now) - power(h, old)) / h.of("lr") * x));
    m.add(
        linear(
            "the power of the difference",
            (h, x, old, now, g) ->
                g + 2 * h.of("l2_shrinkage") * x - power(h, now - old) / h.of("lr") * x));
    m.add(
        linear(
            "the shrinkage not doubled",
            (h, x, old, now, g) -> added(h, x, old, now, g) - h.of("l2_shrinkage") * x));
    m.add(
        linear(
            "the shrinkage ignored",
            (h, x, old, now, g) -> added(h, x, old, now, g) - 2 * h.of("l2_shrinkage") * x));
    m.add(
        step(
            FTRL,
            "the shrinkage accumulated",
            (h, s, g) -> {
              double all = g + 2 * h.of("l2_shrinkage") * s[0];
              double now = s[1] + all * all;
              s[2] += added(h, s[0], s[1], now, g);
              s[1] = now;
              double divisor = power(h, now) / h.of("lr") + 2 * h.of("l2");
              s[0] = Math.abs(s[2]) > h.of("l1") ? -shrunk(s[2], h.of("l1")) / divisor : 0;
            }));
  }

  /** The new variable from linear and both accumulators. */
  private interface Leader {
    double of(Scalars h, double linear, double old, double now);
  }

  private static Mutant leader(String name, Leader leader) {
    return step(
        FTRL,
        name,
        (h, s, g) -> {
          double old = s[1];
          s[1] += g * g;
          s[2] += added(h, s[0], old, s[1], g);
          s[0] = leader.of(h, s[2], old, s[1]);
        });
  }

  private static void leader(List<Mutant> m) {
    m.add(
        leader(
            "nothing is left at 0",
            (h, z, old, now) ->
                (Math.signum(z) * h.of("l1") - z) / (power(h, now) / h.of("lr") + 2 * h.of("l2"))));
    m.add(
        leader(
            "l1 ignored", (h, z, old, now) -> -z / (power(h, now) / h.of("lr") + 2 * h.of("l2"))));
    m.add(
        leader(
            "l2 not doubled",
            (h, z, old, now) ->
                -shrunk(z, h.of("l1")) / (power(h, now) / h.of("lr") + h.of("l2"))));
    m.add(
        leader(
            "divides by the old power",
            (h, z, old, now) ->
                -shrunk(z, h.of("l1")) / (power(h, old) / h.of("lr") + 2 * h.of("l2"))));
    m.add(
        leader(
            "the rate left out",
            (h, z, old, now) -> -shrunk(z, h.of("l1")) / (power(h, now) + 2 * h.of("l2"))));
    m.add(
        leader(
            "the power is a half",
            (h, z, old, now) ->
                -shrunk(z, h.of("l1")) / (Math.sqrt(now) / h.of("lr") + 2 * h.of("l2"))));
    m.add(
        leader(
            "the sign forgotten",
            (h, z, old, now) ->
                shrunk(z, h.of("l1")) / (power(h, now) / h.of("lr") + 2 * h.of("l2"))));
    m.add(
        leader(
            "the power's sign forgotten",
            (h, z, old, now) ->
                -shrunk(z, h.of("l1")) / (1 / power(h, now) / h.of("lr") + 2 * h.of("l2"))));
  }
}
