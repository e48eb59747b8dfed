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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The convention table of an operation: results and slopes compared with ==, signs of zeros too.
 */
final class HardPointCheck {
  private HardPointCheck() {}

  /**
   * Judges every hard point; empty where the row states none. The tables are in float64. In
   * float32, where that has an arithmetic of its own, those points are judged too that float32 can
   * tell.
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

  private static Outcome run(Op op, Backend backend, List<HardPoint> points) {
    for (HardPoint p : points) {
      Call call = Call.of(op, p.inputs(), p.attrs());
      if (!backend.capability(call).isSupported()) {
        return Outcome.unsupported(Method.HARD_POINTS, "tables in " + call.in(0).dtype());
      }
      List<Tensor> y = backend.run(call);
      if (!same(y.get(0), p.output())) {
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
      Optional<String> wrong = slopes(op, backend, p, call, y);
      if (wrong.isPresent()) {
        return Outcome.fail(Method.HARD_POINTS, wrong.get());
      }
    }
    return Outcome.pass(Method.HARD_POINTS);
  }

  /** The point in float32; empty where float32 lacks one of its numbers. */
  private static Optional<HardPoint> narrow(HardPoint p) {
    boolean has =
        Stream.concat(p.inputs().stream(), Stream.of(p.output()))
                .filter(t -> t.dtype().isContinuous())
                .flatMapToDouble(t -> Arrays.stream(t.toDoubles()))
                .allMatch(HardPointCheck::isFloat)
            && p.slopes().stream().allMatch(HardPointCheck::isFloat);
    return has
        ? Optional.of(
            new HardPoint(
                p.inputs().stream().map(x -> Reals.cast(x, DType.FLOAT32)).toList(),
                p.attrs(),
                Reals.cast(p.output(), DType.FLOAT32),
                p.slopes()))
        : Optional.empty();
  }

  private static boolean isFloat(double x) {
    return Double.isNaN(x) || (float) x == x;
  }

  private static Optional<String> slopes(
      Op op, Backend backend, HardPoint p, Call call, List<Tensor> y) {
    if (p.slopes().isEmpty()) {
      return Optional.empty();
    }
    Tensor dy = Creation.onesLike(y.get(0));
    List<Optional<Tensor>> dx;
    try {
      dx = backend.vjp(call, y, List.of(dy));
    } catch (BackendException e) {
      if (e.isUnsupported()) {
        return Optional.empty(); // composed of an operation that the backend declares not to have
      }
      throw e;
    }
    for (int i = 0; i < p.slopes().size(); i++) {
      double got = dx.get(i).map(Tensor::toDouble).orElse(Double.NaN);
      double want = p.slopes().get(i);
      if (!same(got, want)) {
        return Optional.of(
            "∂"
                + op.name()
                + p.inputs()
                + "/∂"
                + op.input(i).name()
                + " is "
                + got
                + ", by convention "
                + want);
      }
    }
    return Optional.empty();
  }

  private static boolean same(Tensor got, Tensor want) {
    if (got.dtype() != want.dtype() || !got.shape().equals(want.shape())) {
      return false;
    }
    if (!got.dtype().isFloating()) {
      return got.sameAs(want);
    }
    double[] a = got.toDoubles();
    double[] b = want.toDoubles();
    for (int i = 0; i < a.length; i++) {
      if (Double.compare(a[i], b[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** A slope of zero may have either sign. */
  private static boolean same(double got, double want) {
    return got == want || Double.isNaN(got) && Double.isNaN(want);
  }
}
