package dev.assay.tck.judge;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Evaluation;
import dev.assay.tck.cases.Draw;
import java.util.List;
import java.util.Optional;

/**
 * A backend's results and gradients against the reference's, which computes gradients in float64
 * and rounds once. Results within {@code 4·u·(running error of the formula)}, gradients within
 * {@code 4·u·(running error of the rule)}.
 */
final class AgainstReference implements Check {
  /** Where the bounds come from. */
  static final String ORIGIN =
      "4·u·(running error of formula or rule), for sums λ·√n·u·A if less, + underflow + one ulp";

  private static final Backend REFERENCE = ReferenceBackend.instance();

  @Override
  public Method method() {
    return Method.REFERENCE;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (t.backend() == REFERENCE) {
      return Optional.empty();
    }
    Compare compare = new Compare(method(), ORIGIN);
    results(t, compare);
    if (compare.ok() && t.values() == Draw.Values.SMOOTH && t.isDifferentiable()) {
      gradients(t, compare);
    }
    return Optional.of(compare.outcome());
  }

  /** Every element of every result; of special values those that are no ordinary numbers. */
  static void results(Trial t, Compare compare) {
    ResultBound formula = ResultBound.of(t);
    boolean wild = t.values() == Draw.Values.WILD;
    for (int j = 0; j < formula.want().size() && compare.ok(); j++) {
      Tensor got = t.outputs().get(j);
      Tensor w = formula.want().get(j);
      if (got.dtype() != w.dtype() || !got.shape().equals(w.shape())) {
        compare.fail(
            "result "
                + j
                + " is "
                + got.dtype()
                + got.shape()
                + ", expected "
                + w.dtype()
                + w.shape());
        return;
      }
      if (!ForwardChecks.isNumeric(got)) {
        if (!got.sameAs(w)) {
          compare.fail("result " + j + " is " + got + ", expected " + w);
        }
        continue;
      }
      double[] a = got.toDoubles();
      double[] v = formula.values().get(j);
      double[] bounds = formula.bounds().get(j);
      Shape lifted = Evaluation.shape(w);
      for (int i = 0; i < a.length; i++) {
        if (!formula.telling().get(j)[i]) {
          continue;
        }
        boolean anyNumber = wild && Double.isInfinite(bounds[i]);
        double bound = anyNumber && !Double.isFinite(a[i]) ? 0 : bounds[i];
        compare.element("result " + j, lifted, i, w.dtype(), a[i], v[i], bound);
      }
    }
  }

  /** Every element of every gradient. */
  static void gradients(Trial t, Compare compare) {
    double[][] v = t.cotangent(19);
    GradientBound rule = GradientBound.of(t, v);
    List<Optional<Tensor>> got = t.vjp(v);
    for (int i : t.differentiable()) {
      Tensor w = rule.want().get(i).orElseThrow();
      if (got.get(i).isEmpty() || !got.get(i).get().shape().equals(w.shape())) {
        compare.fail("gradient " + i + " is missing or not of shape " + w.shape());
        return;
      }
      double[] g = got.get(i).get().toDoubles();
      double[] r = w.toDoubles();
      Shape lifted = Evaluation.shape(w);
      for (int n = 0; n < g.length; n++) {
        compare.element("gradient " + i, lifted, n, t.dtype(), g[n], r[n], rule.bounds().get(i)[n]);
      }
    }
  }
}
