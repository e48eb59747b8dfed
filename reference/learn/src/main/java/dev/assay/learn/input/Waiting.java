package dev.assay.learn.input;

import dev.assay.engine.CancelledException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for other threads, with interrupts dealt with. */
final class Waiting {
  private Waiting() {}

  /** A daemon thread that is not started yet. */
  static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
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
