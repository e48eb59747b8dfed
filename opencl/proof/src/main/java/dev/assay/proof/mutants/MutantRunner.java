package dev.assay.proof.mutants;

import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.Fate.Status;
import dev.assay.tck.mutants.SourceMutant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has mutants looked for in a process of its own, and starts another where one of them ends it or
 * does not end. A mutant that does either is found; one that ends it does so twice; one that has
 * the battery fail, twice, is counted as one that nothing found.
 */
final class MutantRunner implements AutoCloseable {
  /** How long a mutant may take until it is found. */
  private static final long SECONDS = 240;

  /** How long a proof may take, in which the mutant has long ended every call. */
  private static final long PROOF_SECONDS = 1800;

  /** What finds a mutant that ends the process. */
  private static final String CRASH = "crash";

  /** What sees races and accesses that change no result here. */
  private static final String SIMULATOR = "simulator";

  /** How Java ends after an exception, and sometimes after a crash. */
  private static final int ERROR = 1;

  private Optional<ChildProcess> worker = Optional.empty();
  private Optional<Simulator> simulator = Optional.empty();

  /** What becomes of a mutant. */
  Fate fate(SourceMutant mutant) {
    Fate fate = twice(mutant, MutantWorker.LOOK);
    if (!isUndecided(fate)) {
      return fate;
    }
    Optional<String> seen = seen(mutant);
    if (seen.isPresent()) {
      return new Fate(mutant, Status.KILLED, SIMULATOR, seen.get());
    }
    return Equivalents.reason(mutant).isPresent() ? twice(mutant, MutantWorker.PROVE) : fate;
  }

  private static boolean isUndecided(Fate fate) {
    return fate.status() == Status.SURVIVED && !fate.detail().startsWith(Battery.CORRUPT);
  }

  /** What the simulator says of a mutant; it must have nothing to say of the right kernels. */
  private Optional<String> seen(SourceMutant mutant) {
    if (simulator.isEmpty() && Simulator.isInstalled()) {
      simulator = Optional.of(new Simulator());
    }
    List<String> ops = FileUse.ops(mutant);
    Optional<String> seen = simulator.flatMap(s -> s.complaint(ops, Optional.of(mutant.id())));
    if (seen.isPresent()) {
      Optional<String> control = simulator.get().complaint(ops, Optional.empty());
      if (control.isPresent()) {
        throw new IllegalStateException(ops + " without a mutant: " + control.get());
      }
    }
    return seen;
  }

  private Fate twice(SourceMutant mutant, String task) {
    Fate fate = once(mutant, task);
    if (fate.by().equals(CRASH) || fate.detail().startsWith(Battery.CORRUPT)) {
      endWorker(); // perhaps what the mutant before it did to the process: again, in a new one
      fate = once(mutant, task);
    }
    return fate;
  }

  private Fate once(SourceMutant mutant, String task) {
    try {
      if (worker.isEmpty()) {
        worker = Optional.of(new ChildProcess(MutantWorker.class, Map.of()));
      }
      boolean isProof = task.equals(MutantWorker.PROVE);
      long seconds = isProof ? PROOF_SECONDS : SECONDS;
      Optional<String> answer = worker.get().ask(task + "\t" + mutant.id(), seconds);
      if (answer.isEmpty()) {
        endWorker();
        if (isProof) {
          return new Fate(mutant, Status.SURVIVED, "", "no proof in " + seconds + " s");
        }
        return new Fate(mutant, Status.KILLED, "deadline", "no answer in " + SECONDS + " s");
      }
      if (answer.get().equals(ChildProcess.END)) {
        int status = worker.get().status();
        Optional<String> complaint = complaint(worker.get().errors());
        endWorker();
        if (status == ERROR && complaint.isPresent()) {
          return new Fate(mutant, Status.SURVIVED, "", Battery.CORRUPT + ": " + complaint.get());
        }
        return new Fate(mutant, Status.KILLED, CRASH, "the process ended with status " + status);
      }
      List<String> parts = List.of(answer.get().split("\t", 3));
      if (parts.get(1).equals(Battery.TIMEOUT)) {
        endWorker(); // the kernel still runs
      }
      return new Fate(mutant, Status.valueOf(parts.get(0)), parts.get(1), parts.get(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What it said at last that begins like an exception; nothing where it crashed. */
  private static Optional<String> complaint(List<String> errors) {
    return errors.stream()
        .filter(line -> line.startsWith("Exception ") || line.startsWith("Caused by: "))
        .reduce((earlier, later) -> later);
  }

  private void endWorker() {
    worker.ifPresent(ChildProcess::close);
    worker = Optional.empty();
  }

  @Override
  public void close() {
    endWorker();
    simulator.ifPresent(Simulator::close);
    simulator = Optional.empty();
  }
}
