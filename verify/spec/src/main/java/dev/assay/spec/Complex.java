package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import org.apache.commons.math3.RealFieldElement;

/**
 * A complex number, straight from the definitions.
 *
 * @param re the real part
 * @param im the imaginary part
 */
public record Complex<T extends RealFieldElement<T>>(T re, T im) {
  /** Pairs on a last axis of 2, as complex tensors are lifted. */
  static <T extends RealFieldElement<T>> SpecTensor<T> tensor(SpecTensor<T> re, SpecTensor<T> im) {
    return SpecTensor.of(re.shape().concat(Shape.of(2)), i -> (i % 2 == 0 ? re : im).get(i / 2));
  }

  /** Pairs on a last axis of 2, as complex tensors are lifted. */
  static <T extends RealFieldElement<T>> SpecTensor<T> tensor(SpecTensor<Complex<T>> z) {
    SpecTensor<T> re = z.to(c -> c.re);
    SpecTensor<T> im = z.to(c -> c.im);
    return tensor(re, im);
  }

  Complex<T> add(Complex<T> w) {
    return new Complex<>(re.add(w.re), im.add(w.im));
  }

  Complex<T> subtract(Complex<T> w) {
    return new Complex<>(re.subtract(w.re), im.subtract(w.im));
  }

  Complex<T> multiply(Complex<T> w) {
    return new Complex<>(
        re.multiply(w.re).subtract(im.multiply(w.im)), re.multiply(w.im).add(im.multiply(w.re)));
  }

  Complex<T> times(T factor) {
    return new Complex<>(re.multiply(factor), im.multiply(factor));
  }

  Complex<T> conj() {
    return new Complex<>(re, im.negate());
  }

  /** {@code |z|²}. */
  T norm() {
    return re.multiply(re).add(im.multiply(im));
  }

  /** {@code |z|}. */
  T abs() {
    return norm().sqrt();
  }

  /** {@code z·conj w / |w|²}. */
  Complex<T> divide(Complex<T> w) {
    Complex<T> n = multiply(w.conj());
    return new Complex<>(n.re.divide(w.norm()), n.im.divide(w.norm()));
  }
}
