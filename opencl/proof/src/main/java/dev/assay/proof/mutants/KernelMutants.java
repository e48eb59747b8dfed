package dev.assay.proof.mutants;

import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.MutantSource;
import dev.assay.tck.mutants.SourceMutant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The mutants of the kernels: of every file, one of every other kind of bug that has a place there,
 * in the middle one of its places. Which half of the kinds hangs on the file's name alone, so that
 * every kind is there many times, and another file changes nothing.
 */
public final class KernelMutants implements MutantSource {
  /** Kinds with few places, which take no turns. */
  private static final Set<String> RARE =
      Set.of("barrier-removed", "accumulator-half", "accumulator-start", "constant", "nan-unsafe");

  /** Found by the service loader. */
  public KernelMutants() {}

  @Override
  public String backend() {
    return "opencl";
  }

  @Override
  public List<SourceMutant> mutants() {
    return all();
  }

  static List<SourceMutant> all() {
    List<SourceMutant> all = new ArrayList<>();
    for (String file : FileUse.files()) {
      Map<String, List<SourceMutant>> kinds = new TreeMap<>();
      for (SourceMutant m : MutationRules.of(file, KernelTexts.read(file))) {
        kinds.computeIfAbsent(m.kind(), k -> new ArrayList<>()).add(m);
      }
      int number = file.hashCode() & 1;
      for (Map.Entry<String, List<SourceMutant>> kind : kinds.entrySet()) {
        List<SourceMutant> places = kind.getValue();
        if (number++ % 2 == 0 || kinds.size() == 1 || RARE.contains(kind.getKey())) {
          all.add(places.get(places.size() / 2));
        }
      }
    }
    return all;
  }

  /** All of them, by identity. */
  static Map<String, SourceMutant> byId() {
    return all().stream().collect(Collectors.toMap(SourceMutant::id, Function.identity()));
  }

  @Override
  public List<Fate> run(Collection<SourceMutant> mutants, Consumer<Fate> progress) {
    int processes = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ExecutorService pool = Executors.newFixedThreadPool(processes);
    LinkedBlockingQueue<MutantRunner> runners = new LinkedBlockingQueue<>();
    for (int i = 0; i < processes; i++) {
      runners.add(new MutantRunner());
    }
    try {
      List<Future<Fate>> futures = new ArrayList<>();
      for (SourceMutant m : mutants) {
        futures.add(
            pool.submit(
                () -> {
                  MutantRunner runner = runners.take();
                  try {
                    Fate fate = runner.fate(m);
                    progress.accept(fate);
                    return fate;
                  } finally {
                    runners.add(runner);
                  }
                }));
      }
      List<Fate> fates = new ArrayList<>();
      for (Future<Fate> f : futures) {
        fates.add(f.get());
      }
      return fates;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a mutant was not looked for: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      pool.shutdownNow();
      runners.forEach(MutantRunner::close);
    }
  }
}
