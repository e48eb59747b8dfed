package dev.assay.engine.ops.string;

import dev.assay.engine.op.Attributes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * C's {@code printf} for one number.
 *
 * @param style f, e or g
 * @param precision digits after the point; of g: significant digits
 * @param width the least number of characters
 * @param flag the flag that says how to fill, or 0 for none
 */
record Printf(char style, int precision, int width, char flag) {
  private static final int USUAL_PRECISION = 6;

  /** The format that the attributes of {@code as_string} describe. */
  static Printf of(Attributes attrs) {
    char style = attrs.flag("scientific") ? 'e' : attrs.flag("shortest") ? 'g' : 'f';
    int precision = attrs.int32("precision");
    String fill = attrs.text("fill");
    return new Printf(
        style,
        precision < 0 ? USUAL_PRECISION : precision,
        attrs.int32("width"),
        fill.isEmpty() ? '\0' : fill.charAt(0));
  }

  /** An integer. */
  String integer(long value) {
    return filled(value < 0, String.valueOf(value).replace("-", ""), true);
  }

  /** A real number. */
  String real(double value) {
    if (Double.isNaN(value)) {
      return filled(false, "nan", false);
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    if (Double.isInfinite(value)) {
      return filled(negative, "inf", false);
    }
    BigDecimal exact = new BigDecimal(Math.abs(value));
    String digits =
        switch (style) {
          case 'f' -> exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
          case 'e' -> scientific(exact, precision);
          default -> shortest(exact);
        };
    return filled(negative, digits, true);
  }

  private static String scientific(BigDecimal x, int precision) {
    BigDecimal r = x.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = r.signum() == 0 ? 0 : r.precision() - r.scale() - 1;
    String mantissa =
        r.scaleByPowerOfTen(-exponent).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return mantissa + (exponent < 0 ? "e-" : "e+") + size;
  }

  private String shortest(BigDecimal x) {
    int significant = Math.max(precision, 1);
    BigDecimal r = x.round(new MathContext(significant, RoundingMode.HALF_EVEN));
    int exponent = r.signum() == 0 ? 0 : r.precision() - r.scale() - 1;
    if (exponent < -4 || exponent >= significant) {
      String[] parts = scientific(x, significant - 1).split("e", 2);
      return withoutZeros(parts[0]) + "e" + parts[1];
    }
    return withoutZeros(
        r.setScale(significant - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString());
  }

  private static String withoutZeros(String s) {
    if (s.indexOf('.') < 0) {
      return s;
    }
    int end = s.length();
    while (s.charAt(end - 1) == '0') {
      end--;
    }
    return s.substring(0, s.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /** Sign and digits, filled up to the width; zeros fill only what has digits. */
  private String filled(boolean negative, String digits, boolean hasDigits) {
    String sign = negative ? "-" : flag == '+' ? "+" : flag == ' ' ? " " : "";
    int missing = Math.max(0, width - sign.length() - digits.length());
    if (flag == '-') {
      return sign + digits + " ".repeat(missing);
    }
    return flag == '0' && hasDigits
        ? sign + "0".repeat(missing) + digits
        : " ".repeat(missing) + sign + digits;
  }
}
