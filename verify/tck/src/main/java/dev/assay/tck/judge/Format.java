package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import dev.assay.spec.Reordered;

/**
 * A binary format in which results are stored: where its numbers end and how far apart they are.
 *
 * <p>A number of magnitude {@code largest + ½·ulp(largest)} or more is rounded to infinity (IEEE
 * 754, 4.3.1). So with v the true value and b the bound on the error before storage and in it,
 * infinity is demanded where {@code |v| − b} is beyond the largest number, and allowed where {@code
 * |v| + b} reaches that border; there is no other rule, and every comparison is made by this one.
 */
enum Format {
  /** Half precision. */
  BINARY16(11, -14, 15),
  /** Half of binary32. */
  BFLOAT16(8, -126, 127),
  /** Single precision. */
  BINARY32(24, -126, 127),
  /** Double precision; also integers and truth values, as the judge has them. */
  BINARY64(53, -1022, 1023);

  private final int digits;
  private final int least;
  private final double largest;

  Format(int digits, int least, int greatest) {
    this.digits = digits;
    this.least = least;
    this.largest = Math.scalb(2 - Math.scalb(1.0, 1 - digits), greatest);
  }

  /** The format of the real numbers in a tensor of this type. */
  static Format of(DType dtype) {
    return switch (dtype.realType()) {
      case FLOAT16 -> BINARY16;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT32 -> BINARY32;
      default -> BINARY64;
    };
  }

  /** How far {@code v} is beyond the largest number, where truncation ends. */
  double beyond(double v) {
    return Double.isFinite(v) ? Math.max(0, Math.abs(v) - largest) : 0;
  }

  /** Whether all that is within {@code bound} of {@code v} is a number of this format. */
  boolean isInside(double v, double bound) {
    return Math.abs(v) + bound <= largest;
  }

  /** From the smallest normal number to half the largest. */
  Reordered.Range range() {
    return new Reordered.Range(Math.scalb(1.0, least), largest / 2);
  }

  /** The unit in the last place of what is stored of {@code v}: at most that of the largest. */
  double ulp(double v) {
    if (Double.isNaN(v)) {
      return 0;
    }
    int exponent = Math.getExponent(Math.min(Math.abs(v), largest));
    return Math.scalb(1.0, Math.max(exponent, least) - digits + 1);
  }

  /**
   * How far {@code got} is from the true value {@code v}: an infinity is as far as the border from
   * which on numbers are stored as such, and right beyond it. NaN if either is NaN.
   */
  double error(double got, double v) {
    if (Double.isInfinite(got) && Double.isFinite(v)) {
      double inside = largest - Math.copySign(1, got) * v; // from the largest number
      return Math.max(0, inside + 0.5 * ulp(largest));
    }
    return Math.abs(got - v);
  }
}
