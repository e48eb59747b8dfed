package dev.assay.tck.mutants;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Bugs of steps of optimizers, as people get them wrong; those of Adam's kin and of penalties. */
final class TrainBugs {
  private static final String GD = "apply_gradient_descent";
  private static final String MOMENTUM = "apply_momentum";
  private static final String ADAGRAD = "apply_adagrad";
  private static final String DA = "apply_adagrad_da";
  private static final String ADADELTA = "apply_adadelta";
  private static final String RMS = "apply_rms_prop";
  private static final String CENTERED = "apply_centered_rms_prop";

  private TrainBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    descents(m);
    nesterov(m);
    adagrad(m);
    dualAveraging(m);
    adadelta(m);
    rmsProp(m);
    centered(m);
    m.addAll(AdamBugs.all());
    m.addAll(ProximalBugs.all());
    return m;
  }

  /** A wrong step of one element: the scalars, its state (changed in place), its gradient. */
  @FunctionalInterface
  interface Wrong {
    void step(Scalars h, double[] s, double g);
  }

  /** The scalars and attributes of a call. */
  record Scalars(Call call) {
    double of(String input) {
      return call.in(index(call, input)).toDouble();
    }

    boolean flag(String attribute) {
      return call.attrs().flag(attribute);
    }
  }

  private static int index(Call call, String input) {
    return call.op().inputs().stream().map(InputSpec::name).toList().indexOf(input);
  }

  /** A kernel that takes {@code wrong} steps. */
  static Mutant step(String op, String name, Wrong wrong) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          double[][] state =
              IntStream.range(0, right.size())
                  .mapToObj(k -> call.in(k).toDoubles())
                  .toArray(double[][]::new);
          double[] g = call.in(Math.max(index(call, "grad"), index(call, "delta"))).toDoubles();
          Scalars h = new Scalars(call);
          for (int i = 0; i < g.length; i++) {
            double[] s = new double[state.length];
            for (int k = 0; k < s.length; k++) {
              s[k] = state[k][i];
            }
            wrong.step(h, s, g[i]);
            for (int k = 0; k < s.length; k++) {
              state[k][i] = s[k];
            }
          }
          List<Tensor> out = new ArrayList<>();
          for (int k = 0; k < state.length; k++) {
            Tensor t = right.get(k);
            out.add(Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), state[k])));
          }
          return out;
        });
  }

  /** A kernel that gives a slot back as it came. */
  static Mutant stale(String op, String slot) {
    return Mutant.kernel(
        op,
        slot + " is not taken up",
        (call, right) -> {
          List<Tensor> out = new ArrayList<>(right);
          out.set(index(call, slot), call.in(index(call, slot)));
          return out;
        });
  }

  private static void descents(List<Mutant> m) {
    m.add(step(GD, "climbs", (h, s, g) -> s[0] += h.of("alpha") * g));
    m.add(step(GD, "the rate ignored", (h, s, g) -> s[0] -= g));
    m.addAll(Mutant.kernels(GD, Bug.SINGLE_PRECISION, Bug.TAIL_SKIPPED, Bug.OFF_BY_ONE));
    m.add(stale(MOMENTUM, "accum"));
    m.add(
        step(
            MOMENTUM,
            "the gradient enters by its share",
            (h, s, g) -> {
              double momentum = h.of("momentum");
              s[1] = momentum * s[1] + (1 - momentum) * g;
              s[0] -= h.of("lr") * (h.flag("use_nesterov") ? g + momentum * s[1] : s[1]);
            }));
    m.add(
        step(
            MOMENTUM,
            "the rate in the slot",
            (h, s, g) -> {
              double rated = h.of("lr") * g;
              s[1] = h.of("momentum") * s[1] + rated;
              s[0] -= h.flag("use_nesterov") ? rated + h.of("momentum") * s[1] : s[1];
            }));
    m.add(
        step(
            MOMENTUM,
            "the step of the slot as it came",
            (h, s, g) -> {
              double old = s[1];
              s[1] = h.of("momentum") * s[1] + g;
              s[0] -= h.of("lr") * (h.flag("use_nesterov") ? g + h.of("momentum") * s[1] : old);
            }));
  }

  /** {@code var − lr·direction} with Nesterov, the right step without. */
  private static Mutant ahead(String name, Ahead direction) {
    return step(
        MOMENTUM,
        name,
        (h, s, g) -> {
          double momentum = h.of("momentum");
          double old = s[1];
          s[1] = momentum * s[1] + g;
          s[0] -=
              h.of("lr") * (h.flag("use_nesterov") ? direction.of(momentum, old, s[1], g) : s[1]);
        });
  }

  private interface Ahead {
    double of(double momentum, double old, double now, double g);
  }

  private static void nesterov(List<Mutant> m) {
    m.add(Mutant.ignored(MOMENTUM, "use_nesterov", true));
    m.add(Mutant.ignored(MOMENTUM, "use_nesterov", false));
    m.add(ahead("looks back", (momentum, old, now, g) -> g - momentum * now));
    m.add(ahead("looks ahead along the old slot", (momentum, old, now, g) -> g + momentum * old));
    m.add(ahead("the gradient twice", (momentum, old, now, g) -> now + momentum * now));
    m.add(ahead("a step too far", (momentum, old, now, g) -> g + now));
  }

  private static void adagrad(List<Mutant> m) {
    m.add(stale(ADAGRAD, "accum"));
    m.add(Mutant.ignored(ADAGRAD, "update_slots", true));
    m.add(Mutant.ignored(ADAGRAD, "update_slots", false));
    m.add(adagrad("no root", (accum, g) -> accum));
    m.add(adagrad("an epsilon under the root", (accum, g) -> Math.sqrt(accum + 1e-7)));
    m.add(adagrad("an epsilon beside the root", (accum, g) -> Math.sqrt(accum) + 1e-7));
    m.add(adagrad("divides by the old root", (accum, g) -> Math.sqrt(accum - g * g)));
    m.add(
        step(
            ADAGRAD,
            "accumulates sizes",
            (h, s, g) -> {
              s[1] += h.flag("update_slots") ? Math.abs(g) : 0;
              s[0] -= h.of("lr") * g / Math.sqrt(s[1]);
            }));
    m.add(
        step(
            ADAGRAD,
            "a frozen slot divides as if it went on",
            (h, s, g) -> {
              double accum = s[1] + g * g;
              s[1] = h.flag("update_slots") ? accum : s[1];
              s[0] -= h.of("lr") * g / Math.sqrt(accum);
            }));
  }

  private interface Divisor {
    double of(double accum, double g);
  }

  private static Mutant adagrad(String name, Divisor divisor) {
    return step(
        ADAGRAD,
        name,
        (h, s, g) -> {
          s[1] += h.flag("update_slots") ? g * g : 0;
          s[0] -= h.of("lr") * g / divisor.of(s[1], g);
        });
  }

  /** {@code l1·step} and {@code l2·step·lr} as a bug has them; the rest is right. */
  private interface Weight {
    double of(Scalars h);
  }

  private static Mutant dual(String name, Weight threshold, Weight ridge) {
    return step(
        DA,
        name,
        (h, s, g) -> {
          s[1] += g;
          s[2] += g * g;
          double active = Math.max(Math.abs(s[1]) - threshold.of(h), 0);
          s[0] = -h.of("lr") * Math.signum(s[1]) * active / (ridge.of(h) + Math.sqrt(s[2]));
        });
  }

  private static double lasso(Scalars h) {
    return h.of("l1") * h.of("global_step");
  }

  private static double ridge(Scalars h) {
    return h.of("l2") * h.of("global_step") * h.of("lr");
  }

  private static void dualAveraging(List<Mutant> m) {
    m.add(dual("l1 once for all steps", h -> h.of("l1"), TrainBugs::ridge));
    m.add(dual("l1 times the rate", h -> lasso(h) * h.of("lr"), TrainBugs::ridge));
    m.add(
        dual("l1 for a step more", h -> h.of("l1") * (h.of("global_step") + 1), TrainBugs::ridge));
    m.add(dual("l2 without the rate", TrainBugs::lasso, h -> h.of("l2") * h.of("global_step")));
    m.add(dual("l2 once for all steps", TrainBugs::lasso, h -> h.of("l2") * h.of("lr")));
    m.add(stale(DA, "gradient_accumulator"));
    m.add(stale(DA, "gradient_squared_accumulator"));
    m.add(
        step(
            DA,
            "goes on from the variable",
            (h, s, g) -> {
              s[1] += g;
              s[2] += g * g;
              double active = Math.max(Math.abs(s[1]) - lasso(h), 0);
              s[0] -= h.of("lr") * Math.signum(s[1]) * active / (ridge(h) + Math.sqrt(s[2]));
            }));
    m.add(
        step(
            DA,
            "climbs",
            (h, s, g) -> {
              s[1] += g;
              s[2] += g * g;
              double active = Math.max(Math.abs(s[1]) - lasso(h), 0);
              s[0] = h.of("lr") * Math.signum(s[1]) * active / (ridge(h) + Math.sqrt(s[2]));
            }));
  }

  /** The step of Adadelta from the scalars, both averages before, the new one, the gradient. */
  private interface Ratio {
    double of(double epsilon, double old, double now, double updates, double g);
  }

  private static Mutant adadelta(String name, Ratio ratio) {
    return step(
        ADADELTA,
        name,
        (h, s, g) -> {
          double rho = h.of("rho");
          double old = s[1];
          s[1] = rho * s[1] + (1 - rho) * g * g;
          double step = ratio.of(h.of("epsilon"), old, s[1], s[2], g);
          s[0] -= h.of("lr") * step;
          s[2] = rho * s[2] + (1 - rho) * step * step;
        });
  }

  private static double ratio(double epsilon, double now, double updates, double g) {
    return Math.sqrt(updates + epsilon) / Math.sqrt(now + epsilon) * g;
  }

  private static void adadelta(List<Mutant> m) {
    m.add(stale(ADADELTA, "accum"));
    m.add(stale(ADADELTA, "accum_update"));
    m.add(
        adadelta(
            "epsilon outside the roots",
            (e, old, now, u, g) -> (Math.sqrt(u) + e) / (Math.sqrt(now) + e) * g));
    m.add(adadelta("the ratio inverted", (e, old, now, u, g) -> ratio(e, u, now, g)));
    m.add(adadelta("divides by the old average", (e, old, now, u, g) -> ratio(e, old, u, g)));
    m.add(adadelta("no roots", (e, old, now, u, g) -> (u + e) / (now + e) * g));
    m.add(
        step(
            ADADELTA,
            "takes the step up with its rate",
            (h, s, g) -> {
              double rho = h.of("rho");
              s[1] = rho * s[1] + (1 - rho) * g * g;
              double step = h.of("lr") * ratio(h.of("epsilon"), s[1], s[2], g);
              s[0] -= step;
              s[2] = rho * s[2] + (1 - rho) * step * step;
            }));
    m.add(
        step(
            ADADELTA,
            "divides after the step was taken up",
            (h, s, g) -> {
              double rho = h.of("rho");
              s[1] = rho * s[1] + (1 - rho) * g * g;
              double step = ratio(h.of("epsilon"), s[1], s[2], g);
              s[2] = rho * s[2] + (1 - rho) * step * step;
              s[0] -= h.of("lr") * ratio(h.of("epsilon"), s[1], s[2], g);
            }));
    m.add(
        step(
            ADADELTA,
            "the weights reversed",
            (h, s, g) -> {
              double rho = h.of("rho");
              s[1] = (1 - rho) * s[1] + rho * g * g;
              double step = ratio(h.of("epsilon"), s[1], s[2], g);
              s[0] -= h.of("lr") * step;
              s[2] = (1 - rho) * s[2] + rho * step * step;
            }));
  }

  private static Mutant rms(String name, Divisor2 divisor) {
    return step(
        RMS,
        name,
        (h, s, g) -> {
          double old = s[1];
          s[1] += (1 - h.of("rho")) * (g * g - s[1]);
          s[2] = h.of("momentum") * s[2] + h.of("lr") * g / divisor.of(old, s[1], h.of("epsilon"));
          s[0] -= s[2];
        });
  }

  private interface Divisor2 {
    double of(double old, double now, double epsilon);
  }

  private static void rmsProp(List<Mutant> m) {
    m.add(stale(RMS, "ms"));
    m.add(stale(RMS, "mom"));
    m.add(rms("epsilon outside the root", (old, now, e) -> Math.sqrt(now) + e));
    m.add(rms("the old average", (old, now, e) -> Math.sqrt(old + e)));
    m.add(rms("no root", (old, now, e) -> now + e));
    m.add(rms("epsilon ignored", (old, now, e) -> Math.sqrt(now)));
    m.add(
        step(
            RMS,
            "the rate outside the slot",
            (h, s, g) -> {
              s[1] += (1 - h.of("rho")) * (g * g - s[1]);
              s[2] = h.of("momentum") * s[2] + g / Math.sqrt(s[1] + h.of("epsilon"));
              s[0] -= h.of("lr") * s[2];
            }));
    m.add(
        step(
            RMS,
            "the weights reversed",
            (h, s, g) -> {
              s[1] += h.of("rho") * (g * g - s[1]);
              s[2] = h.of("momentum") * s[2] + h.of("lr") * g / Math.sqrt(s[1] + h.of("epsilon"));
              s[0] -= s[2];
            }));
  }

  private static Mutant centered(String name, Variance variance) {
    return step(
        CENTERED,
        name,
        (h, s, g) -> {
          double old = s[1];
          s[1] += (1 - h.of("rho")) * (g - s[1]);
          s[2] += (1 - h.of("rho")) * (g * g - s[2]);
          double root = Math.sqrt(variance.of(s[2], old, s[1]) + h.of("epsilon"));
          s[3] = h.of("momentum") * s[3] + h.of("lr") * g / root;
          s[0] -= s[3];
        });
  }

  private interface Variance {
    double of(double square, double old, double mean);
  }

  private static void centered(List<Mutant> m) {
    for (String slot : List.of("mg", "ms", "mom")) {
      m.add(stale(CENTERED, slot));
    }
    m.add(centered("not centred", (square, old, mean) -> square));
    m.add(centered("the mean not squared", (square, old, mean) -> square - mean));
    m.add(centered("the mean added", (square, old, mean) -> square + mean * mean));
    m.add(centered("the old mean", (square, old, mean) -> square - old * old));
  }
}
