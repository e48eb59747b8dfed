package dev.assay.engine.ops.signal;

import dev.assay.engine.ShapeException;

/**
 * The discrete Fourier transform of one length, {@code y_k = Σⱼ xⱼ·e^(−2πi·jk/n)}, in binary64:
 * powers of two by radix 2, others up to {@value #PLAIN} by the sum itself, longer ones by
 * Bluestein's algorithm.
 *
 * <p>In the norm the error is at most {@code u·(1 + log₂ n)} of the result, for Bluestein's
 * algorithm {@code u·(4 + 2·log₂ n)}, u = 2⁻⁵³ (measured, up to n = 509). A small element beside
 * large ones has fewer correct digits.
 */
interface Dft {
  /** From here on the sum is slower than Bluestein's algorithm, and no more accurate. */
  int PLAIN = 16;

  /** Bluestein's algorithm takes twice as many elements. */
  int LONGEST = 1 << 29;

  /**
   * Transforms in place. With the two arrays swapped it is {@code Σⱼ xⱼ·e^(+2πi·jk/n)}, n times the
   * inverse: to swap the parts is to conjugate and to multiply by i.
   *
   * @param re the real parts. Modified.
   * @param im the imaginary parts. Modified.
   */
  void run(double[] re, double[] im);

  /** The transform of length {@code n}. */
  static Dft of(int n) {
    if (n > LONGEST) {
      throw new ShapeException("fft: transforms of up to " + LONGEST + " elements, got " + n);
    }
    if (Integer.bitCount(n) == 1) {
      return new Radix2(n);
    }
    return n <= PLAIN ? new PlainDft(n) : new Bluestein(n);
  }

  /** The least power of two that is at least {@code n}. */
  static int powerOfTwo(int n) {
    return n <= 1 ? 1 : 2 * Integer.highestOneBit(n - 1);
  }
}
