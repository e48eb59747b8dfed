package dev.assay.spec;

import dev.assay.engine.backend.Elementary;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of the error functions and of the gamma function's relatives, to more than 40
 * digits.
 *
 * <p>Which formula is used where, and how many terms, depends on the value of the argument alone.
 * Such choices are no branches: the formulas agree.
 */
final class SpecialSpecs {
  /** {@code B₂, B₄, … B₃₀} as fractions: DLMF 24.2. */
  private static final double[][] BERNOULLI = {
    {1, 6},
    {-1, 30},
    {1, 42},
    {-1, 30},
    {5, 66},
    {-691, 2730},
    {7, 6},
    {-3617, 510},
    {43867, 798},
    {-174611, 330},
    {854513, 138},
    {-236364091, 2730},
    {8553103, 6},
    {-23749461029.0, 870},
    {8615841276005.0, 14322}
  };

  /** From here on the asymptotic series with {@code B₃₀} are exact to 45 digits. */
  private static final double LARGE = 50;

  /** Relative size of terms that matter no more. */
  private static final double NEGLIGIBLE = 1e-46;

  private SpecialSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.unary("erf", SpecialSpecs::erf),
        Spec.unary("erfc", SpecialSpecs::erfc),
        Spec.unary("lgamma", SpecialSpecs::lgamma),
        Spec.unary("digamma", SpecialSpecs::digamma),
        Spec.of("polygamma", SpecialSpecs::polygamma));
  }

  private static <T extends RealFieldElement<T>> T erf(Arithmetic<T> k, T x) {
    return k.computed(Elementary.ERF, erfByFormula(k, x));
  }

  private static <T extends RealFieldElement<T>> T erfByFormula(Arithmetic<T> k, T x) {
    double at = x.getReal();
    return at > 3
        ? k.of(1).subtract(tail(k, x))
        : at < -3 ? tail(k, x.negate()).subtract(k.of(1)) : series(k, x);
  }

  static <T extends RealFieldElement<T>> T erfc(Arithmetic<T> k, T x) {
    return k.computed(
        Elementary.ERFC, x.getReal() < 1 ? k.of(1).subtract(erfByFormula(k, x)) : tail(k, x));
  }

  /** {@code erf x = 2/√π e⁻ˣ² Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!}: DLMF 7.6.2; no term cancels another. */
  private static <T extends RealFieldElement<T>> T series(Arithmetic<T> k, T x) {
    T square = x.multiply(x);
    T term = x;
    T sum = x;
    for (int n = 1; Math.abs(term.getReal()) > NEGLIGIBLE * Math.abs(sum.getReal()); n++) {
      term = term.multiply(square).multiply(k.of(2)).divide(k.of(2 * n + 1));
      sum = sum.add(term);
    }
    return sum.multiply(square.negate().exp()).multiply(k.of(2)).divide(k.pi().sqrt());
  }

  /**
   * {@code erfc x = x/π e⁻ˣ² ∫ e⁻ᵗ²/(t² + x²) dt} over all t (DLMF 7.7.1) by the trapezoidal rule
   * of step h. What the rule is wrong by is known but for {@code e⁻ᵖ}, p = π²/h²: the pole ix gives
   * {@code 2/(e²ᵖⁱˣ⸍ʰ − 1)} if {@code x < π/h} (Chiarella and Reichel 1968). For x ≥ 1.
   */
  private static <T extends RealFieldElement<T>> T tail(Arithmetic<T> k, T x) {
    double h = 0.25;
    T square = x.multiply(x);
    T sum = k.of(1).divide(square);
    for (int n = 1; n * h < 11; n++) {
      T node = k.of(n * h * n * h);
      sum = sum.add(node.negate().exp().multiply(k.of(2)).divide(node.add(square)));
    }
    T rule = x.multiply(square.negate().exp()).multiply(sum).multiply(k.of(h)).divide(k.pi());
    if (x.getReal() >= Math.PI / h) {
      return rule;
    }
    T pole = k.pi().multiply(x).multiply(k.of(2 / h)).exp().subtract(k.of(1));
    return rule.subtract(k.of(2).divide(pole));
  }

  /**
   * Euler's product (DLMF 5.8.1), its rest by DLMF 5.11.1: with N = 40
   *
   * <p>{@code ln|Γ(x)| = −ln|x| + Σ (x ln(1 + 1/i) − ln|1 + x/i|) + ln Γ(N + x)/Γ(N) − x ln N} over
   * {@code 0 < i < N}. Its terms are small, so that binary64 loses little.
   */
  private static <T extends RealFieldElement<T>> T lgamma(Arithmetic<T> k, T x) {
    if (isPole(k, x)) {
      return k.of(Double.POSITIVE_INFINITY);
    }
    int last = 40;
    T sum = k.of(0);
    for (int i = last - 1; i > 0; i--) {
      T each = k.of(1).divide(k.of(i)).log1p().multiply(x);
      sum = sum.add(each.subtract(logOnePlus(k, x, i)));
    }
    T z = x.add(k.of(last));
    T rest = z.subtract(k.of(0.5)).multiply(logOnePlus(k, x, last)).subtract(x);
    T power = z;
    T constant = k.of(last);
    for (int n = 1; n <= BERNOULLI.length; n++) {
      T difference = k.of(1).divide(power).subtract(k.of(1).divide(constant));
      rest = rest.add(bernoulli(k, n).multiply(difference).divide(k.of(2 * n * (2 * n - 1))));
      power = power.multiply(z).multiply(z);
      constant = constant.multiply(k.of(last)).multiply(k.of(last));
    }
    return sum.add(rest).subtract((x.getReal() < 0 ? x.negate() : x).log());
  }

  /** {@code ln|1 + x/i|}; i + x is exact near the zero. */
  private static <T extends RealFieldElement<T>> T logOnePlus(Arithmetic<T> k, T x, int i) {
    if (x.getReal() > -0.5 * i) {
      return x.divide(k.of(i)).log1p();
    }
    T ratio = x.add(k.of(i)).divide(k.of(i));
    return (ratio.getReal() < 0 ? ratio.negate() : ratio).log();
  }

  /** {@code ψ(x) = ψ(z) − Σ 1/(x + i)} with z ≥ 50, and DLMF 5.11.2 for z. */
  static <T extends RealFieldElement<T>> T digamma(Arithmetic<T> k, T x) {
    if (isPole(k, x)) {
      return k.of(Double.NaN);
    }
    T sum = k.of(0);
    T z = x;
    while (z.getReal() < LARGE) {
      sum = sum.subtract(k.of(1).divide(z));
      z = z.add(k.of(1));
    }
    sum = sum.add(z.log()).subtract(k.of(0.5).divide(z));
    T power = z.multiply(z);
    for (int n = 1; n <= BERNOULLI.length; n++) {
      sum = sum.subtract(bernoulli(k, n).divide(power.multiply(k.of(2 * n))));
      power = power.multiply(z).multiply(z);
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> polygamma(SpecCall<T> c) {
    int n = (int) c.attrs().integer("n");
    return c.in(0).map(x -> n == 0 ? digamma(c.k(), x) : polygamma(c.k(), n, x));
  }

  /**
   * {@code (−1)ⁿ⁺¹ n! Σ (x + i)⁻ⁿ⁻¹}: term by term until z = x + i ≥ 50, then the derivative of
   * DLMF 5.11.2: {@code (n − 1)! z⁻ⁿ + n!/2 z⁻ⁿ⁻¹ + Σ B₂ₘ (2m + n − 1)!/(2m)! z⁻²ᵐ⁻ⁿ}.
   */
  private static <T extends RealFieldElement<T>> T polygamma(Arithmetic<T> k, int n, T x) {
    if (isPole(k, x)) {
      return k.of(n % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
    }
    T factorial = k.of(1);
    for (int i = 2; i <= n; i++) {
      factorial = factorial.multiply(k.of(i));
    }
    T sum = k.of(0);
    T z = x;
    while (z.getReal() < LARGE) {
      sum = sum.add(factorial.divide(power(k, z, n + 1)));
      z = z.add(k.of(1));
    }
    T inverse = factorial.divide(power(k, z, n));
    sum = sum.add(inverse.divide(k.of(n))).add(inverse.divide(z).divide(k.of(2)));
    for (int m = 1; m <= BERNOULLI.length; m++) {
      // (2m + n − 1)!/(2m)! = n!·Π (2m + i)/(i + 1), i = 1 … n − 1
      T term = inverse.divide(power(k, z, 2 * m));
      for (int i = 1; i < n; i++) {
        term = term.multiply(k.of(2 * m + i)).divide(k.of(i + 1));
      }
      sum = sum.add(term.multiply(bernoulli(k, m)));
    }
    return n % 2 == 0 ? sum.negate() : sum;
  }

  private static <T extends RealFieldElement<T>> T power(Arithmetic<T> k, T z, int n) {
    T p = k.of(1);
    for (int i = 0; i < n; i++) {
      p = p.multiply(z);
    }
    return p;
  }

  private static <T extends RealFieldElement<T>> T bernoulli(Arithmetic<T> k, int n) {
    return k.of(BERNOULLI[n - 1][0]).divide(k.of(BERNOULLI[n - 1][1]));
  }

  /** Notes between which poles x lies, and whether it is one. */
  private static <T extends RealFieldElement<T>> boolean isPole(Arithmetic<T> k, T x) {
    double at = x.getReal();
    k.branch((long) Math.max(-1e9, Math.min(0, Math.ceil(at))));
    return at <= 0 && at == Math.rint(at);
  }
}
