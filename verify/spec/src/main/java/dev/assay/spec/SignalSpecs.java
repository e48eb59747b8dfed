package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of complex numbers and Fourier transforms. */
public final class SignalSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.of("complex", SignalSpecs::complex).affineIn(0, 1),
        Spec.of("real", SignalSpecs::real).affineIn(0),
        Spec.of("imag", SignalSpecs::imag).affineIn(0),
        Spec.of("conj", SignalSpecs::conj).affineIn(0),
        Spec.of("angle", SignalSpecs::angle));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> complex(SpecCall<T> c) {
    return Complex.tensor(c.complex(0).zip(c.complex(1), (x, y) -> new Complex<>(x.re(), y.re())));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> real(SpecCall<T> c) {
    return c.complex(0).to(Complex::re);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> imag(SpecCall<T> c) {
    return c.complex(0).to(Complex::im);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> conj(SpecCall<T> c) {
    return Complex.tensor(c.complex(0).map(Complex::conj));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> angle(SpecCall<T> c) {
    return c.complex(0).to(z -> ComplexSpecs.angle(c.k(), z));
  }
}
