package dev.assay.vectors;

import java.util.List;

/**
 * What was found of a program's files.
 *
 * @param frozen whether the set is the one that this version of Assay was published with
 * @param sha256 the hash of the set's manifest
 * @param precision the class whose bounds were taken
 * @param ops one per operation, by name
 */
public record VectorVerdict(boolean frozen, String sha256, String precision, List<OpTally> ops) {
  /** How many findings of this kind there are. */
  public long count(OpTally.Status status) {
    return ops.stream().mapToLong(o -> o.count(status)).sum();
  }

  /** Whether something was judged and all of it was right. */
  public boolean passed() {
    return count(OpTally.Status.PASS) > 0
        && count(OpTally.Status.FAIL) == 0
        && count(OpTally.Status.REFUSED) == 0;
  }

  /** PASS, FAIL, or UNSUPPORTED where all that was asked is declared so, which is no pass. */
  public String word() {
    boolean judged = ops.stream().anyMatch(o -> o.status() != OpTally.Status.UNSUPPORTED);
    return passed() ? "PASS" : judged ? "FAIL" : "UNSUPPORTED";
  }

  /** The largest error by its bound. */
  public double worst() {
    return ops.stream().mapToDouble(OpTally::worst).max().orElse(0);
  }

  /** The last line of a run. */
  public String line() {
    long pass = count(OpTally.Status.PASS);
    long fail = count(OpTally.Status.FAIL);
    long refused = count(OpTally.Status.REFUSED);
    return "verdict "
        + word()
        + (" vectors=" + (frozen ? "frozen" : "own"))
        + (" class=" + precision)
        + (" ops=" + ops.size())
        + (" cases=" + (pass + fail + refused))
        + (" pass=" + pass)
        + (" fail=" + fail)
        + (" refused=" + refused)
        + (" unsupported=" + count(OpTally.Status.UNSUPPORTED))
        + (" sha256=" + sha256);
  }
}
