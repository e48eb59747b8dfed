package dev.assay.learn.input;

import dev.assay.engine.CancelledException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Waiting for other threads, with interrupts dealt with. */
final class Waiting {
  private Waiting() {}

  /** Makes daemon threads called {@code name-1}, {@code name-2}, …. */
  static ThreadFactory daemons(String name) {
    AtomicInteger made = new AtomicInteger();
    return body -> {
      Thread thread = new Thread(body, name + "-" + made.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The result, or the error it ended with. */
  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw raised(e.getCause());
    }
  }

  /** The error that a wait for an element ends with when its thread is interrupted. */
  static CancelledException interrupted() {
    Thread.currentThread().interrupt();
    return new CancelledException("dataset: interrupted while waiting for an element");
  }

  /** Throws an unchecked error of another thread here, too. */
  static RuntimeException raised(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) e;
  }

  /** Interrupts the threads of a pool and waits until they have ended. */
  static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true; // to wait is what close promises: told to the caller afterwards
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts a thread and waits until it has ended. */
  static void end(Thread thread) {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
