package dev.assay.engine.ops.signal;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;

/**
 * Complex numbers and Fourier transforms.
 *
 * <p>A gradient by a complex number z = a + ib is ∂L/∂a + i·∂L/∂b, as in TensorFlow: a function
 * with the complex derivative f′ passes dy·conj(f′) on.
 */
public final class Signal {
  private Signal() {}

  /** {@code real + i·imag}. */
  public static Tensor complex(Tensor real, Tensor imag) {
    return Dispatch.one(Parts.COMPLEX_OF, real, imag);
  }

  /** The real part; a real tensor itself. */
  public static Tensor real(Tensor input) {
    return input.dtype().isFloating() ? input : Dispatch.one(Parts.REAL, input);
  }

  /** The imaginary part. */
  public static Tensor imag(Tensor input) {
    return Dispatch.one(Parts.IMAG, input);
  }

  /** The complex conjugate; a tensor of other numbers itself. */
  public static Tensor conj(Tensor input) {
    return input.dtype().isComplex() || !input.dtype().isNumeric()
        ? Dispatch.one(Parts.CONJ, input)
        : input;
  }

  /** {@code arg z}, −π … π. */
  public static Tensor angle(Tensor input) {
    return Dispatch.one(Parts.ANGLE, input);
  }

  /** {@code |z|}. */
  public static Tensor abs(Tensor input) {
    return Maths.abs(input);
  }
}
