package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import java.util.Optional;

/**
 * G4. What remains after the first-order term, {@code R(h) = φ(h) − φ(0) − h·⟨Jᵀv, u⟩}, shrinks
 * with slope 2 when the gradient is right and with slope 1 when it is not: decided at 1.5, on
 * remainders of at least 100 times the noise.
 */
final class TaylorSlope implements Check {
  private static final int ELEMENTS = 64;
  private static final double SLOPE = 1.5;
  private static final double ABOVE_NOISE = 100;

  /**
   * How far noise moves a measured slope: two remainders, each off by one part in {@link
   * #ABOVE_NOISE}. A slope of 1 within it is that of a wrong gradient, never "still rising".
   */
  private static final double SLOPE_NOISE = 2 / (ABOVE_NOISE * Math.log(2));

  private static final double[] FIRST_STEPS = {0x1p-5, 0x1p-8, 0x1p-11};
  private static final int HALVINGS = 6;

  /**
   * Right after {@code a·h² + b·h³} passes its zero, slopes are below {@value #SLOPE} for two
   * halvings.
   */
  private static final int AFTER_ZERO = 3;

  @Override
  public Method method() {
    return Method.TAYLOR;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    if (t.dtype() != DType.FLOAT64 || !t.hasSmoothDerivative(ELEMENTS)) {
      return Optional.empty();
    }
    double[][] u = t.direction(11);
    double[][] v = t.cotangent(11);
    double slope = Pairing.against(t.vjp(v), u, t);
    Line line = new Line(t, u, v);
    for (double first : FIRST_STEPS) {
      if (line.smoothTo(first) && line.smoothTo(first / 2)) {
        return Optional.of(decide(line, first, slope));
      }
    }
    return Optional.of(Outcome.inconclusive(method(), "every stencil crosses a kink"));
  }

  /** A straight line has no remainder; else the remainder from the largest step down must fall. */
  private Outcome decide(Line line, double first, double slope) {
    double start = line.at(0);
    double h = first;
    double signed = line.at(h) - start - h * slope;
    double before = Math.abs(signed);
    double floor = ABOVE_NOISE * line.noise();
    if (before == 0 || !(before >= floor)) {
      return Double.isNaN(before)
          ? Outcome.fail(method(), "the remainder is NaN")
          : Outcome.pass(method());
    }
    double steepest = 0;
    boolean rising = true; // towards 2, as a·h² − b·h³ does; c·h + a·h² falls towards 1
    int sinceZero = HALVINGS; // steps since the remainder, as a polynomial in h, passed a zero
    for (int i = 0; i < HALVINGS; i++) {
      h /= 2;
      double next = line.at(h) - start - h * slope;
      double now = Math.abs(next);
      if (now < floor) {
        break;
      }
      // The slope is measured where the remainder is smallest yet above the noise.
      double last = Math.log(before / now) / Math.log(2);
      rising = last >= steepest;
      steepest = last;
      sinceZero = Math.signum(next) == Math.signum(signed) ? sinceZero + 1 : 0;
      signed = next;
      before = now;
    }
    if (steepest < SLOPE && sinceZero < AFTER_ZERO) {
      return Outcome.inconclusive(method(), "the remainder has just passed a zero");
    }
    if (steepest > 1 + SLOPE_NOISE && steepest < SLOPE && rising) {
      return Outcome.inconclusive(method(), "the slope is still rising at " + steepest);
    }
    if (steepest == 0 && before < 1000 * floor) {
      return Outcome.inconclusive(method(), "the remainder falls into the noise at once");
    }
    return steepest == 0 || steepest >= SLOPE
        ? Outcome.pass(method())
        : Outcome.fail(
            method(), "the remainder shrinks with slope " + steepest + ", expected 2 (or more)");
  }
}
