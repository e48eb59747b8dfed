package dev.assay.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/**
 * The times of one subject, of all who were timed at it, round by round. The ratio of a round is
 * another's time divided by the subject's: 1 where both are as fast, 2 where the subject is twice
 * as fast.
 */
final class RatioTable {
  /** What the columns of {@link #rows} are. */
  static final String HEADER =
      String.format(
          Locale.ROOT, "%-26s %-14s %-12s %12s  %s", "work", "of it", "who", "µs", "ratio");

  private final String subject;
  private final Map<String, Map<String, List<Double>>> times = new LinkedHashMap<>();

  RatioTable(String subject) {
    this.subject = subject;
  }

  /** Adds what one round found of {@code who}. */
  void add(String who, Collection<RunResult> results) {
    for (RunResult r : results) {
      String label = r.getPrimaryResult().getLabel();
      add(who, label, r.getPrimaryResult().getScore());
    }
  }

  /** Adds one time in microseconds. A copy is compared with the kernel. */
  void add(String who, String measured, double time) {
    String what = measured.equals("arraycopy") ? "kernel" : measured;
    times
        .computeIfAbsent(what, w -> new LinkedHashMap<>())
        .computeIfAbsent(who, w -> new ArrayList<>())
        .add(time);
  }

  /** One line for each of what was measured and who was. */
  List<String> rows(String name) {
    List<String> rows = new ArrayList<>();
    times.forEach(
        (what, byWho) ->
            byWho.forEach(
                (who, found) ->
                    rows.add(
                        String.format(
                                Locale.ROOT,
                                "%-26s %-14s %-12s %12.1f  %s",
                                name,
                                what,
                                who,
                                median(found),
                                who.equals(subject) ? "" : ratio(found, byWho.get(subject)))
                            .stripTrailing())));
    return rows;
  }

  private static String ratio(List<Double> theirs, List<Double> ours) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; ours != null && i < Math.min(theirs.size(), ours.size()); i++) {
      ratios.add(theirs.get(i) / ours.get(i));
    }
    return ratios.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "%.2f (%.2f to %.2f)",
            median(ratios),
            Collections.min(ratios),
            Collections.max(ratios));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
