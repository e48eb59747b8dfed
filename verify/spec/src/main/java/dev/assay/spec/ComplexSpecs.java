package dev.assay.spec;

import org.apache.commons.math3.RealFieldElement;

/** Elementwise functions of complex numbers, by their parts. */
final class ComplexSpecs {
  private ComplexSpecs() {}

  static <T extends RealFieldElement<T>> Complex<T> multiply(
      Arithmetic<T> k, Complex<T> z, Complex<T> w) {
    return z.multiply(w);
  }

  static <T extends RealFieldElement<T>> Complex<T> divide(
      Arithmetic<T> k, Complex<T> z, Complex<T> w) {
    return z.divide(w);
  }

  static <T extends RealFieldElement<T>> Complex<T> square(Arithmetic<T> k, Complex<T> z) {
    return z.multiply(z);
  }

  /** {@code conj z / |z|²}. */
  static <T extends RealFieldElement<T>> Complex<T> reciprocal(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(k.of(1), k.of(0)).divide(z);
  }

  static <T extends RealFieldElement<T>> Complex<T> exp(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(z.im().cos(), z.im().sin()).times(z.re().exp());
  }

  /** {@code ½ ln|z|² + i·arg z}. */
  static <T extends RealFieldElement<T>> Complex<T> log(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(z.norm().log().multiply(0.5), angle(k, z));
  }

  /** The angle of the point (re, im). */
  static <T extends RealFieldElement<T>> T angle(Arithmetic<T> k, Complex<T> z) {
    if (k.less(z.re(), k.of(0))) {
      k.less(z.im(), k.of(0)); // the cut along the negative real axis
    }
    return z.im().atan2(z.re());
  }

  /**
   * {@code w + i·im/(2w)} with {@code w = √((|z| + re)/2)}; {@code re < 0}: the other way round.
   */
  static <T extends RealFieldElement<T>> Complex<T> sqrt(Arithmetic<T> k, Complex<T> z) {
    boolean left = k.less(z.re(), k.of(0));
    T w = z.abs().add(left ? z.re().negate() : z.re()).divide(k.of(2)).sqrt();
    T rest = z.im().divide(w.multiply(2));
    if (!left) {
      return new Complex<>(w, rest);
    }
    return k.less(z.im(), k.of(0))
        ? new Complex<>(rest.negate(), w.negate())
        : new Complex<>(rest, w);
  }

  /** {@code sin a·cosh b + i·cos a·sinh b}. */
  static <T extends RealFieldElement<T>> Complex<T> sin(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(
        z.re().sin().multiply(z.im().cosh()), z.re().cos().multiply(z.im().sinh()));
  }

  /** {@code cos a·cosh b − i·sin a·sinh b}. */
  static <T extends RealFieldElement<T>> Complex<T> cos(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(
        z.re().cos().multiply(z.im().cosh()), z.re().sin().multiply(z.im().sinh()).negate());
  }

  /** {@code sinh a·cos b + i·cosh a·sin b}. */
  static <T extends RealFieldElement<T>> Complex<T> sinh(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(
        z.re().sinh().multiply(z.im().cos()), z.re().cosh().multiply(z.im().sin()));
  }

  /** {@code cosh a·cos b + i·sinh a·sin b}. */
  static <T extends RealFieldElement<T>> Complex<T> cosh(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(
        z.re().cosh().multiply(z.im().cos()), z.re().sinh().multiply(z.im().sin()));
  }

  static <T extends RealFieldElement<T>> Complex<T> tanh(Arithmetic<T> k, Complex<T> z) {
    return sinh(k, z).divide(cosh(k, z));
  }

  /** {@code √(re² + im²)}. */
  static <T extends RealFieldElement<T>> SpecTensor<T> abs(SpecCall<T> c) {
    return c.complex(0).to(Complex::abs);
  }

  static <T extends RealFieldElement<T>> SpecTensor<T> equal(SpecCall<T> c) {
    return truth(c, true);
  }

  static <T extends RealFieldElement<T>> SpecTensor<T> notEqual(SpecCall<T> c) {
    return truth(c, false);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> truth(SpecCall<T> c, boolean equal) {
    SpecTensor<Complex<T>> differences = c.complex(0).zip(c.complex(1), Complex::subtract);
    return differences.to(
        d -> c.k().of((d.re().getReal() == 0 && d.im().getReal() == 0) == equal ? 1 : 0));
  }
}
