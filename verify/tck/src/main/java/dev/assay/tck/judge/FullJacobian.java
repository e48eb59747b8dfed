package dev.assay.tck.judge;

import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Draw;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.analysis.differentiation.SparseGradient;

/**
 * G2. On small shapes every entry of {@code Jᵀv} for every unit cotangent, against sparse dual
 * numbers. Names the entry that is wrong.
 */
final class FullJacobian implements Check {
  private static final int INPUTS = 64;
  private static final int OUTPUTS = 24;

  @Override
  public Method method() {
    return Method.JACOBIAN;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    int outputs =
        t.outputs().stream().filter(y -> y.dtype().isContinuous()).mapToInt(Reals::count).sum();
    if (t.values() != Draw.Values.SMOOTH
        || !t.isDifferentiable()
        || t.inputElements() == 0
        || t.inputElements() > INPUTS
        || outputs == 0
        || outputs > OUTPUTS) {
      return Optional.empty();
    }
    int[] base = new int[t.call().count()];
    for (int i = 1; i < base.length; i++) {
      base[i] = base[i - 1] + Reals.count(t.call().in(i - 1));
    }
    List<Integer> moving = t.differentiable();
    List<SpecTensor<SparseGradient>> want =
        Evaluation.of(
                t.spec(),
                t.call(),
                Arithmetics.gradients(),
                (input, i, x) ->
                    moving.contains(input)
                        ? SparseGradient.createVariable(base[input] + i, x)
                        : SparseGradient.createConstant(x))
            .outputs();
    double[][] ones = ones(t);
    List<SpecTensor<Bounded>> bounds = Pairing.bounds(t, ones, ones);
    Compare compare =
        new Compare(
            method(),
            t.isReference()
                ? "C·u·(majorant of Σ|∂y/∂x| of the row + |y|)"
                : "4·u·(running error of the rule) + underflow + one ulp");
    for (int j = 0; j < want.size() && compare.ok(); j++) {
      if (!t.outputs().get(j).dtype().isContinuous()) {
        continue;
      }
      for (int k = 0; k < want.get(j).size() && compare.ok(); k++) {
        double size = bounds.get(j).get(k).first() + Math.abs(want.get(j).get(k).getValue());
        row(t, want.get(j).get(k), j, k, base, Pairing.C * size, compare);
      }
    }
    return Optional.of(compare.outcome());
  }

  /** The direction in which every argument that has a derivative moves by 1. */
  private static double[][] ones(Trial t) {
    double[][] ones = t.direction(0);
    for (double[] d : ones) {
      for (int i = 0; i < d.length; i++) {
        d[i] = d[i] == 0 ? 0 : 1;
      }
    }
    return ones;
  }

  private static void row(
      Trial t, SparseGradient y, int j, int k, int[] base, double scale, Compare compare) {
    double[][] v = new double[t.outputs().size()][];
    for (int q = 0; q < v.length; q++) {
      v[q] = new double[Reals.count(t.outputs().get(q))];
    }
    v[j][k] = 1;
    List<double[]> rule = t.isReference() ? List.of() : GradientBound.of(t, v).bounds();
    List<Optional<Tensor>> dx = t.vjp(v);
    for (int i : t.differentiable()) {
      Shape shape = t.call().in(i).shape();
      if (dx.get(i).isEmpty() || !dx.get(i).get().shape().equals(shape)) {
        compare.fail("gradient " + i + " is missing or not of shape " + shape);
        return;
      }
      double[] g = dx.get(i).get().toDoubles();
      Shape lifted = Evaluation.shape(t.call().in(i));
      for (int n = 0; n < g.length; n++) {
        compare.element(
            "∂y" + j + "[" + k + "]/∂x" + i,
            lifted,
            n,
            t.dtype(),
            g[n],
            y.getDerivative(base[i] + n),
            t.isReference()
                ? scale * t.unit() + Double.MIN_VALUE
                : scale * Trial.BINARY64 + rule.get(i)[n]);
      }
    }
  }
}
