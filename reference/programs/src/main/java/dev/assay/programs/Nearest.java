package dev.assay.programs;

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
        .min(Comparator.comparingInt(n -> edits(small, n)))
        .filter(n -> 2 * edits(small, n) < n.length());
  }

  /** Levenshtein's distance: letters to insert, delete or replace. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
