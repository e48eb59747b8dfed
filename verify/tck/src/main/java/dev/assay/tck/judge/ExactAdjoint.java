package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * G0. For each argument in which the operation is affine over the integers: with non-zero integers
 * in [−R, R], {@code ⟨v, F(x) − F(0)⟩ == ⟨F*(v), x⟩}, exactly. A wrong form of degree d survives
 * one draw with probability at most d/(2R) (Schwartz 1980, Zippel 1979).
 */
final class ExactAdjoint implements Check {
  private static final int RANGE = 127;

  @Override
  public Method method() {
    return Method.EXACT_ADJOINT;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (t.values() != Draw.Values.INTEGERS || !t.isDifferentiable()) {
      return Optional.empty();
    }
    SplittableRandom random = t.random(17);
    boolean ran = false;
    for (int i : t.differentiable()) {
      if (!t.spec().affine().contains(i)) {
        continue;
      }
      double[][] v = new double[t.outputs().size()][];
      for (int j = 0; j < v.length; j++) {
        v[j] = new double[Reals.count(t.outputs().get(j))];
        if (t.outputs().get(j).dtype().isContinuous()) {
          for (int k = 0; k < v[j].length; k++) {
            int entry = 1 + random.nextInt(RANGE);
            v[j][k] = random.nextBoolean() ? entry : -entry;
          }
        }
      }
      List<Tensor> origin = new ArrayList<>(t.call().inputs());
      Tensor x = t.call().in(i);
      origin.set(i, Tensor.zeros(x.dtype(), x.shape()));
      List<Tensor> atOrigin = t.run(origin);
      double left = 0;
      double size = 0;
      for (int j = 0; j < v.length; j++) {
        if (!t.outputs().get(j).dtype().isContinuous()) {
          continue;
        }
        double[] y = t.outputs().get(j).toDoubles();
        double[] y0 = atOrigin.get(j).toDoubles();
        for (int k = 0; k < y.length; k++) {
          left += v[j][k] * (y[k] - y0[k]);
          size += Math.abs(v[j][k]) * (Math.abs(y[k]) + Math.abs(y0[k]));
        }
      }
      Optional<Tensor> dx = t.vjp(v).get(i);
      if (dx.isEmpty()) {
        return Optional.of(Outcome.fail(method(), "no gradient for input " + i));
      }
      double[] g = dx.get().toDoubles();
      double[] d = x.toDoubles();
      if (g.length != d.length) {
        return Optional.of(
            Outcome.fail(method(), "gradient " + i + " has shape " + dx.get().shape()));
      }
      double right = 0;
      for (int k = 0; k < d.length; k++) {
        right += g[k] * d[k];
        size += Math.abs(g[k] * d[k]);
      }
      double limit = t.dtype() == DType.FLOAT64 ? 0x1p53 : 0x1p24;
      if (size >= limit) {
        continue; // sums that are not exact decide nothing
      }
      if (left != right) {
        return Optional.of(
            Outcome.fail(
                method(),
                "input " + i + ": ⟨v, F(x) − F(0)⟩ is " + left + ", ⟨F*(v), x⟩ is " + right));
      }
      ran |= d.length > 0 && left != 0;
    }
    return ran ? Optional.of(Outcome.pass(method())) : Optional.empty();
  }
}
