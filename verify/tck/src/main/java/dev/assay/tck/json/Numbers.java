package dev.assay.tck.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What JSON values say as numbers. */
final class Numbers {
  private static final int BRIEF = 60;

  private Numbers() {}

  /** The 64-bit integer; also of a number that is whole, as {@code 2.0}. */
  static Optional<Long> integral(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? Optional.of(node.longValue()) : Optional.empty();
    }
    double d = node.isNumber() ? node.doubleValue() : Double.NaN;
    return d == Math.rint(d) && Math.abs(d) <= 0x1p53 ? Optional.of((long) d) : Optional.empty();
  }

  /** The value as text for a message, shortened. */
  static String brief(JsonNode node) {
    String text = node.toString();
    return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
  }
}
