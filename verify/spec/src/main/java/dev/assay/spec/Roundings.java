package dev.assay.spec;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Elementary;
import dev.assay.engine.tensor.DType;

/**
 * What one operation may err by, in units of the unit roundoff u relative to its result: the
 * arithmetic under test together with the specification, which computes in binary64.
 *
 * <p>An ulp is at most 2u of the number. So sums, differences and products cost 1 unit and a
 * function of n ulp costs 2n; the specification's own quotients and roots are exact beside that,
 * its other functions are {@link StrictMath}'s, of one ulp, which costs 2 more.
 */
public final class Roundings {
  /** Where the arithmetic under test has the accuracy of {@link StrictMath}. */
  public static final Roundings STRICT = of(Accuracy.STRICT, DType.FLOAT64);

  private static final double PER_ULP = 2;
  private static final double OF_STRICT_MATH = 2;

  private final double[] units;
  private final double[] beyondFormula;
  private final double leastNormal;
  private final double underflow;
  private final boolean perUnit;

  private Roundings(
      double[] units,
      double[] beyondFormula,
      double leastNormal,
      double underflow,
      boolean perUnit) {
    this.units = units;
    this.beyondFormula = beyondFormula;
    this.leastNormal = leastNormal;
    this.underflow = underflow;
    this.perUnit = perUnit;
  }

  /**
   * For a backend of such accuracy on numbers of such a type, which computes in binary64's range. A
   * number below the normal ones is rounded to a multiple of 2⁻¹⁰⁷⁴: half of that is an error of
   * u·2⁻¹⁰²² (Higham, eq. 2.8).
   */
  public static Roundings of(Accuracy accuracy, DType type) {
    double[] units = new double[Elementary.values().length];
    double[] beyondFormula = new double[units.length];
    for (Elementary f : Elementary.values()) {
      double backend = PER_ULP * accuracy.ulps(f, type);
      units[f.ordinal()] = f == Elementary.DIVIDE ? backend : backend + OF_STRICT_MATH;
      beyondFormula[f.ordinal()] = backend;
    }
    return new Roundings(units, beyondFormula, Double.MIN_NORMAL, Double.MIN_NORMAL, false);
  }

  /**
   * These roundings where every step is in binary32's range.
   *
   * @param lost what one rounding below the normal numbers loses, in units of the unit roundoff; a
   *     function of several units may lose that in each of them
   */
  public Roundings inBinary32(double lost) {
    return new Roundings(units, beyondFormula, Float.MIN_NORMAL, lost, true);
  }

  /** What rounding a result costs where it is below the normal numbers, in units of u. */
  double underflow(double value, double unitsOfStep) {
    return value == 0 || Math.abs(value) >= leastNormal
        ? 0
        : perUnit ? Math.max(1, unitsOfStep) * underflow : underflow;
  }

  /** What {@code f} may err by where the specification calls it. */
  double of(Elementary f) {
    return units[f.ordinal()];
  }

  /**
   * What {@code f} may err by where the specification has a formula for it, a series say: the
   * errors of the formula are counted by themselves, but another implementation has others.
   */
  double beyondFormula(Elementary f) {
    return beyondFormula[f.ordinal()];
  }
}
