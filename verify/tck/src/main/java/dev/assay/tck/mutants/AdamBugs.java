package dev.assay.tck.mutants;

import static dev.assay.tck.mutants.TrainBugs.stale;
import static dev.assay.tck.mutants.TrainBugs.step;

import dev.assay.tck.mutants.TrainBugs.Scalars;
import java.util.ArrayList;
import java.util.List;

/** Bugs of Adam and its kin: corrections, epsilons, what is old and what is new. */
final class AdamBugs {
  private static final String ADAM = "apply_adam";
  private static final String MAX = "apply_ada_max";
  private static final String AMSGRAD = "apply_adam_with_amsgrad";
  private static final String W = "apply_adam_w";

  private AdamBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    corrections(m);
    averages(m);
    adaMax(m);
    amsGrad(m);
    decays(m);
    return m;
  }

  private static double first(Scalars h) {
    return 1 - h.of("beta1_power");
  }

  private static double second(Scalars h) {
    return 1 - h.of("beta2_power");
  }

  private static double rate(Scalars h) {
    return h.of("lr") * Math.sqrt(second(h)) / first(h);
  }

  private static double m(Scalars h, double m, double g) {
    return m + (1 - h.of("beta1")) * (g - m);
  }

  private static double v(Scalars h, double v, double g) {
    return v + (1 - h.of("beta2")) * (g * g - v);
  }

  /** What the right direction is divided and multiplied by. */
  private interface Factor {
    double of(Scalars h, double v);
  }

  /** Right averages, and another factor of the direction. */
  private static Mutant factor(String name, Factor factor) {
    return step(
        ADAM,
        name,
        (h, s, g) -> {
          s[1] = m(h, s[1], g);
          s[2] = v(h, s[2], g);
          double ahead = m(h, s[1], g);
          s[0] -= (h.flag("use_nesterov") ? ahead : s[1]) * factor.of(h, s[2]);
        });
  }

  private static double divided(double rate, Scalars h, double v) {
    return rate / (Math.sqrt(v) + h.of("epsilon"));
  }

  private static void corrections(List<Mutant> m) {
    m.add(factor("no correction", (h, v) -> divided(h.of("lr"), h, v)));
    m.add(factor("m is not corrected", (h, v) -> divided(rate(h) * first(h), h, v)));
    m.add(factor("v is not corrected", (h, v) -> divided(h.of("lr") / first(h), h, v)));
    m.add(
        factor(
            "no root of the correction", (h, v) -> divided(rate(h) * Math.sqrt(second(h)), h, v)));
    m.add(
        factor(
            "the corrections exchanged",
            (h, v) -> divided(h.of("lr") * Math.sqrt(first(h)) / second(h), h, v)));
    m.add(
        factor(
            "epsilon after the correction",
            (h, v) -> h.of("lr") / first(h) / (Math.sqrt(v / second(h)) + h.of("epsilon"))));
    m.add(factor("epsilon under the root", (h, v) -> rate(h) / Math.sqrt(v + h.of("epsilon"))));
    m.add(factor("epsilon ignored", (h, v) -> rate(h) / Math.sqrt(v)));
    m.add(factor("no root of v", (h, v) -> rate(h) / (v + h.of("epsilon"))));
    m.add(
        factor(
            "epsilon kept from a small divisor alone",
            (h, v) -> rate(h) / Math.max(Math.sqrt(v), h.of("epsilon"))));
  }

  private static void averages(List<Mutant> m) {
    m.add(stale(ADAM, "m"));
    m.add(stale(ADAM, "v"));
    m.add(Mutant.ignored(ADAM, "use_nesterov", true));
    m.add(Mutant.ignored(ADAM, "use_nesterov", false));
    m.add(
        step(
            ADAM,
            "beta1 for beta2",
            (h, s, g) -> {
              s[1] = m(h, s[1], g);
              s[2] += (1 - h.of("beta1")) * (g * g - s[2]);
              double ahead = m(h, s[1], g);
              s[0] -= (h.flag("use_nesterov") ? ahead : s[1]) * divided(rate(h), h, s[2]);
            }));
    m.add(
        step(
            ADAM,
            "the old v",
            (h, s, g) -> {
              double old = s[2];
              s[1] = m(h, s[1], g);
              s[2] = v(h, s[2], g);
              double ahead = m(h, s[1], g);
              s[0] -= (h.flag("use_nesterov") ? ahead : s[1]) * divided(rate(h), h, old);
            }));
    m.add(
        step(
            ADAM,
            "Nesterov's step along the old m",
            (h, s, g) -> {
              double old = m(h, s[1], g);
              s[1] = m(h, s[1], g);
              s[2] = v(h, s[2], g);
              s[0] -= (h.flag("use_nesterov") ? old : s[1]) * divided(rate(h), h, s[2]);
            }));
    m.add(
        step(
            ADAM,
            "Nesterov's step takes the whole gradient",
            (h, s, g) -> {
              s[1] = m(h, s[1], g);
              s[2] = v(h, s[2], g);
              double ahead = h.of("beta1") * s[1] + g;
              s[0] -= (h.flag("use_nesterov") ? ahead : s[1]) * divided(rate(h), h, s[2]);
            }));
    m.add(
        step(
            ADAM,
            "the whole gradient enters m",
            (h, s, g) -> {
              s[1] = h.of("beta1") * s[1] + g;
              s[2] = v(h, s[2], g);
              double ahead = m(h, s[1], g);
              s[0] -= (h.flag("use_nesterov") ? ahead : s[1]) * divided(rate(h), h, s[2]);
            }));
  }

  private interface Size {
    double of(Scalars h, double v, double g);
  }

  private static Mutant size(String name, Size size) {
    return step(
        MAX,
        name,
        (h, s, g) -> {
          s[1] = m(h, s[1], g);
          s[2] = size.of(h, s[2], g);
          s[0] -= h.of("lr") / first(h) * s[1] / (s[2] + h.of("epsilon"));
        });
  }

  private static double greatest(Scalars h, double v, double g) {
    return Math.max(h.of("beta2") * v, Math.abs(g));
  }

  private static void adaMax(List<Mutant> m) {
    m.add(stale(MAX, "m"));
    m.add(stale(MAX, "v"));
    m.add(size("the maximum does not decay", (h, v, g) -> Math.max(v, Math.abs(g))));
    m.add(size("a sum for the maximum", (h, v, g) -> h.of("beta2") * v + Math.abs(g)));
    m.add(size("the sign kept", (h, v, g) -> Math.max(h.of("beta2") * v, g)));
    m.add(size("the gradient squared", (h, v, g) -> Math.max(h.of("beta2") * v, g * g)));
    m.add(size("beta1 for beta2", (h, v, g) -> Math.max(h.of("beta1") * v, Math.abs(g))));
    m.add(
        step(
            MAX,
            "no correction",
            (h, s, g) -> {
              s[1] = m(h, s[1], g);
              s[2] = greatest(h, s[2], g);
              s[0] -= h.of("lr") * s[1] / (s[2] + h.of("epsilon"));
            }));
    m.add(
        step(
            MAX,
            "the root of v",
            (h, s, g) -> {
              s[1] = m(h, s[1], g);
              s[2] = greatest(h, s[2], g);
              s[0] -= h.of("lr") / first(h) * s[1] / (Math.sqrt(s[2]) + h.of("epsilon"));
            }));
  }

  /** The new vhat from the old one, the old and the new v. */
  private interface Greatest {
    double of(Scalars h, double vhat, double old, double now);
  }

  private static Mutant greatest(String name, Greatest greatest) {
    return step(
        AMSGRAD,
        name,
        (h, s, g) -> {
          double old = s[2];
          s[1] = m(h, s[1], g);
          s[2] = v(h, s[2], g);
          s[3] = greatest.of(h, s[3], old, s[2]);
          s[0] -= s[1] * divided(rate(h), h, s[3]);
        });
  }

  private static void amsGrad(List<Mutant> m) {
    for (String slot : List.of("m", "v", "vhat")) {
      m.add(stale(AMSGRAD, slot));
    }
    m.add(greatest("the minimum", (h, vhat, old, now) -> Math.min(vhat, now)));
    m.add(greatest("the old v", (h, vhat, old, now) -> Math.max(vhat, old)));
    m.add(greatest("vhat decays", (h, vhat, old, now) -> Math.max(h.of("beta2") * vhat, now)));
    m.add(greatest("v for vhat", (h, vhat, old, now) -> now));
    m.add(
        step(
            AMSGRAD,
            "divides by the root of v",
            (h, s, g) -> {
              s[1] = m(h, s[1], g);
              s[2] = v(h, s[2], g);
              s[3] = Math.max(s[3], s[2]);
              s[0] -= s[1] * divided(rate(h), h, s[2]);
            }));
  }

  /** The new variable from the step of Adam that is right. */
  private interface Decay {
    double of(Scalars h, double var, double step);
  }

  private static Mutant decay(String name, Decay decay) {
    return step(
        W,
        name,
        (h, s, g) -> {
          s[1] = m(h, s[1], g);
          s[2] = v(h, s[2], g);
          s[0] = decay.of(h, s[0], s[1] * divided(rate(h), h, s[2]));
        });
  }

  private static void decays(List<Mutant> m) {
    m.add(stale(W, "m"));
    m.add(stale(W, "v"));
    m.add(decay("no decay", (h, x, step) -> x - step));
    m.add(decay("decays after the step", (h, x, step) -> (x - step) * (1 - h.of("weight_decay"))));
    m.add(decay("grows", (h, x, step) -> x + h.of("weight_decay") * x - step));
    m.add(
        decay(
            "the decay times the rate",
            (h, x, step) -> x - h.of("lr") * h.of("weight_decay") * x - step));
    m.add(
        decay(
            "the decay times the corrected rate",
            (h, x, step) -> x - rate(h) * h.of("weight_decay") * x - step));
    m.add(
        step(
            W,
            "the decay in the gradient",
            (h, s, g) -> {
              double all = g + h.of("weight_decay") * s[0];
              s[1] = m(h, s[1], all);
              s[2] = v(h, s[2], all);
              s[0] -= s[1] * divided(rate(h), h, s[2]);
            }));
  }
}
