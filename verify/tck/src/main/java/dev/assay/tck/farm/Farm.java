package dev.assay.tck.farm;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.spec.Summation;
import dev.assay.tck.Suite;
import dev.assay.tck.farm.FormulaBackend.Store;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Correct implementations of every operation that has a formula, unlike each other in the order of
 * their sums, in how they round and in how exact their functions are. Whatever the judge finds
 * wrong with one of them is a false alarm.
 *
 * @param seed where the cases of the first round come from; the next round has the next seed
 * @param cases how many per operation, member and round
 * @param threads how many operations are judged at a time
 */
public record Farm(long seed, int cases, int threads) {
  /** Cases per operation, member and round. */
  public static final int CASES = 24;

  /**
   * Steps on an inexact number: floors and ranks, which one rounding moves by a whole one. What the
   * judge asks of them is said in {@code docs/judging.md}, and these arithmetics do not keep it.
   */
  private static final Set<String> STEPS =
      Set.of(
          "floordiv",
          "floormod",
          "truncatemod",
          "matrix_rank",
          "convert_image_dtype",
          "adjust_hue");

  /**
   * All but the tables of conventions: a formula taken literally has other zeros and infinities at
   * special points than the operation, which is no matter of rounding.
   */
  private static final Set<Method> METHODS = EnumSet.complementOf(EnumSet.of(Method.HARD_POINTS));

  /** The members. */
  public static List<FormulaBackend> members() {
    List<FormulaBackend> members = new ArrayList<>();
    for (Summation order : Summation.values()) {
      members.add(
          new FormulaBackend(
              name(order.name()),
              PrecisionClass.RN32,
              Store.NEAREST,
              order,
              Accuracy.openCl(true),
              0));
    }
    members.add(
        new FormulaBackend(
            name("inexact"),
            PrecisionClass.RN32,
            Store.NEAREST,
            Summation.SEQUENTIAL,
            Accuracy.openCl(false),
            1));
    members.add(
        new FormulaBackend(
            name("flushed"),
            PrecisionClass.FTZ32,
            Store.FLUSHED,
            Summation.BLOCKED,
            Accuracy.STRICT,
            1));
    members.add(
        new FormulaBackend(
            name("truncated"),
            PrecisionClass.RTZ32,
            Store.TRUNCATED,
            Summation.SEQUENTIAL,
            Accuracy.openCl(true),
            1));
    return List.copyOf(members);
  }

  private static String name(String way) {
    return way.toLowerCase(Locale.ROOT);
  }

  /** The operations that are judged. */
  public static List<Op> ops() {
    return OpRegistry.all().stream().filter(op -> !STEPS.contains(op.name())).toList();
  }

  /** Judges one operation of a member. */
  public OpVerdict judge(FormulaBackend member, Op op, List<Failure> failures) {
    return new Judge(member, seed, cases, METHODS).judge(op, failures);
  }

  /**
   * Judges all members until so many numbers have been compared with others, in one round at least.
   */
  public FarmVerdict run(long comparisons, Suite.Progress progress) {
    Map<String, FarmVerdict.Member> found = new LinkedHashMap<>();
    int rounds = 0;
    do {
      progress.expect((rounds + 1) * members().size() * ops().size());
      for (FormulaBackend member : members()) {
        Suite suite = new Suite(member, seed + rounds, cases, threads, METHODS);
        Verdict verdict = suite.run(ops(), List.of(), named(member.name(), progress));
        found.merge(
            member.name(), FarmVerdict.Member.of(member.name(), verdict), FarmVerdict.Member::and);
      }
      rounds++;
    } while (found.values().stream().mapToLong(FarmVerdict.Member::comparisons).sum()
        < comparisons);
    return new FarmVerdict(seed, rounds, cases, List.copyOf(found.values()));
  }

  /** The progress of one member, whose parts are among those that are expected of all. */
  private static Suite.Progress named(String member, Suite.Progress progress) {
    return new Suite.Progress() {
      @Override
      public void begin(String what) {
        progress.begin(member + " " + what);
      }

      @Override
      public void end(String what) {
        progress.end(member + " " + what);
      }
    };
  }
}
