package dev.assay.tck.judge;

import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.BoundedArithmetic;
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
    List<SpecTensor<Bounded>> finite = finitePart(t);
    List<boolean[]> telling = SpecialValues.telling(t);
    for (int j = 0; j < want.size(); j++) {
      double[] got = t.outputs().get(j).toDoubles();
      double largest = largest(t.outputs().get(j).dtype());
      for (int i = 0; i < got.length; i++) {
        double w = want.get(j).get(i).getReal();
        if (!telling.get(j)[i] || finite.get(j).get(i).magnitude() >= largest) {
          continue; // some order of the sum overflows by itself
        }
        boolean special = Double.isNaN(w) || Double.isInfinite(w);
        boolean same = special ? Double.compare(got[i], w) == 0 : Double.isFinite(got[i]);
        if (!same) {
          return Optional.of(
              Outcome.fail(
                  method(), "result " + j + "[" + i + "] is " + got[i] + ", expected " + w));
        }
      }
    }
    return Optional.of(Outcome.pass(method()));
  }

  /** The specification with infinities and NaN taken as 0: what finite arguments add up to. */
  private static List<SpecTensor<Bounded>> finitePart(Trial t) {
    BoundedArithmetic k = t.bounded();
    return Evaluation.of(t.spec(), t.call(), k, (input, i, x) -> k.of(Double.isFinite(x) ? x : 0))
        .outputs();
  }

  /** Half the largest number of a type, so that roundings cannot reach the overflow. */
  private static double largest(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 0x1p15;
      case FLOAT32, BFLOAT16, COMPLEX64 -> 0x1p127;
      default -> 0x1p1022;
    };
  }
}
