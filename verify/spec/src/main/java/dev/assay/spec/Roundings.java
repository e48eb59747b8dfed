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

  private final double[] units = new double[Elementary.values().length];
  private final double[] beyondFormula = new double[units.length];

  private Roundings(Accuracy accuracy, DType type) {
    for (Elementary f : Elementary.values()) {
      double backend = PER_ULP * accuracy.ulps(f, type);
      units[f.ordinal()] = f == Elementary.DIVIDE ? backend : backend + OF_STRICT_MATH;
      beyondFormula[f.ordinal()] = backend;
    }
  }

  /** For a backend of such accuracy on numbers of such a type. */
  public static Roundings of(Accuracy accuracy, DType type) {
    return new Roundings(accuracy, type);
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
