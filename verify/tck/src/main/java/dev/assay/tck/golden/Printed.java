package dev.assay.tck.golden;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Compares an element with what a document prints of it: the element, rounded to as many digits as
 * the text shows, must be the text's number. A tie may be rounded away from zero or to even; 0 and
 * −0 are the same; a text that reads as this very element of its type is right as well.
 */
final class Printed {
  private Printed() {}

  /** Whether element {@code i} prints as {@code text}. */
  static boolean agrees(Tensor tensor, int i, String text) {
    DType dtype = tensor.dtype();
    return switch (dtype) {
      case STRING -> tensor.toStrings()[i].equals(text);
      case BOOL -> text.equals(tensor.toLongs()[i] != 0 ? "True" : "False");
      case INT8, INT16, INT32, INT64, UINT8 ->
          isNumber(text) && number(text).compareTo(BigDecimal.valueOf(tensor.toLongs()[i])) == 0;
      case COMPLEX64, COMPLEX128 -> complex(tensor, i, text);
      default -> agrees(tensor.toDoubles()[i], text, dtype);
    };
  }

  /**
   * Whether element {@code i}, moved by at most {@code slack[i]}, prints as {@code text}: real
   * numbers alone; none where there is no slack.
   */
  static boolean within(Tensor tensor, int i, String text, double[] slack) {
    if (slack.length == 0 || !tensor.dtype().isFloating() || !isNumber(text)) {
      return false;
    }
    BigDecimal printed = number(text);
    double value = tensor.toDoubles()[i];
    double half = 0.5 * printed.ulp().doubleValue();
    return Math.abs(value - printed.doubleValue()) <= half + slack[i];
  }

  private static boolean agrees(double value, String text, DType dtype) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> {
        return Double.isNaN(value);
      }
      case "inf", "+inf" -> {
        return value == Double.POSITIVE_INFINITY;
      }
      case "-inf" -> {
        return value == Double.NEGATIVE_INFINITY;
      }
      default -> {
        if (!isNumber(text) || !Double.isFinite(value)) {
          return false;
        }
        BigDecimal printed = number(text);
        BigDecimal exact = new BigDecimal(value);
        return rounded(exact, printed, RoundingMode.HALF_UP)
            || rounded(exact, printed, RoundingMode.HALF_EVEN)
            || dtype.round(printed.doubleValue()) == value;
      }
    }
  }

  private static boolean rounded(BigDecimal exact, BigDecimal printed, RoundingMode mode) {
    return exact.setScale(printed.scale(), mode).compareTo(printed) == 0;
  }

  /** {@code 1.5-2.j}: the sign before the imaginary part separates the two. */
  private static boolean complex(Tensor tensor, int i, String text) {
    double[] v = tensor.toDoubles();
    String t = text.replaceAll("[()\\s]", "");
    if (!t.endsWith("j")) {
      return agrees(v[2 * i], t, tensor.dtype()) && v[2 * i + 1] == 0;
    }
    int split = t.length() - 2;
    while (split > 0 && !(isSign(t.charAt(split)) && t.charAt(split - 1) != 'e')) {
      split--;
    }
    String imaginary = t.substring(split, t.length() - 1);
    return agrees(v[2 * i], split == 0 ? "0" : t.substring(0, split), tensor.dtype())
        && agrees(v[2 * i + 1], imaginary, tensor.dtype());
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
