package dev.assay.tck.judge;

import java.util.List;

/**
 * What a run found.
 *
 * @param backend the backend's name
 * @param devices its devices
 * @param seed the run's seed
 * @param ops one per operation, by name
 * @param failures all failures, shrunk
 * @param seconds how long it took
 */
public record Verdict(
    String backend,
    List<String> devices,
    long seed,
    List<OpVerdict> ops,
    List<Failure> failures,
    double seconds) {
  /** The largest share of undecided cases that a passing run may have. */
  public static final double INCONCLUSIVE_BUDGET = 0.01;

  /** How many findings of this status there are. */
  public long count(Outcome.Status status) {
    return ops.stream().mapToLong(o -> o.count(status)).sum();
  }

  /** All decided or undecided cases. */
  public long cases() {
    return count(Outcome.Status.PASS)
        + count(Outcome.Status.FAIL)
        + count(Outcome.Status.INCONCLUSIVE);
  }

  /** How many operations have this status. */
  public long ops(Outcome.Status status) {
    return ops.stream().filter(o -> o.status() == status).count();
  }

  /** Whether something was judged, nothing failed, and little was left undecided. */
  public boolean passed() {
    return failures.isEmpty()
        && count(Outcome.Status.PASS) > 0
        && count(Outcome.Status.INCONCLUSIVE) <= INCONCLUSIVE_BUDGET * cases();
  }

  /** The last line of a run. */
  public String line() {
    return "verdict "
        + (passed() ? "PASS" : "FAIL")
        + " backend="
        + backend
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
