package dev.assay.tck.judge;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The convention table of an operation: results and slopes compared with ==, signs of zeros too.
 */
final class HardPointCheck {
  private HardPointCheck() {}

  /** Judges every hard point; empty where the row states none. */
  static Optional<Outcome> run(Op op, Backend backend) {
    for (HardPoint p : op.hardPoints()) {
      Call call = Call.of(op, p.inputs(), p.attrs());
      if (!backend.capability(call).isSupported()) {
        return Optional.of(Outcome.unsupported(Method.HARD_POINTS, "float64 tables"));
      }
      List<Tensor> y = backend.run(call);
      if (!same(y.get(0), p.output())) {
        return Optional.of(
            Outcome.fail(
                Method.HARD_POINTS,
                op.name()
                    + p.inputs()
                    + p.attrs()
                    + " is "
                    + y.get(0)
                    + ", by convention "
                    + p.output()));
      }
      if (p.slope().isPresent()) {
        double[] ones = new double[y.get(0).size()];
        Arrays.fill(ones, 1);
        Tensor dy = Tensor.of(y.get(0).shape(), HostStorage.ofDoubles(y.get(0).dtype(), ones));
        double got =
            backend.vjp(call, y, List.of(dy)).get(0).map(Tensor::toDouble).orElse(Double.NaN);
        if (!same(got, p.slope().getAsDouble())) {
          return Optional.of(
              Outcome.fail(
                  Method.HARD_POINTS,
                  op.name()
                      + "'"
                      + p.inputs()
                      + " is "
                      + got
                      + ", by convention "
                      + p.slope().getAsDouble()));
        }
      }
    }
    return op.hardPoints().isEmpty()
        ? Optional.empty()
        : Optional.of(Outcome.pass(Method.HARD_POINTS));
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
