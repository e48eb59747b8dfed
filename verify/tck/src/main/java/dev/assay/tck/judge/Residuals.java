package dev.assay.tck.judge;

import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the float32 results of one operation err by, all cases together, where every rounding goes
 * to nearest: sums and products of exact numbers, {@code r = e/(u·A)}.
 *
 * <p>Each error is up as often as down. If the signs were tossed, {@code Z = Σ sign(y)·r / √Σr²}
 * would exceed t with probability at most {@code 2·exp(−t²/2)}, however the sizes are distributed
 * (Hoeffding 1963): 2·10⁻¹¹ for {@value #BIAS}. Truncated results are all too small, so that Z
 * falls as √N. A rounding is off by u/√3 of its result at most in the mean square, and n of them by
 * n times that: the mean of {@code r²/n} is at most ⅓, and {@value #VARIANCE} leaves room for its
 * scatter.
 */
final class Residuals {
  private static final double BIAS = 7.1;
  private static final double VARIANCE = 0.4;

  /** Truncation makes Z about 0.8·√N: of so many errors it is seen. */
  private static final int ENOUGH = 200;

  /** Below, numbers are rounded to multiples of the smallest one. */
  private static final double SMALLEST = 0x1p-100;

  /**
   * Results that share partial sums have errors that go together, which says nothing of a bias:
   * running sums, and products of three factors.
   */
  private static final Set<String> SHARING = Set.of("cumsum", "separable_conv2d", "einsum");

  private int results;
  private int errors;
  private double bias;
  private double squares;
  private double variance;

  /** Adds what the case's results err by, if they are of that kind. */
  void add(Trial t) {
    PrecisionClass p = t.backend().precision();
    boolean nearest = p == PrecisionClass.RN32 || p == PrecisionClass.FTZ32;
    if (!nearest
        || t.dtype() != DType.FLOAT32
        || !t.values().isSmooth()
        || !SumBound.holdsFor(t.call(), t.spec())
        || SHARING.contains(t.call().op().name())) {
      return;
    }
    List<Tensor> want = ReferenceBackend.instance().run(t.cast(DType.FLOAT64).call());
    List<SpecTensor<Bounded>> y = Evaluation.of(t.spec(), t.call(), t.bounded()).outputs();
    for (int j = 0; j < want.size(); j++) {
      if (want.get(j).dtype().isContinuous()
          && want.get(j).shape().equals(t.outputs().get(j).shape())) {
        add(t.outputs().get(j).toDoubles(), want.get(j).toDoubles(), y.get(j), t.unit());
      }
    }
  }

  private void add(double[] got, double[] want, SpecTensor<Bounded> y, double unit) {
    for (int i = 0; i < got.length; i++) {
      double size = y.get(i).magnitude();
      double n = y.get(i).depth();
      double r = (got[i] - want[i]) / (unit * size);
      if (n == 0 || !(size > SMALLEST) || !Double.isFinite(r)) {
        continue;
      }
      results++;
      errors += r == 0 ? 0 : 1;
      bias += Math.signum(want[i]) * r;
      squares += r * r;
      variance += r * r / n;
    }
  }

  /** What is to be said of all of them; nothing where no result is rounded. */
  List<Outcome> outcomes() {
    List<Outcome> out = new ArrayList<>();
    if (errors > 0) {
      out.add(bias());
      out.add(variance());
    }
    return out;
  }

  private Outcome bias() {
    double z = bias / Math.sqrt(squares);
    if (Math.abs(z) > BIAS) {
      return Outcome.fail(
          Method.SIGN_BIAS,
          "errors go one way: Z = Σ sign(y)·e/(u·A) / √Σ(e/(u·A))² is "
              + z
              + " over "
              + errors
              + " errors, |Z| at most "
              + BIAS
              + " where each rounding goes to nearest");
    }
    return errors < ENOUGH ? few(Method.SIGN_BIAS) : Outcome.pass(Method.SIGN_BIAS);
  }

  private Outcome variance() {
    double mean = variance / results;
    if (mean > VARIANCE && results >= ENOUGH) {
      return Outcome.fail(
          Method.VARIANCE,
          "errors are large: the mean of (e/(u·A))²/n is "
              + mean
              + " over "
              + results
              + " results, at most "
              + VARIANCE
              + " where each of n roundings goes to nearest");
    }
    return results < ENOUGH ? few(Method.VARIANCE) : Outcome.pass(Method.VARIANCE);
  }

  private Outcome few(Method method) {
    return Outcome.inconclusive(
        method, errors + " errors in " + results + " results are too few, " + ENOUGH + " decide");
  }
}
