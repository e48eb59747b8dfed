package dev.assay.tck.judge;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;

/**
 * G5. With {@code φ = ⟨v, F⟩} and {@code H = ∇²φ}: {@code ⟨w, Hu⟩} from nested tapes on the backend
 * against second-order dual numbers, and the symmetry {@code ⟨w, Hu⟩ = ⟨u, Hw⟩}.
 */
final class SecondOrder implements Check {
  private static final int ELEMENTS = 64;

  @Override
  public Method method() {
    return Method.SECOND_ORDER;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (!t.hasSmoothDerivative(ELEMENTS)) {
      return Optional.empty();
    }
    double[][] u = t.direction(13);
    double[][] w = t.direction(14);
    double[][] v = t.cotangent(13);
    double want = mixed(t, u, w, v);
    double scale = scale(t, u, w, v);
    double bound =
        t.isReference()
            ? scale * t.unit() + Double.MIN_VALUE
            : scale * Trial.BINARY64 + followed(t, u, w, v);
    double along = Pairing.dot(w, numbers(t, hessianTimes(t, u, v)));
    double across = Pairing.dot(u, numbers(t, hessianTimes(t, w, v)));
    double error = Math.max(Math.abs(along - want), Math.abs(along - across));
    return Optional.of(
        error <= bound
            ? Outcome.pass(method(), error / bound)
            : Outcome.fail(
                method(),
                "⟨w, Hu⟩ is "
                    + along
                    + ", ⟨u, Hw⟩ is "
                    + across
                    + ", second-order duals give "
                    + want
                    + ", bound "
                    + bound));
  }

  private static double scale(Trial t, double[][] u, double[][] w, double[][] v) {
    List<SpecTensor<Bounded>> y = Pairing.bounds(t, u, w);
    return 2
        * Pairing.C
        * Pairing.scale(y, v, b -> b.second() + b.first() + b.other() + Math.abs(b.getReal()));
  }

  /** The running errors of rule and rule's rule, on both sides of the symmetry. */
  private static double followed(Trial t, double[][] u, double[][] w, double[][] v) {
    GradientBound hu = GradientBound.following(t, wide -> hessianTimes(wide, u, v));
    GradientBound hw = GradientBound.following(t, wide -> hessianTimes(wide, w, v));
    return hu.along(w) + hw.along(u);
  }

  /** {@code ∂²/∂a∂b ⟨v, F(x + a·u + b·w)⟩} at 0. */
  private static double mixed(Trial t, double[][] u, double[][] w, double[][] v) {
    DerivativeStructure a = new DerivativeStructure(2, 2, 0, 0.0);
    DerivativeStructure b = new DerivativeStructure(2, 2, 1, 0.0);
    List<SpecTensor<DerivativeStructure>> y =
        Evaluation.of(
                t.spec(),
                t.call(),
                Arithmetics.derivatives(2, 2),
                (input, i, x) -> a.multiply(u[input][i]).add(b.multiply(w[input][i])).add(x))
            .outputs();
    return Pairing.dot(
        v, y.stream().map(s -> Pairing.numbers(s, e -> e.getPartialDerivative(1, 1))).toList());
  }

  /** {@code Hu}: the gradient of {@code ⟨∇φ, u⟩}, every operation carried out by the backend. */
  static List<Optional<Tensor>> hessianTimes(Trial t, double[][] u, double[][] v) {
    List<Integer> moving = t.differentiable();
    List<Tensor> xs = moving.stream().map(t.call()::in).toList();
    return Devices.with(
        t.backend(),
        () -> {
          try (GradientTape outer = GradientTape.open()) {
            outer.watch(xs.toArray(new Tensor[0]));
            List<Tensor> dxs = new ArrayList<>();
            List<Tensor> us = new ArrayList<>();
            try (GradientTape inner = GradientTape.open()) {
              inner.watch(xs.toArray(new Tensor[0]));
              List<Tensor> ys = Dispatch.call(t.call().op(), t.kase().attrs(), t.call().inputs());
              List<Tensor> floats = new ArrayList<>();
              List<Tensor> cotangents = new ArrayList<>();
              for (int j = 0; j < ys.size(); j++) {
                if (ys.get(j).dtype().isContinuous()) {
                  floats.add(ys.get(j));
                  cotangents.add(Reals.like(ys.get(j), v[j]));
                }
              }
              List<Gradient> g = inner.gradients(floats, cotangents, xs);
              for (int i = 0; i < g.size(); i++) {
                if (g.get(i).isConnected()) {
                  dxs.add(g.get(i).tensor());
                  us.add(Reals.like(xs.get(i), u[moving.get(i)]));
                }
              }
            }
            List<Optional<Tensor>> out = new ArrayList<>();
            List<Gradient> h = outer.gradients(dxs, us, xs);
            int next = 0;
            for (int i = 0; i < t.call().count(); i++) {
              out.add(moving.contains(i) ? Optional.of(h.get(next++).orZeros()) : Optional.empty());
            }
            return out;
          }
        });
  }

  private static List<double[]> numbers(Trial t, List<Optional<Tensor>> hu) {
    List<double[]> out = new ArrayList<>();
    for (int i = 0; i < hu.size(); i++) {
      int count = Reals.count(t.call().in(i));
      out.add(hu.get(i).map(Tensor::toDoubles).orElseGet(() -> new double[count]));
    }
    return out;
  }
}
