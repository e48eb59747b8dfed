package dev.assay.engine.ops.elementwise;

import org.apache.commons.math3.special.Gamma;

/**
 * The logarithm of the gamma function and its derivatives in binary64.
 *
 * <p>Stirling's series where the argument is large, recurrences that cancel nothing where it is
 * not, reflection where it is negative. Poles give the infinity that both sides share, else NaN.
 */
public final class GammaFunctions {
  /** {@code B₂, B₄, …}: DLMF 24.2. */
  private static final double[] BERNOULLI = {
    1.0 / 6,
    -1.0 / 30,
    1.0 / 42,
    -1.0 / 30,
    5.0 / 66,
    -691.0 / 2730,
    7.0 / 6,
    -3617.0 / 510,
    43867.0 / 798,
    -174611.0 / 330,
    854513.0 / 138,
    -236364091.0 / 2730
  };

  /** From here on twelve terms of Stirling's series are exact to 2⁻⁵⁵. */
  private static final double LARGE = 10;

  private static final double HALF_LOG_TWO_PI = 0x1.d67f1c864beb5p-1;

  /** The positive zero of digamma, and what binary64 does not hold of it. */
  private static final double ROOT = 0x1.762d86356be3fp+0;

  private static final double ROOT_REST = 0x1.b86a722197829p-54;

  /** Up to here n! is an exact binary64. */
  private static final int EXACT_FACTORIAL = 20;

  private GammaFunctions() {}

