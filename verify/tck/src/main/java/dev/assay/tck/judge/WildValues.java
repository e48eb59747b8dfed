package dev.assay.tck.judge;

import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Draw;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.util.Decimal64;

/**
 * Special values: every call answers with results of the inferred types, and an operation that only
 * moves and sums has NaN and infinities exactly where its formula has them.
 */
final class WildValues implements Check {
  @Override
  public Method method() {
    return Method.WILD;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (t.values() != Draw.Values.WILD) {
      return Optional.empty();
    }
    for (int j = 0; j < t.outputs().size(); j++) {
      Tensor y = t.outputs().get(j);
      TensorType want = t.call().outputs().get(j);
      if (y.dtype() != want.dtype() || !y.shape().compatible(want.shape())) {
        return Optional.of(
            Outcome.fail(
                method(), "result " + j + " is " + TensorType.of(y) + ", inferred " + want));
      }
    }
    if (t.spec().affine().isEmpty()) {
      return Optional.of(Outcome.pass(method()));
    }
    List<SpecTensor<Decimal64>> want =
        Evaluation.of(t.spec(), t.call(), Arithmetics.binary64()).outputs();
    for (int j = 0; j < want.size(); j++) {
      double[] got = t.outputs().get(j).toDoubles();
      for (int i = 0; i < got.length; i++) {
        double w = want.get(j).get(i).getReal();
        boolean special = Double.isNaN(w) || Double.isInfinite(w);
        boolean same = special ? Double.compare(got[i], w) == 0 : Double.isFinite(got[i]);
        if (!same && Math.abs(w) < 0x1p1000) {
          return Optional.of(
              Outcome.fail(
                  method(), "result " + j + "[" + i + "] is " + got[i] + ", expected " + w));
        }
      }
    }
    return Optional.of(Outcome.pass(method()));
  }
}
