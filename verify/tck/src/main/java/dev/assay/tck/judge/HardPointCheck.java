package dev.assay.tck.judge;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.Draw;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The convention table of an operation. {@code REFERENCE} has its numbers to the last bit, signs of
 * zeros too. Others may round: where formula and rule have a running error, and it is finite, their
 * bounds are allowed, and half a unit in the last place where the type lacks the number of the
 * table; zeros that nothing rounds, infinities and NaN are as in the table.
 */
final class HardPointCheck {
  private HardPointCheck() {}

  /**
   * Judges every hard point; empty where the row states none. The tables are in float64. In
   * float32, where that has an arithmetic of its own, those points are judged too whose arguments
   * are float32 numbers.
   */
  static Optional<Outcome> run(Op op, Backend backend) {
    if (op.hardPoints().isEmpty()) {
      return Optional.empty();
    }
    Outcome wide = run(op, backend, op.hardPoints());
    if (wide.failed() || backend.precision() == PrecisionClass.REFERENCE) {
      return Optional.of(wide);
    }
    List<HardPoint> points =
        op.hardPoints().stream().map(HardPointCheck::narrow).flatMap(Optional::stream).toList();
    Outcome narrow = run(op, backend, points);
    boolean both = narrow.failed() || wide.status() == Outcome.Status.UNSUPPORTED;
    return Optional.of(both && !points.isEmpty() ? narrow : wide);
  }

  /** Judges all points that the backend supports; it supports no table if there is none. */
  private static Outcome run(Op op, Backend backend, List<HardPoint> points) {
    Outcome outcome =
        Outcome.unsupported(Method.HARD_POINTS, "the points of the table, all of them");
    for (HardPoint p : points) {
      Call call = Call.of(op, p.inputs(), p.attrs());
      if (!backend.capability(call).isSupported()) {
        continue;
      }
      outcome = Outcome.pass(Method.HARD_POINTS);
      List<Tensor> y = backend.run(call);
      Trial trial =
          new Trial(
              backend, new Case(op.name(), p.inputs(), p.attrs()), Draw.Values.INTEGERS, 0, y);
      if (!same(trial, p.output())) {
        return Outcome.fail(
            Method.HARD_POINTS,
            op.name()
                + p.inputs()
                + p.attrs()
                + " is "
                + y.get(0)
                + ", by convention "
                + p.output());
      }
      Optional<String> wrong = slopes(trial, p);
      if (wrong.isPresent()) {
        return Outcome.fail(Method.HARD_POINTS, wrong.get());
      }
    }
    return outcome;
  }

  /** The point in float32, its results as they are; empty where float32 lacks an argument. */
  private static Optional<HardPoint> narrow(HardPoint p) {
    boolean has =
        p.inputs().stream()
            .filter(t -> t.dtype().isContinuous())
            .flatMapToDouble(t -> Arrays.stream(t.toDoubles()))
            .allMatch(HardPointCheck::isFloat);
    return has
        ? Optional.of(
            new HardPoint(
                p.inputs().stream().map(x -> Reals.cast(x, DType.FLOAT32)).toList(),
                p.attrs(),
                p.output(),
                p.slopes()))
        : Optional.empty();
  }

  private static boolean isFloat(double x) {
    return Double.isNaN(x) || (float) x == x;
  }

  private static Optional<String> slopes(Trial trial, HardPoint p) {
    if (p.slopes().isEmpty()) {
      return Optional.empty();
    }
    double[][] ones = ones(trial.outputs());
    List<Optional<Tensor>> dx;
    try {
      dx = trial.vjp(ones);
    } catch (BackendException e) {
      if (e.isUnsupported()) {
        return Optional.empty(); // composed of an operation that the backend declares not to have
      }
      throw e;
    }
    for (int i = 0; i < p.slopes().size(); i++) {
      double got = dx.get(i).map(Tensor::toDouble).orElse(Double.NaN);
      double want = p.slopes().get(i);
      double stored = trial.dtype().round(want);
      boolean same = got == stored || Double.isNaN(got) && Double.isNaN(want); // ±0 alike
      if (!same
          && !isWithin(
              got, want, slopeBound(trial, ones, i) + storing(trial.dtype(), want, stored))) {
        return Optional.of(
            "∂"
                + trial.call().op().name()
                + p.inputs()
                + "/∂"
                + trial.call().op().input(i).name()
                + " is "
                + got
                + ", by convention "
                + want);
      }
    }
    return Optional.empty();
  }

  private static double[][] ones(List<Tensor> y) {
    double[][] ones = new double[y.size()][];
    for (int j = 0; j < ones.length; j++) {
      ones[j] = Creation.onesLike(y.get(j)).toDoubles();
    }
    return ones;
  }

  private static double slopeBound(Trial t, double[][] v, int input) {
    double[] bounds = t.isReference() ? new double[0] : GradientBound.of(t, v).bounds().get(input);
    return bounds.length == 0 ? 0 : bounds[0];
  }

  /** Whether the first result is that of the table, in its own type. */
  private static boolean same(Trial t, Tensor want) {
    Tensor got = t.outputs().get(0);
    boolean narrow = t.dtype() == DType.FLOAT32; // then the table has wider numbers
    Tensor stored = narrow ? Reals.cast(want, t.call().output().dtype().realType()) : want;
    if (got.dtype() != stored.dtype() || !got.shape().equals(want.shape())) {
      return false;
    }
    if (!got.dtype().isContinuous()) {
      return got.sameAs(want);
    }
    double[] a = got.toDoubles();
    double[] b = stored.toDoubles();
    double[] exact = want.toDoubles();
    double[] bounds = null;
    for (int i = 0; i < a.length; i++) {
      if (Double.compare(a[i], b[i]) == 0) {
        continue;
      }
      bounds = bounds == null ? bounds(t, b.length) : bounds;
      if (!isWithin(a[i], exact[i], bounds[i] + storing(got.dtype(), exact[i], b[i]))) {
        return false;
      }
    }
    return true;
  }

  /** What storing a number of the table costs: half an ulp where the type lacks it. */
  private static double storing(DType type, double exact, double stored) {
    return exact == stored || Double.isNaN(exact) ? 0 : 0.5 * Format.of(type).ulp(exact);
  }

  /** On every real number of the first result; zeros where nothing is rounded. */
  private static double[] bounds(Trial t, int count) {
    double[] bounds = new double[count];
    if (t.isReference() || t.spec().exact().isPresent()) {
      return bounds;
    }
    SpecTensor<Bounded> y = Evaluation.of(t.spec(), t.call(), t.bounded()).outputs().get(0);
    for (int i = 0; i < count; i++) {
      bounds[i] = ForwardChecks.SAFETY * t.unit() * y.get(i).error();
    }
    return bounds;
  }

  /** A bound that is no number, or infinite, allows nothing. */
  private static boolean isWithin(double got, double want, double bound) {
    return bound > 0 && Double.isFinite(bound) && Math.abs(got - want) <= bound;
  }
}
