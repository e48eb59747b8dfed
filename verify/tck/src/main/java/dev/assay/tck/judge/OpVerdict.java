package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What was found out about one operation. Filled by one thread at a time. */
public final class OpVerdict {
  private final String op;
  private final Map<Method, int[]> counts = new EnumMap<>(Method.class);
  private final Map<DType, Double> tightness = new TreeMap<>();
  private long comparisons;
  private String reason = "";

  OpVerdict(String op) {
    this.op = op;
  }

  /** The operation's name. */
  public String op() {
    return op;
  }

  void add(Outcome outcome, DType dtype) {
    counts
        .computeIfAbsent(outcome.method(), m -> new int[Outcome.Status.values().length])[
        outcome.status().ordinal()]++;
    comparisons += outcome.comparisons();
    if (outcome.status() == Outcome.Status.PASS) {
      tightness.merge(dtype, outcome.tightness(), Math::max);
    }
    if (outcome.status() == Outcome.Status.UNSUPPORTED) {
      reason = outcome.message();
    }
  }

  /** How often {@code method} had this finding. */
  public int count(Method method, Outcome.Status status) {
    int[] c = counts.get(method);
    return c == null ? 0 : c[status.ordinal()];
  }

  /** How often a method of its own had this finding: without golden values and laws. */
  public int count(Outcome.Status status) {
    return count(status, m -> !m.isShared());
  }

  /** How many cases its own methods decided or left undecided. */
  public int cases() {
    return count(Outcome.Status.PASS)
        + count(Outcome.Status.FAIL)
        + count(Outcome.Status.INCONCLUSIVE);
  }

  private int count(Outcome.Status status, Predicate<Method> methods) {
    return counts.entrySet().stream()
        .filter(e -> methods.test(e.getKey()))
        .mapToInt(e -> e.getValue()[status.ordinal()])
        .sum();
  }

  /** Takes over what {@code entry}, which concerns this operation, found. */
  void credit(EntryVerdict entry) {
    int[] c = counts.computeIfAbsent(entry.method(), m -> new int[Outcome.Status.values().length]);
    for (Outcome.Status s : Outcome.Status.values()) {
      c[s.ordinal()] += s == Outcome.Status.FAIL ? 0 : entry.count(s);
    }
  }

  /** Takes the blame for what {@code entry} found wrong. */
  void blame(EntryVerdict entry) {
    counts
        .computeIfAbsent(entry.method(), m -> new int[Outcome.Status.values().length])[
        Outcome.Status.FAIL.ordinal()]++;
  }

  /** How many numbers its own methods compared with others. */
  public long comparisons() {
    return comparisons;
  }

  /** The number of methods that decided at least one case. */
  public int oracles() {
    return (int)
        counts.values().stream()
            .filter(c -> c[Outcome.Status.PASS.ordinal()] + c[Outcome.Status.FAIL.ordinal()] > 0)
            .count();
  }

  /** The worst error by its bound, per element type. */
  public Map<DType, Double> tightness() {
    return Collections.unmodifiableMap(tightness);
  }

  /** Why the backend does not support it; empty where it does. */
  public String reason() {
    return reason;
  }

  /**
   * FAIL if anything failed; PASS if something that the backend computed was right; UNSUPPORTED if
   * it declared so; else INCONCLUSIVE.
   */
  public Outcome.Status status() {
    if (count(Outcome.Status.FAIL, m -> true) > 0) {
      return Outcome.Status.FAIL;
    }
    if (count(Outcome.Status.PASS, Method::runsBackend) > 0) {
      return Outcome.Status.PASS;
    }
    return count(Outcome.Status.UNSUPPORTED, m -> true) > 0
        ? Outcome.Status.UNSUPPORTED
        : Outcome.Status.INCONCLUSIVE;
  }
}
