package dev.assay.tck.judge;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Draw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The reference's results of a case, and how far those of a backend may be from them: {@code
 * 4·u·(running error of the formula) + underflow + one ulp}.
 *
 * @param want the reference's results
 * @param values per result and real number, the true value, which may lie beyond the type's largest
 *     number; nothing of strings
 * @param bounds on the distance from that value, what storing costs included; infinite where a
 *     special value only has to be a number
 * @param telling false where special values say nothing of the backend
 */
record ResultBound(
    List<Tensor> want, List<double[]> values, List<double[]> bounds, List<boolean[]> telling) {
  /** For whatever the backend of {@code t} declares. */
  static ResultBound of(Trial t) {
    List<Tensor> want = ReferenceBackend.instance().run(t.call());
    boolean wild = t.values() == Draw.Values.WILD;
    List<SpecTensor<Bounded>> formula = Evaluation.of(t.spec(), t.call(), t.bounded()).outputs();
    List<boolean[]> telling =
        wild
            ? SpecialValues.telling(t, formula, want)
            : want.stream().map(ResultBound::all).toList();
    boolean sums = t.roundsToNearest() && SumBound.holdsFor(t.call(), t.spec());
    List<double[]> values = new ArrayList<>();
    List<double[]> bounds = new ArrayList<>();
    for (int j = 0; j < want.size(); j++) {
      DType type = want.get(j).dtype();
      double[] v = Evaluation.numbers(want.get(j));
      double[] bound = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        // a formula may have no results for special values: then nothing is known of errors
        boolean known = i < formula.get(j).size();
        v[i] = known ? trueValue(type, v[i], formula.get(j).get(i).getReal()) : v[i];
        bound[i] = known ? of(t, type, v[i], formula.get(j).get(i), sums) : Double.NaN;
        if (!type.isContinuous()) {
          bound[i] = 0;
        } else if (wild && !Double.isFinite(bound[i]) && Double.isFinite(v[i])) {
          bound[i] = Double.POSITIVE_INFINITY;
        }
      }
      values.add(v);
      bounds.add(bound);
    }
    return new ResultBound(want, values, bounds, telling);
  }

  private static boolean[] all(Tensor t) {
    boolean[] all = new boolean[Reals.count(t)];
    Arrays.fill(all, true);
    return all;
  }

  /**
   * The number that the reference rounded to infinity, if the formula has one: what else is stored
   * depends on how far beyond the largest it lies.
   */
  private static double trueValue(DType type, double stored, double formula) {
    boolean beyond =
        type.isContinuous()
            && Double.isInfinite(stored)
            && Double.isFinite(formula)
            && stored * formula > 0;
    return beyond ? formula : stored;
  }

  private static double of(Trial t, DType type, double v, Bounded y, boolean sums) {
    return of(t, type, v, sums ? SumBound.sharpen(y) : y.error());
  }

  /** What a result of value {@code v} and its storage may err by. */
  static double of(Trial t, DType type, double v, double error) {
    return ForwardChecks.SAFETY * t.unit() * error + t.underflow() + t.storing(type, v, 1);
  }
}
