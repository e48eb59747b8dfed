package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What was found out about one operation. Filled by one thread at a time. */
public final class OpVerdict {
  private final String op;
  private final Map<Method, int[]> counts = new EnumMap<>(Method.class);
  private final Map<DType, Double> tightness = new TreeMap<>();
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

  /** How often any method had this finding. */
  public int count(Outcome.Status status) {
    return counts.values().stream().mapToInt(c -> c[status.ordinal()]).sum();
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

  /** FAIL if anything failed; UNSUPPORTED if nothing was decided; else PASS. */
  public Outcome.Status status() {
    if (count(Outcome.Status.FAIL) > 0) {
      return Outcome.Status.FAIL;
    }
    if (count(Outcome.Status.PASS) > 0) {
      return Outcome.Status.PASS;
    }
    return count(Outcome.Status.UNSUPPORTED) > 0
        ? Outcome.Status.UNSUPPORTED
        : Outcome.Status.INCONCLUSIVE;
  }
}
