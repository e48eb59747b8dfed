package dev.assay.tck;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Op;
import dev.assay.tck.golden.GoldenExample;
import dev.assay.tck.judge.Entry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Verdict;
import dev.assay.tck.laws.Laws;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The suite that any backend runs: every operation, every worked example, every law. The verdict
 * depends on backend, device, seed, cases and selection alone, not on the number of threads. The
 * device is that of the scope in which it is run, {@link Devices#deviceOf}.
 *
 * @param backend whom to judge
 * @param seed where cases come from
 * @param cases how many per operation
 * @param threads how many operations are judged at a time
 * @param methods what operations are judged by
 */
public record Suite(Backend backend, long seed, int cases, int threads, Set<Method> methods) {
  /** Cases per operation of a full run. */
  public static final int CASES = 120;

  /** Cases per operation of a quick run. */
  public static final int QUICK_CASES = 16;

  /** A law has one method where an operation has a dozen: it is given fewer cases. */
  private static final int CASES_PER_LAW_CASE = 4;

  /** The suite with all methods. */
  public Suite(Backend backend, long seed, int cases, int threads) {
    this(backend, seed, cases, threads, EnumSet.allOf(Method.class));
  }

  /** Hears how far the suite has come, from several threads. */
  public interface Progress {
    /** Says nothing. */
    Progress SILENT = new Progress() {};

    /** There are that many parts. */
    default void expect(int parts) {}

    /** {@code what} is being judged. */
    default void begin(String what) {}

    /** {@code what} has been judged. */
    default void end(String what) {}
  }

  /** All worked examples and laws. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(GoldenExample.all());
    entries.addAll(Laws.all());
    return List.copyOf(entries);
  }

  private record Part<V>(V verdict, List<Failure> failures) {}

  /** Judges operations, and the entries that run at least one of them. */
  public Verdict run(Collection<Op> ops, Collection<? extends Entry> entries, Progress progress) {
    long start = System.nanoTime();
    List<String> names = ops.stream().map(Op::name).toList();
    List<? extends Entry> concerned =
        entries.stream().filter(e -> e.ops().stream().anyMatch(names::contains)).toList();
    progress.expect(ops.size() + concerned.size());
    Optional<String> device = Devices.scope();
    ExecutorService pool = Executors.newFixedThreadPool(threads, Suite::worker);
    try {
      List<Future<Part<OpVerdict>>> judged = new ArrayList<>();
      for (Op op : ops) {
        judged.add(pool.submit(task(op.name(), device, progress, f -> judge(op, f))));
      }
      List<Future<Part<EntryVerdict>>> run = new ArrayList<>();
      for (Entry entry : concerned) {
        run.add(pool.submit(task(entry.name(), device, progress, f -> judge(entry, f))));
      }
      List<Failure> failures = new ArrayList<>();
      List<OpVerdict> opVerdicts = collect(judged, failures);
      List<EntryVerdict> entryVerdicts = collect(run, failures);
      Verdict.attribute(opVerdicts, entryVerdicts);
      return new Verdict(
          backend.name(),
          backend.devices(),
          device,
          seed,
          opVerdicts,
          entryVerdicts,
          failures,
          (System.nanoTime() - start) / 1e9);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Judges one operation. */
  OpVerdict judge(Op op, List<Failure> failures) {
    return new Judge(backend, seed, cases, methods).judge(op, failures);
  }

  /** Judges one worked example or one law. */
  EntryVerdict judge(Entry entry, List<Failure> failures) {
    Set<String> ran = new HashSet<>();
    Dispatch.Recorder recorder = (call, outputs) -> ran.add(call.op().name());
    Dispatch.open(recorder);
    try {
      int some = Math.max(1, cases / CASES_PER_LAW_CASE);
      EntryVerdict verdict = entry.judge(backend, seed, some, failures);
      verdict.ran(ran);
      return verdict;
    } finally {
      Dispatch.close(recorder);
    }
  }

  private interface Task<V> {
    V judge(List<Failure> failures);
  }

  private static <V> Callable<Part<V>> task(
      String name, Optional<String> device, Progress progress, Task<V> task) {
    return () -> {
      progress.begin(name);
      List<Failure> failures = new ArrayList<>();
      V verdict = Devices.at(device, () -> task.judge(failures));
      progress.end(name);
      return new Part<>(verdict, failures);
    };
  }

  private static <V> List<V> collect(List<Future<Part<V>>> futures, List<Failure> failures) {
    List<V> out = new ArrayList<>();
    for (Future<Part<V>> f : futures) {
      try {
        Part<V> part = f.get();
        out.add(part.verdict());
        failures.addAll(part.failures());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the judge itself failed: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return out;
  }

  private static final AtomicInteger WORKERS = new AtomicInteger();

  private static Thread worker(Runnable body) {
    Thread t = new Thread(body, "judge-" + WORKERS.incrementAndGet());
    t.setDaemon(true);
    return t;
  }
}
