package dev.assay.engine.tensor;

import java.util.Arrays;

/**
 * How NumPy prints the floating numbers of one array: fixed or scientific notation for all of them,
 * at most 8 digits after the point, the points below each other.
 */
final class FloatColumn {
  private static final int PRECISION = 8;

  /** From here on all numbers are scientific. */
  private static final double LARGE = 1e8;

  /** Below this all numbers are scientific. */
  private static final double SMALL = 1e-4;

  /** All numbers are scientific if the largest is more than this many times the smallest. */
  private static final double SPREAD = 1000;

  private static final Decimal ZERO = new Decimal("0", 0);

  private final DType dtype;
  private final boolean signed;
  private final boolean scientific;
  private final int fractionDigits;
  private final int exponentDigits;
  private final int left;
  private final int right;

  /**
   * The common format of {@code values}.
   *
   * @param signed whether positive numbers show a sign
   */
  FloatColumn(double[] values, DType dtype, boolean signed) {
    this.dtype = dtype;
    this.signed = signed;
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    this.scientific = isScientific(finite, dtype);
    int intWidth = 0;
    int fraction = 0;
    int exponent = 0;
    for (double x : finite) {
      String sign = sign(x);
      if (scientific) {
        Decimal d = scientific(x, 0);
        intWidth = Math.max(intWidth, sign.length() + 1);
        fraction = Math.max(fraction, withoutZeros(d.digits()).length() - 1);
        exponent = Math.max(exponent, Integer.toString(Math.abs(d.exponent())).length());
      } else {
        Decimal d = x == 0 ? ZERO : Decimal.positional(Math.abs(x), dtype, PRECISION);
        intWidth = Math.max(intWidth, sign.length() + d.integerPart().length());
        fraction = Math.max(fraction, d.fractionPart().length());
      }
    }
    this.fractionDigits = fraction;
    this.exponentDigits = Math.max(2, exponent);
    this.right = scientific ? fraction + exponentDigits + 2 : fraction;
    if (finite.length < values.length) {
      boolean minus = signed || Arrays.stream(values).anyMatch(x -> x == Double.NEGATIVE_INFINITY);
      int widest = minus ? "-inf".length() : "inf".length();
      intWidth = Math.max(intWidth, widest - (right + 1));
    }
    this.left = intWidth;
  }

  private static boolean isScientific(double[] finite, DType dtype) {
    double max = 0;
    double min = Double.POSITIVE_INFINITY;
    for (double x : finite) {
      double a = Math.abs(x);
      max = Math.max(max, a);
      min = a > 0 ? Math.min(min, a) : min;
    }
    // NumPy divides in the array's type, so that the quotient is rounded to it.
    return max > 0 && (max >= LARGE || min < SMALL || dtype.round(max / min) > SPREAD);
  }

  /** One number, as wide as all others. */
  String format(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      String text = Double.isNaN(x) ? (signed ? "+nan" : "nan") : sign(x) + "inf";
      return " ".repeat(Math.max(0, left + right + 1 - text.length())) + text;
    }
    String sign = sign(x);
    if (scientific) {
      Decimal d = scientific(x, fractionDigits + 1);
      String digits = d.digits() + "0".repeat(fractionDigits + 1 - d.digits().length());
      String exponent = Integer.toString(Math.abs(d.exponent()));
      return " ".repeat(left - sign.length() - 1)
          + sign
          + digits.charAt(0)
          + "."
          + digits.substring(1)
          + (d.exponent() < 0 ? "e-" : "e+")
          + "0".repeat(exponentDigits - exponent.length())
          + exponent;
    }
    Decimal d = x == 0 ? ZERO : Decimal.positionalWhole(Math.abs(x), dtype, PRECISION);
    String whole = sign + d.integerPart();
    String fraction = d.fractionPart();
    return " ".repeat(left - whole.length())
        + whole
        + "."
        + fraction
        + " ".repeat(right - fraction.length());
  }

  private String sign(double x) {
    boolean negative = Double.doubleToRawLongBits(x) < 0;
    return negative ? "-" : signed ? "+" : "";
  }

  private Decimal scientific(double x, int minDigits) {
    int most = minDigits == 0 ? PRECISION + 1 : minDigits;
    return x == 0 ? ZERO : Decimal.scientific(Math.abs(x), dtype, minDigits, most);
  }

  private static String withoutZeros(String digits) {
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /** A number on its own: Python's notation, the shortest digits. */
  static String scalar(double x, DType dtype) {
    String sign = Double.doubleToRawLongBits(x) < 0 ? "-" : "";
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return "nan";
    }
    if (Double.isInfinite(x)) {
      return sign + "inf";
    }
    if (a == 0) {
      return sign + "0.0";
    }
    Decimal d = Decimal.shortest(a, dtype);
    if (a >= SMALL && a < 1e16) {
      String fraction = d.fractionPart();
      return sign + d.integerPart() + "." + (fraction.isEmpty() ? "0" : fraction);
    }
    String digits = withoutZeros(d.digits());
    String exponent = Integer.toString(Math.abs(d.exponent()));
    return sign
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (d.exponent() < 0 ? "e-" : "e+")
        + (exponent.length() < 2 ? "0" : "")
        + exponent;
  }
}
