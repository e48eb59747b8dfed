package dev.assay.learn.metric;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code BP·exp(Σₙ log pₙ/N)}, how much a translation is like its references, over a corpus.
 * Papineni et al. 2002.
 *
 * <p>{@code pₙ} is the share of the candidates' n-grams that are in a reference, each counted at
 * most as often as in the reference that has it most often; {@code BP = min(1, exp(1 − r/c))}, c
 * the length of all candidates, r that of all references, of each candidate the one nearest in
 * length, of two the shorter. If a {@code pₙ} is 0, so is the score, unless it is smoothed. Not
 * safe to use from several threads.
 */
public final class Bleu {
  /** What is done about orders that have no match. */
  public enum Smoothing {
    /** Nothing: the score is 0. */
    NONE,
    /** For n ≥ 2, {@code pₙ = (matches + 1)/(n-grams + 1)}. Lin and Och 2004. */
    ADD_ONE,
    /** Where there is no match, 0.1 of one. Chen and Cherry 2014, method 1. */
    FLOOR
  }

  private static final double FLOOR = 0.1;

  private final Smoothing smoothing;
  private final long[] matches;
  private final long[] totals;
  private long candidateLength;
  private long referenceLength;

  /** Up to 4-grams, without smoothing. */
  public Bleu() {
    this(4, Smoothing.NONE);
  }

  /**
   * A score of nothing yet.
   *
   * @param order the longest n-grams, 1 or more
   */
  public Bleu(int order, Smoothing smoothing) {
    if (order < 1 || order > 64) {
      throw new AttributeException("bleu: 1 <= order <= 64, got " + order);
    }
    this.smoothing = ValueException.requireGiven(smoothing, "bleu: smoothing");
    this.matches = new long[order];
    this.totals = new long[order];
  }

  /** Of one candidate alone, up to 4-grams, without smoothing. */
  public static double of(List<List<String>> references, List<String> candidate) {
    Bleu bleu = new Bleu();
    bleu.update(references, candidate);
    return bleu.result();
  }

  /**
   * Counts one candidate.
   *
   * @param references one or more
   * @param candidate its words; may be empty
   */
  public void update(List<List<String>> references, List<String> candidate) {
    requireWords("candidate", candidate);
    if (ValueException.requireGiven(references, "bleu: references").isEmpty()) {
      throw new ValueException("bleu: one reference or more, got none");
    }
    references.forEach(r -> requireWords("reference", r));
    for (int n = 1; n <= totals.length; n++) {
      Map<List<String>, Integer> found = grams(candidate, n);
      Map<List<String>, Integer> most = new HashMap<>();
      for (List<String> reference : references) {
        grams(reference, n).forEach((gram, k) -> most.merge(gram, k, Math::max));
      }
      long clipped = 0;
      for (Map.Entry<List<String>, Integer> e : found.entrySet()) {
        clipped += Math.min(e.getValue(), most.getOrDefault(e.getKey(), 0));
      }
      matches[n - 1] += clipped;
      totals[n - 1] += Math.max(0, candidate.size() - n + 1);
    }
    candidateLength += candidate.size();
    referenceLength += nearest(references, candidate.size());
  }

  private static void requireWords(String what, List<String> words) {
    ValueException.requireGiven(words, "bleu: " + what);
    words.forEach(w -> ValueException.requireGiven(w, "bleu: a word of a " + what));
  }

  private static Map<List<String>, Integer> grams(List<String> words, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(List.copyOf(words.subList(i, i + n)), 1, Integer::sum);
    }
    return counts;
  }

  private static int nearest(List<List<String>> references, int length) {
    int best = references.get(0).size();
    for (List<String> r : references) {
      int gap = Math.abs(r.size() - length);
      int least = Math.abs(best - length);
      if (gap < least || gap == least && r.size() < best) {
        best = r.size();
      }
    }
    return best;
  }

  /** The share of n-grams that match, smoothed. */
  public double precision(int n) {
    if (n < 1 || n > totals.length) {
      throw new AttributeException("bleu: 1 <= n <= " + totals.length + ", got " + n);
    }
    double hits = matches[n - 1];
    double all = totals[n - 1];
    if (smoothing == Smoothing.ADD_ONE && n > 1) {
      hits++;
      all++;
    } else if (smoothing == Smoothing.FLOOR && hits == 0) {
      hits = FLOOR;
    }
    return all == 0 ? 0 : hits / all;
  }

  /** {@code min(1, exp(1 − r/c))}; 0 for candidates without a word. */
  public double brevityPenalty() {
    if (candidateLength == 0) {
      return 0;
    }
    return candidateLength >= referenceLength
        ? 1
        : StrictMath.exp(1 - (double) referenceLength / candidateLength);
  }

  /** The score, 0 to 1. */
  public double result() {
    double logs = 0;
    for (int n = 1; n <= totals.length; n++) {
      logs += StrictMath.log(precision(n)) / totals.length;
    }
    return brevityPenalty() * StrictMath.exp(logs);
  }

  /** Forgets all candidates. */
  public void reset() {
    Arrays.fill(matches, 0);
    Arrays.fill(totals, 0);
    candidateLength = 0;
    referenceLength = 0;
  }
}
