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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
  private static final Set<Method> METHODS =
      EnumSet.complementOf(EnumSet.of(Method.HARD_POINTS, Method.REJECTS));

  /** What one member was found to be. */
  private record Part(long comparisons, long cases, double tightness, List<Failure> failures) {
    static final Part NOTHING = new Part(0, 0, 0, List.of());

    Part and(Part o) {
      List<Failure> all = new ArrayList<>(failures);
      all.addAll(o.failures);
      return new Part(
          comparisons + o.comparisons,
          cases + o.cases,
          Math.max(tightness, o.tightness),
          List.copyOf(all));
    }
  }

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
   * Judges all members until so many numbers have been compared with others, one round at least.
   */
  public FarmVerdict run(long comparisons, Suite.Progress progress) {
    Map<String, Part> parts = new LinkedHashMap<>();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            body -> {
              Thread t = new Thread(body, "farm");
              t.setDaemon(true);
              return t;
            });
    int rounds = 0;
    long done = 0;
    try {
      do {
        Farm round = new Farm(seed + rounds, cases, threads);
        progress.expect((rounds + 1) * members().size() * ops().size());
        Map<String, List<Future<Part>>> futures = new LinkedHashMap<>();
        for (FormulaBackend member : members()) {
          List<Future<Part>> of = new ArrayList<>();
          for (Op op : ops()) {
            of.add(pool.submit(() -> round.part(member, op, progress)));
          }
          futures.put(member.name(), of);
        }
        for (Map.Entry<String, List<Future<Part>>> f : futures.entrySet()) {
          for (Future<Part> part : f.getValue()) {
            parts.merge(f.getKey(), part.get(), Part::and);
          }
        }
        done = parts.values().stream().mapToLong(Part::comparisons).sum();
        rounds++;
      } while (done < comparisons);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the judge itself failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
    return new FarmVerdict(
        seed,
        rounds,
        cases,
        parts.entrySet().stream().map(e -> member(e.getKey(), e.getValue())).toList());
  }

  private static FarmVerdict.Member member(String name, Part p) {
    return new FarmVerdict.Member(name, p.comparisons, p.cases, p.tightness, p.failures);
  }

  private Part part(FormulaBackend member, Op op, Suite.Progress progress) {
    String what = member.name() + " " + op.name();
    progress.begin(what);
    List<Failure> failures = new ArrayList<>();
    OpVerdict v = judge(member, op, failures);
    progress.end(what);
    double tightness = v.tightness().values().stream().mapToDouble(t -> t).max().orElse(0);
    return Part.NOTHING.and(new Part(v.comparisons(), v.cases(), tightness, failures));
  }
}
