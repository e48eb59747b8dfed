package dev.assay.tck.process;

import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The processes of a program, one for each thread that asks at the same time, started when they are
 * needed and again when one is lost. What is lost too often is not asked again: an operation that
 * costs {@value #LOSSES_OF_ONE} processes, and everything after {@value #LOSSES} in all, or after
 * {@value #LOSSES_OF_ONE} of a program that never answered.
 */
final class ProgramPool implements AutoCloseable {
  /** So many processes may one operation cost. */
  static final int LOSSES_OF_ONE = 3;

  /** So many processes may all operations together cost. */
  static final int LOSSES = 30;

  private final ProgramSpec spec;
  private final Semaphore permits;
  private final Deque<CoProcess> idle = new ArrayDeque<>();
  private final Set<CoProcess> all = new HashSet<>();
  private final Map<String, Integer> losses = new HashMap<>();
  private final Map<String, String> last = new HashMap<>();
  private final Thread atExit = new Thread(this::killAll, "program-exit");
  private int lost;
  private boolean answered;
  private Optional<String> closed = Optional.empty();

  ProgramPool(ProgramSpec spec) {
    this.spec = spec;
    this.permits = new Semaphore(spec.processes(), true);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Something to do with a process. */
  @FunctionalInterface
  interface Use<T> {
    T of(CoProcess process) throws LostException;
  }

  /** The first use of all: what is lost here is not counted. */
  <T> T first(Use<T> use) throws LostException {
    CoProcess process = take("start");
    try {
      T result = use.of(process);
      giveBack(process);
      return result;
    } catch (LostException e) {
      forget(process);
      throw e;
    }
  }

  /** What {@code use} gives; a process that is lost costs {@code op} one of its few. */
  <T> T with(String op, Use<T> use) {
    CoProcess process = take(op);
    try {
      T result = use.of(process);
      answered();
      giveBack(process);
      return result;
    } catch (LostException e) {
      forget(process);
      count(op, e);
      throw new BackendException(e.reason(), op + ": the program " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      process.kill();
      forget(process);
      throw e;
    }
  }

  private CoProcess take(String op) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(Reason.CLOSED, op + ": interrupted", e);
    }
    try {
      synchronized (this) {
        refuse(op);
        CoProcess process = idle.poll();
        if (process == null) {
          process = CoProcess.start(spec.command());
          all.add(process);
        }
        return process;
      }
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private void refuse(String op) {
    if (closed.isPresent()) {
      throw new BackendException(Reason.CLOSED, op + ": not asked: " + closed.get());
    }
    int n = losses.getOrDefault(op, 0);
    if (n >= LOSSES_OF_ONE) {
      throw new BackendException(
          Reason.CLOSED,
          op + ": not asked again, it cost " + n + " processes; the program " + last.get(op));
    }
  }

  private synchronized void answered() {
    answered = true;
  }

  private synchronized void count(String op, LostException e) {
    losses.merge(op, 1, Integer::sum);
    last.put(op, e.getMessage());
    lost++;
    if (closed.isEmpty() && lost >= (answered ? LOSSES : LOSSES_OF_ONE)) {
      closed =
          Optional.of(
              "the program is given up after "
                  + lost
                  + (answered ? " lost processes" : " processes that never answered")
                  + "; it "
                  + e.getMessage());
    }
  }

  private synchronized void giveBack(CoProcess process) {
    idle.push(process);
    permits.release();
  }

  private synchronized void forget(CoProcess process) {
    all.remove(process);
    permits.release();
  }

  private synchronized void killAll() {
    closed = Optional.of("the program is closed");
    all.forEach(CoProcess::kill);
  }

  /** Ends all processes: those that nobody waits for may end by themselves. */
  @Override
  public void close() {
    Set<CoProcess> resting;
    synchronized (this) {
      closed = Optional.of("the program is closed");
      resting = new HashSet<>(idle);
      idle.clear();
    }
    resting.forEach(CoProcess::endInput);
    resting.forEach(CoProcess::close);
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the virtual machine is going down, and the hook with it
    }
  }
}
