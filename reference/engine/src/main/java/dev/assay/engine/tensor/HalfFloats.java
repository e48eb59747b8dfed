package dev.assay.engine.tensor;

/**
 * A 16-bit binary format: a sign, {@code 16 − p} exponent bits, {@code p − 1} fraction bits. Rounds
 * straight from binary64, so that no value is rounded twice.
 */
enum HalfFloats {
  /** Precision 11, exponents −14 … 15. */
  FLOAT16(11, -14, 15),
  /** Precision 8, exponents −126 … 127. */
  BFLOAT16(8, -126, 127);

  private final int precision;
  private final int minExponent;
  private final int maxExponent;

  HalfFloats(int precision, int minExponent, int maxExponent) {
    this.precision = precision;
    this.minExponent = minExponent;
    this.maxExponent = maxExponent;
  }

  /** The nearest number of the format, ties to even; past the largest an infinity. */
  double round(double x) {
    if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
      return x;
    }
    int exponent = Math.max(Math.getExponent(x), minExponent);
    double ulp = Math.scalb(1.0, exponent - precision + 1);
    double r = Math.rint(x / ulp) * ulp; // both steps scale by a power of two: exact
    return Math.abs(r) >= Math.scalb(1.0, maxExponent + 1)
        ? Math.copySign(Double.POSITIVE_INFINITY, x)
        : r;
  }

  /** The 16 bits of {@code x}, rounded. */
  short encode(double x) {
    double r = round(x);
    int sign = Double.doubleToRawLongBits(x) < 0 ? 0x8000 : 0;
    int infinity = (2 * maxExponent + 1) << (precision - 1);
    if (Double.isNaN(x)) {
      return (short) (infinity | 1 << (precision - 2));
    }
    double a = Math.abs(r);
    if (Double.isInfinite(a)) {
      return (short) (sign | infinity);
    }
    int exponent = Math.max(Math.getExponent(a), minExponent);
    int significand = (int) Math.scalb(a, precision - 1 - exponent);
    // A subnormal has no implicit bit: adding the biased exponent − 1 makes both cases one sum.
    return (short) (sign | (exponent - minExponent << (precision - 1)) + significand);
  }

  /** The number that the 16 bits stand for. */
  double decode(short bits) {
    int fractionBits = precision - 1;
    int magnitude = bits & 0x7FFF;
    int biased = magnitude >>> fractionBits;
    int fraction = magnitude & ((1 << fractionBits) - 1);
    double value;
    if (biased == 2 * maxExponent + 1) {
      value = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (biased == 0) {
      value = Math.scalb((double) fraction, minExponent - fractionBits);
    } else {
      value =
          Math.scalb((double) (fraction | 1 << fractionBits), biased - maxExponent - fractionBits);
    }
    return bits < 0 ? -value : value;
  }
}
