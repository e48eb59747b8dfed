package dev.assay.engine.tensor;

import dev.assay.engine.DTypeException;
import java.math.BigInteger;
import java.util.function.IntUnaryOperator;

/**
 * The decimal digits of a positive binary number: {@code d₁.d₂d₃… × 10^exponent}.
 *
 * <p>Digits are generated one by one from the exact value, after Steele and White, "How to print
 * floating-point numbers accurately" (PLDI 1990), with the boundary cases of Burger and Dybvig
 * (PLDI 1996): generation stops as soon as the digits identify the number among those of its type.
 * Java's own {@code toString} does not serve, because its digits differ between JDK 17 and 19.
 *
 * @param digits without leading zeros
 * @param exponent of the first digit
 */
public record Decimal(String digits, int exponent) {
  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final BigInteger TEN = BigInteger.TEN;

  /** The shortest digits that read back as {@code value} of this floating type; {@code > 0}. */
  public static Decimal shortest(double value, DType dtype) {
    double whole = Math.rint(value);
    if (whole == value && value < (1L << Math.min(precision(dtype), 52))) {
      return ofInteger((long) value);
    }
    return generate(value, dtype, k -> 0, k -> UNBOUNDED);
  }

  /** As {@link #shortest}, cut and rounded where more than {@code places} follow the point. */
  static Decimal positional(double value, DType dtype, int places) {
    return generate(value, dtype, k -> 0, k -> Math.max(1, k + places));
  }

  /** As {@link #positional}, with all digits before the point, also those beyond identification. */
  static Decimal positionalWhole(double value, DType dtype, int places) {
    return generate(value, dtype, k -> k, k -> Math.max(1, k + places));
  }

  /** As {@link #shortest} with at least {@code min} and at most {@code max} digits in all. */
  static Decimal scientific(double value, DType dtype, int min, int max) {
    return generate(value, dtype, k -> min, k -> max);
  }

  /** Neighbours of an integer below {@code 2^p} are at least 1/2 away: its digits are shortest. */
  private static Decimal ofInteger(long value) {
    String all = Long.toString(value);
    int end = all.length();
    while (end > 1 && all.charAt(end - 1) == '0') {
      end--;
    }
    return new Decimal(all.substring(0, end), all.length() - 1);
  }

  private static int precision(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 11;
      case BFLOAT16 -> 8;
      case FLOAT32, COMPLEX64 -> 24;
      case FLOAT64, COMPLEX128 -> 53;
      default -> throw new DTypeException("decimal: not a floating type, got " + dtype);
    };
  }

  private static int minExponent(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> -14;
      case FLOAT64, COMPLEX128 -> Double.MIN_EXPONENT;
      default -> Float.MIN_EXPONENT;
    };
  }

  /**
   * The loop. All quantities are integers over one denominator: the value is {@code v / s}, half
   * the gaps to its neighbours are {@code low / s} and {@code high / s}.
   *
   * @param min the least number of digits where {@code k} of them stand before the point
   * @param max the greatest
   */
  private static Decimal generate(
      double value, DType dtype, IntUnaryOperator min, IntUnaryOperator max) {
    int p = precision(dtype);
    int binaryExponent = Math.max(Math.getExponent(value), minExponent(dtype));
    int q = binaryExponent - p + 1;
    long c = (long) Math.scalb(value, -q);
    boolean even = (c & 1) == 0;
    // The gap below a power of two is half as wide, but for the smallest normal number.
    boolean narrow = c == 1L << (p - 1) && binaryExponent > minExponent(dtype);

    BigInteger v = BigInteger.valueOf(c).shiftLeft(2 + Math.max(q, 0));
    BigInteger high = BigInteger.TWO.shiftLeft(Math.max(q, 0));
    BigInteger low = narrow ? high.shiftRight(1) : high;
    BigInteger s = BigInteger.ONE.shiftLeft(2 + Math.max(-q, 0));

    // Scale so that 1/10 ≤ v/s < 1: the value is 0.d₁d₂… × 10^k.
    int k = (int) Math.ceil(StrictMath.log10(value));
    BigInteger power = TEN.pow(Math.abs(k));
    if (k >= 0) {
      s = s.multiply(power);
    } else {
      v = v.multiply(power);
      low = low.multiply(power);
      high = high.multiply(power);
    }
    if (v.compareTo(s) >= 0) {
      s = s.multiply(TEN);
      k++;
    } else if (v.multiply(TEN).compareTo(s) < 0) {
      v = v.multiply(TEN);
      low = low.multiply(TEN);
      high = high.multiply(TEN);
      k--;
    }

    int least = min.applyAsInt(k);
    int most = max.applyAsInt(k);
    StringBuilder digits = new StringBuilder();
    while (true) {
      BigInteger[] qr = v.multiply(TEN).divideAndRemainder(s);
      low = low.multiply(TEN);
      high = high.multiply(TEN);
      v = qr[1];
      int digit = qr[0].intValue();
      int belowLow = v.compareTo(low);
      int aboveHigh = v.add(high).compareTo(s);
      boolean down = even ? belowLow <= 0 : belowLow < 0;
      boolean up = even ? aboveHigh >= 0 : aboveHigh > 0;
      boolean identified = (down || up) && digits.length() + 1 >= least;
      if (!identified && digits.length() + 1 < most) {
        digits.append((char) ('0' + digit));
        continue;
      }
      boolean roundUp = up;
      if (down == up) { // both or neither decide: to the nearest, a tie to the even digit
        int half = v.shiftLeft(1).compareTo(s);
        roundUp = half > 0 || (half == 0 && (digit & 1) == 1);
      }
      return rounded(digits, digit + (roundUp ? 1 : 0), k);
    }
  }

  /** Appends the last digit, 0 … 10, and carries. */
  private static Decimal rounded(StringBuilder digits, int last, int k) {
    if (last < 10) {
      return new Decimal(digits.append((char) ('0' + last)).toString(), k - 1);
    }
    int i = digits.length() - 1;
    while (i >= 0 && digits.charAt(i) == '9') {
      i--;
    }
    if (i < 0) {
      return new Decimal("1", k);
    }
    digits.setLength(i + 1);
    digits.setCharAt(i, (char) (digits.charAt(i) + 1));
    return new Decimal(digits.toString(), k - 1);
  }

  /** The digits before the point, {@code "0"} if there are none. */
  String integerPart() {
    if (exponent < 0) {
      return "0";
    }
    return digits.length() > exponent
        ? digits.substring(0, exponent + 1)
        : digits + "0".repeat(exponent + 1 - digits.length());
  }

  /** The digits after the point without trailing zeros; may be empty. */
  String fractionPart() {
    String f =
        exponent < 0
            ? "0".repeat(-exponent - 1) + digits
            : digits.substring(Math.min(digits.length(), exponent + 1));
    int end = f.length();
    while (end > 0 && f.charAt(end - 1) == '0') {
      end--;
    }
    return f.substring(0, end);
  }

  /**
   * A number in the notation of JSON that reads back as {@code value} of this floating type, which
   * must be finite: {@code 0.1}, {@code 1e-7}, {@code -0.0}.
   */
  public static String toJson(double value, DType dtype) {
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    Decimal d = shortest(Math.abs(value), dtype);
    if (d.exponent >= -5 && d.exponent < 16) {
      String fraction = d.fractionPart();
      return sign + d.integerPart() + "." + (fraction.isEmpty() ? "0" : fraction);
    }
    String rest = d.digits.substring(1);
    return sign + d.digits.charAt(0) + (rest.isEmpty() ? "" : "." + rest) + "e" + d.exponent;
  }
}
