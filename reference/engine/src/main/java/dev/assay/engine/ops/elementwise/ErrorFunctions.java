package dev.assay.engine.ops.elementwise;

/**
 * The error function and its complement in binary64.
 *
 * <p>Near 0 erf by its Maclaurin series; elsewhere erfc by its continued fraction, whose terms are
 * all positive, so that erfc keeps its relative accuracy down to where it underflows.
 */
public final class ErrorFunctions {
  /** Below it the series, above it the fraction: there erf = 0.52 = 1 − 0.48. */
  private static final double HALF = 0.5;

  /** Where erfc is less than half the smallest subnormal. */
  private static final double VANISHES = 27.3;

  private static final double TWO_OVER_SQRT_PI = 0x1.20dd750429b6dp+0;
  private static final double ONE_OVER_SQRT_PI = 0x1.20dd750429b6dp-1;

  /** {@code 2²⁷ + 1}: splits a significand into two halves of 26 bits. */
  private static final double VELTKAMP = 0x1p27 + 1;

  private ErrorFunctions() {}

  /** {@code erf x = 2/√π ∫₀ˣ e⁻ᵗ² dt}. */
  static double erf(double x) {
    double z = Math.abs(x);
    return z < HALF || Double.isNaN(x) ? series(x) : Math.copySign(1 - fraction(z), x);
  }

  /** {@code erfc x = 1 − erf x}. */
  public static double erfc(double x) {
    if (Math.abs(x) < HALF || Double.isNaN(x)) {
      return 1 - series(x);
    }
    return x > 0 ? fraction(x) : 2 - fraction(-x);
  }

  /** {@code erf x = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1))}: DLMF 7.6.1; for {@code |x| < ½}. */
  private static double series(double x) {
    double square = x * x;
    double power = 1; // (−1)ⁿ x²ⁿ / n!
    double sum = 0;
    for (int n = 1; Math.abs(power) > 0x1p-60; n++) {
      power *= -square / n;
      sum += power / (2 * n + 1);
    }
    return TWO_OVER_SQRT_PI * (x + x * sum);
  }

  /**
   * {@code erfc z = e⁻ᶻ²/√π · 1/(z + ½/(z + 1/(z + (3/2)/(z + 2/(z + …)))))}: DLMF 7.9.1; for z ≥
   * ½. Cut after n levels it is wrong by about {@code exp(−2z√(2n))}: {@code n = 181/z²} gives
   * 2⁻⁵⁵.
   */
  private static double fraction(double z) {
    if (z > VANISHES) {
      return 0;
    }
    double tail = z;
    for (int n = 10 + (int) (181 / (z * z)); n > 0; n--) {
      tail = z + 0.5 * n / tail;
    }
    return expOfMinusSquare(z) * ONE_OVER_SQRT_PI / tail;
  }

  /** {@code e⁻ᶻ²}: the rounding error of z², found by Dekker's product, is not lost. */
  private static double expOfMinusSquare(double z) {
    double square = z * z;
    double c = VELTKAMP * z;
    double high = c - (c - z);
    double low = z - high;
    double lost = ((high * high - square) + 2 * high * low) + low * low;
    return StrictMath.exp(-square) * (1 - lost);
  }
}
