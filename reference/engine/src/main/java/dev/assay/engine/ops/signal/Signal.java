package dev.assay.engine.ops.signal;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
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

  /** {@code Σⱼ xⱼ·e^(−2πi·jk/n)} along the last axis. */
  public static Tensor fft(Tensor input) {
    return Fourier.of("fft", input);
  }

  /** The inverse of {@link #fft}. */
  public static Tensor ifft(Tensor input) {
    return Fourier.of("ifft", input);
  }

  /** The discrete Fourier transform over the last two axes. */
  public static Tensor fft2d(Tensor input) {
    return Fourier.of("fft2d", input);
  }

  /** The inverse of {@link #fft2d}. */
  public static Tensor ifft2d(Tensor input) {
    return Fourier.of("ifft2d", input);
  }

  /** The discrete Fourier transform over the last three axes. */
  public static Tensor fft3d(Tensor input) {
    return Fourier.of("fft3d", input);
  }

  /** The inverse of {@link #fft3d}. */
  public static Tensor ifft3d(Tensor input) {
    return Fourier.of("ifft3d", input);
  }

  /**
   * The transform of a real tensor over the last axis: bins 0 … n/2 of the last.
   *
   * @param fftLength lengths that the axes are cut off or padded to; none for their own
   */
  public static Tensor rfft(Tensor input, int... fftLength) {
    return RealFourier.of("rfft", input, fftLength);
  }

  /**
   * The inverse of {@link #rfft}.
   *
   * @param fftLength the lengths of the result; none for those of the input, but 2(n − 1) along the
   *     last axis
   */
  public static Tensor irfft(Tensor input, int... fftLength) {
    return RealFourier.of("irfft", input, fftLength);
  }

  /**
   * The transform of a real tensor over the last two axes: bins 0 … n/2 of the last.
   *
   * @param fftLength lengths that the axes are cut off or padded to; none for their own
   */
  public static Tensor rfft2d(Tensor input, int... fftLength) {
    return RealFourier.of("rfft2d", input, fftLength);
  }

  /**
   * The inverse of {@link #rfft2d}.
   *
   * @param fftLength the lengths of the result; none for those of the input, but 2(n − 1) along the
   *     last axis
   */
  public static Tensor irfft2d(Tensor input, int... fftLength) {
    return RealFourier.of("irfft2d", input, fftLength);
  }

  /**
   * The transform of a real tensor over the last three axes: bins 0 … n/2 of the last.
   *
   * @param fftLength lengths that the axes are cut off or padded to; none for their own
   */
  public static Tensor rfft3d(Tensor input, int... fftLength) {
    return RealFourier.of("rfft3d", input, fftLength);
  }

  /**
   * The inverse of {@link #rfft3d}.
   *
   * @param fftLength the lengths of the result; none for those of the input, but 2(n − 1) along the
   *     last axis
   */
  public static Tensor irfft3d(Tensor input, int... fftLength) {
    return RealFourier.of("irfft3d", input, fftLength);
  }

  /** Rotates axes by half their size: frequency 0 goes to the middle. No axes: all. */
  public static Tensor fftshift(Tensor x, int... axes) {
    return FftShift.shift("fftshift", x, axes.length == 0 ? Attributes.none() : axes(axes));
  }

  /** The inverse of {@link #fftshift}. */
  public static Tensor ifftshift(Tensor x, int... axes) {
    return FftShift.shift("ifftshift", x, axes.length == 0 ? Attributes.none() : axes(axes));
  }

  private static Attributes axes(int... axes) {
    return Attributes.of("axes", axes);
  }

  /** The full convolution along the last axis, {@code Σⱼ xⱼ·y_{k−j}}, by transforms. */
  public static Tensor fftConvolve(Tensor x, Tensor y) {
    return FftConvolve.convolve(x, y);
  }
}
