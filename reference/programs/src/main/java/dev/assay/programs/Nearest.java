package dev.assay.programs;

import dev.assay.engine.op.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name somebody meant. */
final class Nearest {
  private Nearest() {}

  /** {@code unknown WHAT "name"; did you mean …?}, and what there is. */
  static String message(String what, String name, Collection<String> known) {
    return "unknown "
        + what
        + " \""
        + name
        + "\"; "
        + guess(name, known).map(n -> "did you mean " + n + "? ").orElse("")
        + "known: "
        + String.join(", ", known);
  }

  /** The name that fewest edits lead to, if those are fewer than half of its letters. */
  static Optional<String> guess(String name, Collection<String> known) {
    String small = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(n -> EditDistance.between(small, n)))
        .filter(n -> 2 * EditDistance.between(small, n) < n.length());
  }
}