  /** {@code ln|Γ(x)|}; +Inf at the poles 0, −1, −2, …. */
  static double logGamma(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Double.isInfinite(x) || (x <= 0 && x == Math.rint(x))) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < 0) {
      // DLMF 5.5.3 with Γ(1 − x) = −x Γ(−x)
      double sine = StrictMath.sin(Math.PI * distance(x));
      return StrictMath.log(Math.PI / Math.abs(x * sine)) - logGamma(-x);
    }
    return x < LARGE ? logGammaOfSmall(x) : stirling(x);
  }

  /** Didonato and Morris's approximations, accurate also near the zeros 1 and 2. */
  private static double logGammaOfSmall(double x) {
    if (x <= 8) {
      return Gamma.logGamma(x) + 0.0; // not −0 at 1
    }
    double y = x - 1;
    return Gamma.logGamma(y > 8 ? y - 1 : y) + StrictMath.log(y > 8 ? y * (y - 1) : y);
  }

  /** DLMF 5.11.1. */
  private static double stirling(double x) {
    double sum = 0;
    double inverseSquare = 1 / x / x;
    for (int k = BERNOULLI.length; k > 0; k--) {
      sum = sum * inverseSquare + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
    }
    return (x - 0.5) * (StrictMath.log(x) - 1) + (HALF_LOG_TWO_PI - 0.5 + sum / x);
  }

  /** {@code ψ(x) = Γ'(x)/Γ(x)}; ∓Inf at ±0, NaN at the other poles. */
  public static double digamma(double x) {
    if (x == 0) {
      return -1 / x;
    }
    if (x < 0) {
      if (x == Math.rint(x)) {
        return Double.NaN; // also −Inf
      }
      return digamma(1 - x) - Math.PI * cotangent(x); // DLMF 5.5.4
    }
    return x < LARGE ? fromRoot(x) : asymptotic(x);
  }

  /** DLMF 5.11.2. */
  private static double asymptotic(double x) {
    double sum = 0;
    double inverseSquare = 1 / x / x;
    for (int k = BERNOULLI.length; k > 0; k--) {
      sum = sum * inverseSquare + BERNOULLI[k - 1] / (2 * k);
    }
    return StrictMath.log(x) - (0.5 / x + sum * inverseSquare);
  }

  /**
   * {@code ψ(x) = ψ(x) − ψ(r)} with r the root: every part of the difference has the factor x − r,
   * so that ψ is accurate also near r. With {@code a = x + m} and {@code b = r + m}
   *
   * <p>{@code ψ(x) = Σ (x − r)/((x + i)(r + i)) + ln(a/b) + (x − r)/(2ab) − Σ B₂ₖ/2k (a⁻²ᵏ − b⁻²ᵏ)}
   */
  private static double fromRoot(double x) {
    double d = (x - ROOT) - ROOT_REST;
    int m = (int) LARGE;
    double sum = 0;
    for (int i = m - 1; i >= 0; i--) {
      sum += d / ((x + i) * (ROOT + i));
    }
    double a = x + m;
    double b = ROOT + m;
    double p = 1 / (a * a);
    double q = 1 / (b * b);
    double step = -d * (a + b) * p * q; // a⁻² − b⁻²
    double power = 1; // b⁻²⁽ᵏ⁻¹⁾
    double difference = 0; // a⁻²ᵏ − b⁻²ᵏ
    double rest = 0;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      difference = p * difference + step * power;
      power *= q;
      rest += BERNOULLI[k - 1] / (2 * k) * difference;
    }
    return sum + (StrictMath.log1p(d / b) + 0.5 * d / (a * b) - rest);
  }

  /** {@code ψ⁽ⁿ⁾(x)}, the n-th derivative of digamma. */
  static double polygamma(int n, double x) {
    if (n == 0) {
      return digamma(x);
    }
    double sign = n % 2 == 0 ? -1 : 1;
    if (Double.isNaN(x) || x == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    if (x >= 0) {
      // 1/x keeps the side from which a zero is approached
      return x == 0 ? sign * (n % 2 == 0 ? 1 / x : 1 / Math.abs(x)) : sign * zeta(n, x);
    }
    if (x == Math.rint(x)) {
      return n % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    // The terms with x + i < 0 run from g up to −x in steps of 1, the others begin at 1 − g.
    double g = -x - Math.floor(-x);
    double right = sign * zeta(n, 1 - g);
    double left = zeta(n, g) - zeta(n, 1 - x);
    // Where both overflow with opposite signs, the nearer pole decides.
    return Double.isInfinite(left) && right == -left ? (g < 0.5 ? left : right) : left + right;
  }

  /**
   * {@code n! Σ (x + i)⁻ˢ}, s = n + 1: Hurwitz's zeta function by Euler-Maclaurin summation, DLMF
   * 25.11.5; x > 0.
   */
  private static double zeta(int n, double x) {
    double s = n + 1.0;
    double sum = 0;
    double a = x;
    for (; a < LARGE + s; a++) {
      double term = weight(n, a);
      sum += term;
      if (term <= sum * 0x1p-70) {
        return sum;
      }
    }
    if (Double.isInfinite(a)) {
      return 0;
    }
    double tail = 0.5 + a / n;
    double factor = s / a; // s (s + 1) … (s + 2k − 2) a¹⁻²ᵏ / (2k)!
    for (int k = 1; k <= BERNOULLI.length; k++) {
      factor /= k == 1 ? 2 : (2 * k - 1) * (2 * k);
      tail += BERNOULLI[k - 1] * factor;
      factor *= (s + 2 * k - 1) / a * ((s + 2 * k) / a);
    }
    return sum + weight(n, a) * tail;
  }

  /** {@code n! a⁻ⁿ⁻¹}, by logarithms where a factor leaves binary64's range. */
  private static double weight(int n, double a) {
    double power = StrictMath.pow(a, -n - 1.0);
    if (n > EXACT_FACTORIAL || power < 0x1p-900) {
      return StrictMath.exp(logGamma(n + 1.0) - (n + 1.0) * StrictMath.log(a));
    }
    double factorial = 1;
    for (int i = 2; i <= n; i++) {
      factorial *= i;
    }
    return factorial * power;
  }

  /** {@code x − rint(x)}, exact: sin πx and tan πx depend on it alone, up to signs. */
  private static double distance(double x) {
    return x - Math.rint(x);
  }

  private static double cotangent(double x) {
    double r = distance(x);
    return Math.abs(r) < 0.25
        ? 1 / StrictMath.tan(Math.PI * r)
        : Math.copySign(StrictMath.tan(Math.PI * (0.5 - Math.abs(r))), r);
  }
}
