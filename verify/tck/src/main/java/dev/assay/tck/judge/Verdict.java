package dev.assay.tck.judge;

import java.util.List;
import java.util.Optional;

/**
 * What a run found.
 *
 * @param backend the backend's name
 * @param devices its devices
 * @param device the device that was asked for, if one was
 * @param seed the run's seed
 * @param ops one per operation, by name
 * @param entries golden values and laws
 * @param failures all failures, shrunk
 * @param seconds how long it took
 */
public record Verdict(
    String backend,
    List<String> devices,
    Optional<String> device,
    long seed,
    List<OpVerdict> ops,
    List<EntryVerdict> entries,
    List<Failure> failures,
    double seconds) {
  /** The largest share of undecided cases that a passing run may have. */
  public static final double INCONCLUSIVE_BUDGET = 0.01;

  /**
   * Gives each operation its share in the entries that run it. An entry that failed is blamed on
   * those of its operations that failed by themselves; on all of them where none did.
   */
  public static void attribute(List<OpVerdict> ops, List<EntryVerdict> entries) {
    List<OpVerdict> guilty = ops.stream().filter(o -> o.count(Outcome.Status.FAIL) > 0).toList();
    for (EntryVerdict entry : entries) {
      boolean failed = entry.status() == Outcome.Status.FAIL;
      boolean explained = guilty.stream().anyMatch(o -> entry.involves(o.op()));
      for (OpVerdict op : ops) {
        if (entry.ops().contains(op.op())) {
          op.credit(entry);
          if (failed && (!explained || guilty.contains(op))) {
            op.blame(entry);
          }
        }
      }
    }
  }

  /** How many findings of this status there are. */
  public long count(Outcome.Status status) {
    return ops.stream().mapToLong(o -> o.count(status)).sum()
        + entries.stream().mapToLong(e -> e.count(status)).sum();
  }

  /** How many findings of this status a method had; golden values and laws counted once. */
  public long count(Method method, Outcome.Status status) {
    return method.isShared()
        ? entries.stream().filter(e -> e.method() == method).mapToLong(e -> e.count(status)).sum()
        : ops.stream().mapToLong(o -> o.count(method, status)).sum();
  }

  /** All decided or undecided cases. */
  public long cases() {
    return count(Outcome.Status.PASS)
        + count(Outcome.Status.FAIL)
        + count(Outcome.Status.INCONCLUSIVE);
  }

  /** How many numbers were compared with others. */
  public long comparisons() {
    return ops.stream().mapToLong(OpVerdict::comparisons).sum()
        + entries.stream().mapToLong(EntryVerdict::comparisons).sum();
  }

  /** How many operations have this status. */
  public long ops(Outcome.Status status) {
    return ops.stream().filter(o -> o.status() == status).count();
  }

  /** The formula of the law, or the subject of the example, that failed; else empty. */
  public Optional<String> about(Failure failure) {
    return entries.stream()
        .filter(e -> e.method() == failure.method() && e.name().equals(failure.op()))
        .map(EntryVerdict::about)
        .findFirst();
  }

  /** Whether something was judged, nothing failed, and little was left undecided. */
  public boolean passed() {
    return reason().isEmpty();
  }

  /** Whether nothing was judged since the backend declares that it supports none of it. */
  public boolean isUnsupported() {
    return ops(Outcome.Status.UNSUPPORTED) > 0
        && ops(Outcome.Status.PASS) == 0
        && Math.max(failures.size(), count(Outcome.Status.FAIL)) == 0
        && count(Outcome.Status.INCONCLUSIVE) == 0;
  }

  /** PASS, FAIL, or UNSUPPORTED, which is not a pass either. */
  public String word() {
    return passed() ? "PASS" : isUnsupported() ? "UNSUPPORTED" : "FAIL";
  }

  /** Why the run did not pass; empty where it did. */
  public String reason() {
    long failed = Math.max(failures.size(), count(Outcome.Status.FAIL));
    if (failed > 0) {
      return failed + (failed == 1 ? " failure" : " failures");
    }
    if (isUnsupported()) {
      List<String> reasons =
          ops.stream().map(OpVerdict::reason).filter(r -> !r.isEmpty()).distinct().toList();
      return "nothing was judged: the backend supports none of this"
          + (reasons.size() == 1 ? ", " + reasons.get(0) : "");
    }
    if (ops(Outcome.Status.PASS) == 0) {
      return "nothing was judged: no operation has a result that was found right";
    }
    long undecided = count(Outcome.Status.INCONCLUSIVE);
    return undecided > INCONCLUSIVE_BUDGET * cases()
        ? undecided + " of " + cases() + " cases undecided, more than one in a hundred"
        : "";
  }

  /** The command that shows a failure again. */
  public String replay(Failure failure) {
    return failure.replay(backend, device);
  }

  /** The last line of a run. */
  public String line() {
    return "verdict "
        + word()
        + " backend="
        + Words.ofLine(backend)
        + " ops="
        + ops.size()
        + " cases="
        + cases()
        + " pass="
        + count(Outcome.Status.PASS)
        + " fail="
        + count(Outcome.Status.FAIL)
        + " unsupported="
        + ops(Outcome.Status.UNSUPPORTED)
        + " inconclusive="
        + count(Outcome.Status.INCONCLUSIVE)
        + " seed="
        + seed;
  }
}
