package dev.assay.tck.judge;

import dev.assay.tck.cases.Choices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a failing case smaller: shorter and lower decisions for as long as it still fails. One that
 * the backend is lost over stays as it is, since every attempt may cost a device.
 *
 * @param choices the decisions of the smallest case found
 * @param outcome what was said of it
 */
public record Shrink(String choices, Outcome outcome) {
  /** What a small case is worth. */
  public static final int ATTEMPTS = 300;

  /**
   * The smallest case reached from {@code choices}.
   *
   * @param most how many other cases are tried
   * @param judge the failure of the case with such decisions, if it fails in the same way
   */
  public static Shrink of(
      String choices, Outcome first, int most, Function<String, Optional<Outcome>> judge) {
    Shrink best = new Shrink(choices, first);
    int attempts = 0;
    boolean progress = !first.lost();
    while (progress && attempts < most) {
      progress = false;
      for (int[] candidate : simpler(Choices.parse(best.choices).numbers())) {
        if (++attempts > most) {
          break;
        }
        String text = Choices.of(candidate).all();
        Optional<Outcome> still = judge.apply(text).filter(o -> !o.lost());
        if (still.isPresent()) {
          best = new Shrink(text, still.get());
          progress = true;
          break;
        }
      }
    }
    return best;
  }

  private static List<int[]> simpler(int[] n) {
    List<int[]> out = new ArrayList<>();
    for (int cut = n.length / 2; cut < n.length; cut++) {
      out.add(Arrays.copyOf(n, cut));
    }
    for (int i = 0; i < n.length; i++) {
      for (int smaller : new int[] {0, n[i] / 1024, n[i] / 2, n[i] - 1}) {
        if (smaller >= 0 && smaller < n[i]) {
          int[] c = n.clone();
          c[i] = smaller;
          out.add(c);
        }
      }
    }
    return out;
  }
}
