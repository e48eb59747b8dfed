package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of functions with kinks and jumps. */
final class StepSpecs {
  private StepSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.unary("abs", StepSpecs::abs).onComplex(ComplexSpecs::abs),
        Spec.unary("sign", StepSpecs::sign),
        Spec.unary("floor", StepSpecs::floor),
        Spec.unary("ceil", StepSpecs::ceil),
        Spec.unary("round", StepSpecs::round),
        Spec.unary("rint", StepSpecs::round),
        Spec.binary("maximum", StepSpecs::maximum),
        Spec.binary("minimum", StepSpecs::minimum),
        Spec.of("clip_by_value", StepSpecs::clip));
  }

  private static <T extends RealFieldElement<T>> T abs(Arithmetic<T> k, T x) {
    return k.less(x, k.of(0)) ? x.negate() : x;
  }

  private static <T extends RealFieldElement<T>> T sign(Arithmetic<T> k, T x) {
    return k.of(k.less(x, k.of(0)) ? -1 : k.less(k.of(0), x) ? 1 : 0);
  }

  /** The greatest integer that is not above x. Dfp's own floor is 0 for {@code −1e-4 < x < 0}. */
  static <T extends RealFieldElement<T>> T floor(Arithmetic<T> k, T x) {
    T whole = x.floor();
    T y = x.subtract(whole).getReal() < 0 ? whole.subtract(k.of(1)) : whole;
    k.branch((long) y.getReal());
    return y;
  }

  /** The least integer that is not below x. */
  static <T extends RealFieldElement<T>> T ceil(Arithmetic<T> k, T x) {
    return floor(k, x.negate()).negate();
  }

  /** The integer below or above, whichever is nearer; half-way the even one. */
  private static <T extends RealFieldElement<T>> T round(Arithmetic<T> k, T x) {
    T below = floor(k, x);
    double rest = x.subtract(below).getReal();
    boolean odd = below.getReal() % 2 != 0;
    return k.branch(rest > 0.5 || (rest == 0.5 && odd)) ? below.add(k.of(1)) : below;
  }

  private static <T extends RealFieldElement<T>> T maximum(Arithmetic<T> k, T x, T y) {
    return k.max(x, y);
  }

  private static <T extends RealFieldElement<T>> T minimum(Arithmetic<T> k, T x, T y) {
    return k.min(x, y);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> clip(SpecCall<T> c) {
    T low = c.k().of(c.attrs().number("clip_value_min"));
    T high = c.k().of(c.attrs().number("clip_value_max"));
    return c.in(0).map(t -> c.k().min(c.k().max(t, low), high));
  }
}
