package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of the activation functions. */
final class ActivationSpecs {
  static final List<Spec> SPECS =
      List.of(
          Spec.unary("sigmoid", ActivationSpecs::sigmoid),
          Spec.unary("relu", ActivationSpecs::relu),
          Spec.unary("relu6", ActivationSpecs::relu6),
          Spec.of("leaky_relu", ActivationSpecs::leakyRelu),
          Spec.unary("elu", ActivationSpecs::elu),
          Spec.unary("selu", ActivationSpecs::selu),
          Spec.of("crelu", ActivationSpecs::crelu),
          Spec.of("gelu", ActivationSpecs::gelu),
          Spec.of("swish", ActivationSpecs::swish),
          Spec.unary("softplus", ActivationSpecs::softplus),
          Spec.unary("softsign", ActivationSpecs::softsign),
          Spec.of("threshold", ActivationSpecs::threshold));

  /** The last power in the series of the logarithm: up to x = 1/8 enough for 50 digits. */
  private static final int LOG_TERMS = 49;

  private ActivationSpecs() {}

  /** {@code 1/(1 + e⁻ˣ)}, of a negative x as {@code eˣ/(1 + eˣ)}: nothing overflows. */
  static <T extends RealFieldElement<T>> T sigmoid(Arithmetic<T> k, T x) {
    return x.getReal() < 0 ? x.exp().divide(x.exp().add(1)) : x.negate().exp().add(1).reciprocal();
  }

  /** {@code max(x, 0)}. */
  static <T extends RealFieldElement<T>> T relu(Arithmetic<T> k, T x) {
    return k.max(k.of(0), x);
  }

  /** {@code |x|}, constant at 0. */
  static <T extends RealFieldElement<T>> T abs(Arithmetic<T> k, T x) {
    return k.less(x, k.of(0)) ? x.negate() : k.less(k.of(0), x) ? x : k.of(0);
  }

  /** {@code ln(1 + eˣ)}. */
  static <T extends RealFieldElement<T>> T softplus(Arithmetic<T> k, T x) {
    return log1p(k, x.exp());
  }

  /**
   * {@code ln(1 + x)}; of a small x as {@code 2·(r + r³/3 + r⁵/5 + …)}, r = x/(2 + x), because
   * decimal arithmetic forms 1 + x and would lose it.
   */
  static <T extends RealFieldElement<T>> T log1p(Arithmetic<T> k, T x) {
    if (Math.abs(x.getReal()) > 0.125 || x.getReal() == 0) {
      return x.log1p();
    }
    T r = x.divide(x.add(2));
    T sum = k.of(0);
    for (int n = LOG_TERMS; n > 0; n -= 2) {
      sum = sum.multiply(r).multiply(r).add(k.of(1).divide(n));
    }
    return sum.multiply(r).multiply(2);
  }

  private static <T extends RealFieldElement<T>> T relu6(Arithmetic<T> k, T x) {
    return k.min(k.of(6), relu(k, x));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> leakyRelu(SpecCall<T> c) {
    double alpha = c.attrs().number("alpha");
    return c.in(0).map(x -> c.k().less(c.k().of(0), x) ? x : x.multiply(alpha));
  }

  private static <T extends RealFieldElement<T>> T elu(Arithmetic<T> k, T x) {
    return k.less(x, k.of(0)) ? x.expm1() : x;
  }

  private static <T extends RealFieldElement<T>> T selu(Arithmetic<T> k, T x) {
    double alpha = 1.6732632423543772848170429916717;
    double scale = 1.0507009873554804934193349852946;
    return k.less(x, k.of(0)) ? x.expm1().multiply(alpha).multiply(scale) : x.multiply(scale);
  }

  /** {@code relu(x)}, then {@code relu(−x)} along the axis. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> crelu(SpecCall<T> c) {
    Shape shape = c.shape(0);
    int given = c.attrs().int32("axis");
    int axis = given < 0 ? given + shape.rank() : given;
    int n = shape.dim(axis);
    return SpecTensor.at(
        shape.with(axis, 2 * n),
        ix -> {
          int[] at = ix.clone();
          at[axis] = ix[axis] % n;
          T x = c.in(0).at(at);
          return relu(c.k(), ix[axis] < n ? x : x.negate());
        });
  }

  /** {@code x·erfc(−x/√2)/2}; approximate: {@code x·(1 + tanh u)/2 = x/(1 + e⁻²ᵘ)}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> gelu(SpecCall<T> c) {
    boolean approximate = c.attrs().flag("approximate");
    return c.in(0).map(x -> approximate ? geluTanh(c.k(), x) : geluExact(c.k(), x));
  }

  private static <T extends RealFieldElement<T>> T geluExact(Arithmetic<T> k, T x) {
    return x.multiply(SpecialSpecs.erfc(k, x.negate().divide(k.of(2).sqrt()))).divide(2);
  }

  private static <T extends RealFieldElement<T>> T geluTanh(Arithmetic<T> k, T x) {
    T cubic = x.multiply(x).multiply(x).multiply(0.044715);
    T u = k.of(2).divide(k.pi()).sqrt().multiply(x.add(cubic));
    return x.multiply(sigmoid(k, u.multiply(2)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> swish(SpecCall<T> c) {
    double beta = c.attrs().number("beta");
    return c.in(0).map(x -> x.multiply(sigmoid(c.k(), x.multiply(beta))));
  }

  private static <T extends RealFieldElement<T>> T softsign(Arithmetic<T> k, T x) {
    return x.divide(abs(k, x).add(1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> threshold(SpecCall<T> c) {
    T threshold = c.k().of(c.attrs().number("threshold"));
    return c.in(0).map(x -> c.k().of(c.k().less(threshold, x) ? 1 : 0));
  }
}
