package dev.assay.tck.judge;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was found out about one worked example or one law. Filled by one thread. */
public final class EntryVerdict {
  private final Entry entry;
  private final int[] counts = new int[Outcome.Status.values().length];
  private final Set<String> ran = new HashSet<>();
  private double tightness;
  private long comparisons;
  private String reason = "";

  /** Nothing found yet. */
  public EntryVerdict(Entry entry) {
    this.entry = entry;
  }

  /** Adds what was said of one case. */
  public void add(Outcome outcome) {
    counts[outcome.status().ordinal()]++;
    comparisons += outcome.comparisons();
    if (outcome.status() == Outcome.Status.PASS) {
      tightness = Math.max(tightness, outcome.tightness());
    } else if (!outcome.failed()) {
      reason = outcome.message();
    }
  }

  /** Notes that these operations ran, those of derivatives included. */
  public void ran(Collection<String> names) {
    ran.addAll(names);
  }

  /** Whether the operation is of the entry, or ran in one of its derivatives. */
  public boolean involves(String op) {
    return entry.ops().contains(op) || ran.contains(op);
  }

  /** Its name. */
  public String name() {
    return entry.name();
  }

  /** Golden or law. */
  public Method method() {
    return entry.method();
  }

  /** One line. */
  public String about() {
    return entry.about();
  }

  /** The operations concerned. */
  public List<String> ops() {
    return entry.ops();
  }

  /** How many cases had this finding. */
  public int count(Outcome.Status status) {
    return counts[status.ordinal()];
  }

  /** How many cases were decided or left undecided. */
  public int cases() {
    return count(Outcome.Status.PASS)
        + count(Outcome.Status.FAIL)
        + count(Outcome.Status.INCONCLUSIVE);
  }

  /** How many numbers were compared with others. */
  public long comparisons() {
    return comparisons;
  }

  /** The worst error by its bound. */
  public double tightness() {
    return tightness;
  }

  /** Why something is unsupported or undecided; else empty. */
  public String reason() {
    return reason;
  }

  /** FAIL if any case failed, else PASS if any passed, else UNSUPPORTED or INCONCLUSIVE. */
  public Outcome.Status status() {
    for (Outcome.Status s :
        List.of(Outcome.Status.FAIL, Outcome.Status.PASS, Outcome.Status.UNSUPPORTED)) {
      if (count(s) > 0) {
        return s;
      }
    }
    return Outcome.Status.INCONCLUSIVE;
  }
}
