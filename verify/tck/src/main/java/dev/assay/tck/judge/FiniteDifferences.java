package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import dev.assay.spec.Bounded;
import dev.assay.spec.SpecTensor;
import java.util.List;
import java.util.Optional;

/**
 * G3. The black-box third opinion, in binary64: central differences along a random direction with
 * power-of-two steps, extrapolated by Neville's table (Ridders 1982). Accepts within {@code τ =
 * 32·(estimate + 16·e_f/h) + the dual adjoint's bound}; where τ exceeds 1e-6 of the scale nothing
 * is decided. Stencils that cross a kink are not used.
 */
final class FiniteDifferences implements Check {
  private static final int ELEMENTS = 64;
  private static final int LEVELS = 6;
  private static final double[] FIRST_STEPS = {0x1p-5, 0x1p-8, 0x1p-11, 0x1p-14};
  private static final double DECIDABLE = 1e-6;

  @Override
  public Method method() {
    return Method.FINITE_DIFFERENCES;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (t.dtype() != DType.FLOAT64 || !t.hasSmoothDerivative(ELEMENTS)) {
      return Optional.empty();
    }
    double[][] u = t.direction(7);
    double[][] v = t.cotangent(7);
    double claimed = Pairing.against(t.vjp(v), u, t);
    List<SpecTensor<Bounded>> y = Pairing.bounds(t, u, u);
    double scale = Pairing.scale(y, v, b -> b.first() + Math.abs(b.getReal()));
    double derivative = Pairing.tolerance(t, u, v);
    Line line = new Line(t, u, v);
    String why = "every stencil crosses a kink";
    for (double h : FIRST_STEPS) {
      if (!line.smoothTo(h) || !line.smoothTo(h / 2)) {
        continue;
      }
      Estimate e = extrapolate(line, h);
      double tau = 32 * (e.spread + 16 * line.noise() / e.step) + derivative;
      double error = Math.abs(e.value - claimed);
      if (tau > DECIDABLE * scale && scale > 0) {
        why = "τ = " + tau + " exceeds 1e-6 of the scale " + scale;
        continue;
      }
      return Optional.of(
          error <= tau
              ? Outcome.pass(method(), tau == 0 ? 0 : error / tau)
              : Outcome.fail(
                  method(),
                  "directional derivative is "
                      + e.value
                      + " by differences, "
                      + claimed
                      + " by the rule, |error| "
                      + error
                      + " > τ "
                      + tau));
    }
    return Optional.of(Outcome.inconclusive(method(), why));
  }

  private record Estimate(double value, double spread, double step) {}

  /** Neville's table over steps h, h/2, h/4, …: the entry whose neighbours differ least. */
  private static Estimate extrapolate(Line line, double first) {
    double[] previous = new double[0];
    Estimate best = new Estimate(0, Double.POSITIVE_INFINITY, first);
    double h = first;
    for (int i = 0; i < LEVELS; i++, h /= 2) {
      double[] row = new double[i + 1];
      row[0] = (line.at(h) - line.at(-h)) / (2 * h);
      double factor = 4;
      for (int j = 1; j <= i; j++, factor *= 4) {
        row[j] = (factor * row[j - 1] - previous[j - 1]) / (factor - 1);
        double spread = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - previous[j - 1]));
        if (spread <= best.spread) {
          best = new Estimate(row[j], spread, h);
        }
      }
      previous = row;
    }
    return best;
  }
}
