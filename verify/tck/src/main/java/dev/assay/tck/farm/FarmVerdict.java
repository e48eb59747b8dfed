package dev.assay.tck.farm;

import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often the judge found fault with correct implementations.
 *
 * @param seed that of the first round
 * @param rounds how many, each with the next seed
 * @param cases per operation, member and round
 * @param members one per implementation
 */
public record FarmVerdict(long seed, long rounds, int cases, List<Member> members) {
  /**
   * One implementation.
   *
   * @param name what is its own
   * @param comparisons how many of its numbers were compared with others
   * @param cases how many cases were judged, by all methods together
   * @param tightness its worst error by the bound
   * @param failures the false alarms, shrunk
   */
  public record Member(
      String name, long comparisons, long cases, double tightness, List<Failure> failures) {
    static Member of(String name, Verdict v) {
      double worst =
          v.ops().stream()
              .flatMap(op -> op.tightness().values().stream())
              .mapToDouble(t -> t)
              .max()
              .orElse(0);
      return new Member(name, v.comparisons(), v.cases(), worst, v.failures());
    }

    /** Both rounds. */
    Member and(Member later) {
      List<Failure> all = new ArrayList<>(failures);
      all.addAll(later.failures);
      return new Member(
          name,
          comparisons + later.comparisons,
          cases + later.cases,
          Math.max(tightness, later.tightness),
          List.copyOf(all));
    }
  }

  /** How many numbers were compared with others. */
  public long comparisons() {
    return members.stream().mapToLong(Member::comparisons).sum();
  }

  /** How many false alarms there were. */
  public long falseAlarms() {
    return members.stream().mapToLong(m -> m.failures().size()).sum();
  }

  /** Whether something was compared, for every member, and nothing was found wrong. */
  public boolean passed() {
    return falseAlarms() == 0 && members.stream().allMatch(m -> m.comparisons() > 0);
  }

  /** A line for each member, then the false alarms. */
  public String text() {
    StringBuilder out = new StringBuilder();
    String row = "%-12s %12s %9s %12s %16s%n";
    out.append(
        String.format(
            Locale.ROOT, row, "member", "comparisons", "cases", "false alarms", "worst err/bound"));
    for (Member m : members) {
      out.append(
          String.format(
              Locale.ROOT,
              row,
              m.name(),
              m.comparisons(),
              m.cases(),
              m.failures().size(),
              String.format(Locale.ROOT, "%.2f", m.tightness())));
    }
    for (Member m : members) {
      for (Failure f : m.failures()) {
        out.append('\n').append(m.name()).append(": ").append(f.op());
        out.append(", ").append(f.method().label()).append(": ").append(f.message());
        out.append("\n  ").append(f.token()).append('\n');
      }
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  /** {@code verdict PASS farm=… comparisons=… false-alarms=0 rounds=… cases=… seed=…}. */
  public String line() {
    return "verdict "
        + (passed() ? "PASS" : "FAIL")
        + (" farm=" + members.size())
        + (" comparisons=" + comparisons())
        + (" false-alarms=" + falseAlarms())
        + (" rounds=" + rounds)
        + (" cases=" + cases)
        + (" seed=" + seed);
  }
}
