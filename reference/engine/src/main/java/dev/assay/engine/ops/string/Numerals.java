package dev.assay.engine.ops.string;

import dev.assay.engine.tensor.DType;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers written in ASCII, as C's {@code strtod} and {@code strtol} read them in base ten. */
public final class Numerals {
  private static final Pattern REAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  private Numerals() {}

  /**
   * The number that {@code text} is, white space around it allowed, rounded once to {@code dtype}:
   * a {@code Double} for a floating type, a {@code Long} for an integer type; empty if it is no
   * number or an integer out of range.
   *
   * @param dtype float32, float64 or an integer type
   */
  public static Optional<Number> parse(byte[] text, DType dtype) {
    String s = Bytes.latin1(Bytes.strip(text));
    return dtype.isFloating() ? real(s, dtype).map(v -> v) : integer(s, dtype).map(v -> v);
  }

  private static Optional<Double> real(String s, DType dtype) {
    if (REAL.matcher(s).matches()) {
      // straight from the digits to binary32: one rounding
      return Optional.of(dtype == DType.FLOAT32 ? Float.parseFloat(s) : Double.parseDouble(s));
    }
    boolean negative = s.startsWith("-");
    String word = (negative || s.startsWith("+") ? s.substring(1) : s).toLowerCase(Locale.ROOT);
    return switch (word) {
      case "nan" -> Optional.of(Double.NaN);
      case "inf", "infinity" ->
          Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> integer(String s, DType dtype) {
    if (!INTEGER.matcher(s).matches()) {
      return Optional.empty();
    }
    try {
      long v = Long.parseLong(s);
      return dtype.wrap(v) == v ? Optional.of(v) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // more than 64 bits
    }
  }
}
