package dev.assay.tck.judge;

import dev.assay.tck.cases.Draw;
import java.util.Optional;

/**
 * G1. {@code |⟨v, Ju⟩ − ⟨Jᵀv, u⟩|} within rounding, Ju from dual numbers through the specification,
 * Jᵀv from the backend; entries of u and v bounded away from zero.
 */
final class DualAdjoint implements Check {
  private static final int DRAWS = 2;

  @Override
  public Method method() {
    return Method.DUAL_ADJOINT;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (t.values() != Draw.Values.SMOOTH || !t.isDifferentiable() || t.inputElements() == 0) {
      return Optional.empty();
    }
    double worst = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[][] u = t.direction(draw);
      double[][] v = t.cotangent(draw);
      double left = Pairing.dualDerivative(t, u, v);
      double right = Pairing.against(t.vjp(v), u, t);
      double bound = Pairing.tolerance(t, u, v);
      double error = Math.abs(left - right);
      if (!(error <= bound)) {
        return Optional.of(
            Outcome.fail(
                method(),
                "⟨v, Ju⟩ is "
                    + left
                    + ", ⟨Jᵀv, u⟩ is "
                    + right
                    + ", |error| "
                    + error
                    + " > bound "
                    + bound
                    + " = "
                    + Pairing.origin(t)));
      }
      worst = Math.max(worst, bound == 0 ? 0 : error / bound);
    }
    return Optional.of(Outcome.pass(method(), worst));
  }
}
