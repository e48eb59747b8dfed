package dev.assay.learn.input;

import dev.assay.engine.CancelledException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Ends threads together: any of them asks for the stop, all look whether it was asked for, and one
 * waits for the others. Safe to use from several threads.
 *
 * <pre>{@code
 * try (Session session = new Session(graph);
 *     Coordinator coordinator = new Coordinator()) {
 *   QueueRunner.startAll(session, coordinator);
 *   coordinator.untilStop(() -> session.run(train));
 * }
 * }</pre>
 *
 * <p>The first error that a thread stops with is the one that {@link #join} throws. An {@link
 * OutOfRangeException} is no error: the data are at their end.
 */
public final class Coordinator implements AutoCloseable {
  /** How long {@link #join} waits for threads before it interrupts them: TensorFlow's time. */
  public static final Duration GRACE = Duration.ofSeconds(120);

  private final Object lock = new Object();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Runnable> onStop = new ArrayList<>();
  private Optional<Throwable> failure = Optional.empty();
  private boolean stopped;

  /** A coordinator of no threads. */
  public Coordinator() {}

  /** Asks all to stop. Only the first call does anything. */
  public void requestStop() {
    stop(Optional.empty());
  }

  /** Asks all to stop because of {@code error}, which {@link #join} throws if it is the first. */
  public void requestStop(Throwable error) {
    ValueException.requireGiven(error, "coordinator: the error");
    stop(error instanceof OutOfRangeException ? Optional.empty() : Optional.of(error));
  }

  private void stop(Optional<Throwable> error) {
    List<Runnable> actions;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      stopped = true;
      failure = error;
      actions = List.copyOf(onStop);
      onStop.clear();
      lock.notifyAll();
    }
    actions.forEach(Runnable::run);
  }

  /** Whether the stop was asked for. */
  public boolean shouldStop() {
    synchronized (lock) {
      return stopped;
    }
  }

  /**
   * Waits until the stop is asked for, but no longer than {@code time}; whether it was. An
   * interrupt ends the wait with a {@link CancelledException}.
   */
  public boolean waitForStop(Duration time) {
    long end = System.nanoTime() + nanos(time);
    synchronized (lock) {
      for (long left = end - System.nanoTime(); !stopped && left > 0; ) {
        try {
          lock.wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CancelledException("coordinator: interrupted while waiting for the stop");
        }
        left = end - System.nanoTime();
      }
      return stopped;
    }
  }

  private static long nanos(Duration time) {
    ValueException.requireGiven(time, "coordinator: the time");
    // a century is for ever, and fits
    Duration century = Duration.ofDays(36_500);
    return time.compareTo(century) > 0 ? century.toNanos() : time.toNanos();
  }

  /**
   * Runs {@code step} again and again until the stop is asked for, or until it throws an {@link
   * OutOfRangeException}: the data are at their end, and all are asked to stop. Whether they ended
   * because of an error of another thread {@link #join} says.
   */
  public void untilStop(Runnable step) {
    ValueException.requireGiven(step, "coordinator: the step");
    try {
      while (!shouldStop()) {
        step.run();
      }
    } catch (OutOfRangeException e) {
      requestStop();
    }
  }

  /**
   * Starts a daemon thread that runs {@code body} and is waited for by {@link #join}. An error that
   * it ends with asks all to stop.
   */
  public Thread start(String name, Runnable body) {
    ValueException.requireGiven(name, "coordinator: the name of the thread");
    ValueException.requireGiven(body, "coordinator: what the thread does");
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (RuntimeException | Error e) {
                requestStop(e);
              }
            },
            name);
    thread.setDaemon(true);
    register(thread);
    thread.start();
    return thread;
  }

  /** Lets {@link #join} wait for {@code thread}, too. */
  public void register(Thread thread) {
    ValueException.requireGiven(thread, "coordinator: the thread");
    synchronized (lock) {
      threads.add(thread);
    }
  }

  /**
   * Runs {@code action} when the stop is asked for, on the thread that asks; at once if it was. It
   * must not wait.
   */
  void onStop(Runnable action) {
    synchronized (lock) {
      if (!stopped) {
        onStop.add(action);
        return;
      }
    }
    action.run();
  }

  /** As {@link #join(Duration)} with {@link #GRACE}. */
  public void join() {
    join(GRACE);
  }

  /**
   * Waits until the stop is asked for or all threads have ended by themselves; then until they have
   * ended. Threads that have not after {@code grace} are interrupted and waited for as long again;
   * any that is alive even then is an error that names it. Throws what {@link #requestStop} was
   * first given; a checked error inside of a {@link CompletionException}.
   *
   * <p>An interrupt of the thread that waits asks all to stop; it waits on, and is interrupted
   * still when this returns.
   */
  public void join(Duration grace) {
    long time = nanos(grace);
    boolean interrupted = false;
    while (!shouldStop() && anyAlive()) {
      try {
        waitForStop(Duration.ofMillis(10));
      } catch (CancelledException e) {
        interrupted |= Thread.interrupted();
        requestStop();
      }
    }
    requestStop();
    interrupted |= waitForAll(time);
    if (anyAlive()) {
      alive().forEach(Thread::interrupt);
      interrupted |= waitForAll(time);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    raise();
  }

  /** Waits until all have ended, but no longer than that; whether an interrupt came. */
  private boolean waitForAll(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (Thread t : alive()) {
      long left = end - System.nanoTime();
      while (t.isAlive() && left > 0) {
        try {
          t.join(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = end - System.nanoTime();
      }
    }
    return interrupted;
  }

  private List<Thread> alive() {
    synchronized (lock) {
      return threads.stream().filter(t -> t.isAlive() && t != Thread.currentThread()).toList();
    }
  }

  private boolean anyAlive() {
    return !alive().isEmpty();
  }

  private void raise() {
    List<Thread> left = alive();
    Optional<Throwable> first;
    synchronized (lock) {
      first = failure;
      failure = Optional.empty();
      threads.retainAll(left);
    }
    if (first.isPresent()) {
      if (first.get() instanceof RuntimeException || first.get() instanceof Error) {
        throw Waiting.raised(first.get());
      }
      throw new CompletionException(first.get());
    }
    if (!left.isEmpty()) {
      throw new CancelledException(
          "coordinator: stopped with threads still running: "
              + left.stream().map(Thread::getName).toList());
    }
  }

  /** Asks all to stop and waits for them, as {@link #join()}. */
  @Override
  public void close() {
    requestStop();
    join();
  }

  /** After {@link #join}: as if it was never asked to stop. */
  public void clearStop() {
    synchronized (lock) {
      stopped = false;
      failure = Optional.empty();
    }
  }
}
