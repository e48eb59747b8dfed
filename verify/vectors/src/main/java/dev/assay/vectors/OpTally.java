package dev.assay.vectors;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was found of one operation: results, gradients and products of a case count one each. */
public final class OpTally {
  /** More failures of one operation are counted and not told. */
  private static final int TOLD = 3;

  /** A finding. */
  public enum Status {
    /** All numbers are within their bounds. */
    PASS,
    /** Some number is not, or is missing. */
    FAIL,
    /** Missing, as declared. */
    UNSUPPORTED,
    /** What was written cannot be read as what was asked for. */
    REFUSED
  }

  private final String op;
  private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
  private final List<String> failures = new ArrayList<>();
  private final Set<String> reasons = new TreeSet<>();
  private double worst;

  OpTally(String op) {
    this.op = op;
  }

  void pass(double tightness) {
    add(Status.PASS);
    worst = Math.max(worst, tightness);
  }

  void unsupported(String reason) {
    add(Status.UNSUPPORTED);
    reasons.add(reason);
  }

  /** Notes what is wrong with a part of a case. */
  void fail(Status status, VectorCase c, Part part, String message) {
    add(status);
    if (failures.size() < TOLD) {
      failures.add(
          op
              + " "
              + c.number()
              + ", "
              + part.label()
              + ": "
              + Layout.visible(message)
              + "\n    the case: ./assay verify --replay '"
              + c.id()
              + "'");
    }
  }

  private void add(Status status) {
    counts.merge(status, 1, Integer::sum);
  }

  /** The operation's name. */
  public String op() {
    return op;
  }

  /** How many findings of this kind there are. */
  public int count(Status status) {
    return counts.getOrDefault(status, 0);
  }

  /** The first failures, with the command that shows the case. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Why something is not supported, as declared. */
  public List<String> reasons() {
    return List.copyOf(reasons);
  }

  /** The largest error by its bound. */
  public double worst() {
    return worst;
  }

  /** FAIL or REFUSED if anything was; PASS if something was right; else UNSUPPORTED. */
  public Status status() {
    for (Status s : List.of(Status.REFUSED, Status.FAIL, Status.PASS)) {
      if (count(s) > 0) {
        return s;
      }
    }
    return Status.UNSUPPORTED;
  }
}
