package dev.assay.learn.input;

import dev.assay.engine.CancelledException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.graph.SessionState;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue that a session has. Those who put in stand in one line, those who take out in another;
 * only the first of a line acts. Safe to use from several threads.
 */
final class QueueState implements SessionState {
  private final String label;
  private final int capacity;
  private final int minAfterDequeue;
  private final QueueStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Object> putting = new ArrayDeque<>();
  private final Deque<Object> taking = new ArrayDeque<>();
  private boolean closed;
  private boolean cancelled;
  private boolean gone;

  QueueState(String label, int capacity, int minAfterDequeue, QueueStore store) {
    this.label = label;
    this.capacity = capacity;
    this.minAfterDequeue = minAfterDequeue;
    this.store = store;
  }

  /** Puts elements in, one by one, each when there is room. Some may be in when this fails. */
  void enqueue(List<List<Tensor>> elements) {
    Object me = new Object();
    lock.lock();
    try {
      requireSession("enqueue");
      if (closed) {
        throw new CancelledException(label + ": enqueue: the queue is closed");
      }
      putting.add(me);
      for (List<Tensor> element : elements) {
        while (putting.peek() != me || store.size() >= capacity) {
          await("enqueue");
          if (cancelled) {
            throw new CancelledException(
                label + ": enqueue: the queue was closed and pending enqueues cancelled");
          }
        }
        store.add(element);
        changed.signalAll();
      }
    } finally {
      putting.remove(me);
      changed.signalAll();
      lock.unlock();
    }
  }

  /**
   * Takes {@code n} elements out when they are there.
   *
   * @param fewer whether the last elements of a closed queue may be fewer
   */
  List<List<Tensor>> dequeue(int n, boolean fewer) {
    Object me = new Object();
    lock.lock();
    try {
      requireSession("dequeue");
      taking.add(me);
      while (true) {
        if (taking.peek() == me) {
          boolean drained = closed && putting.isEmpty();
          if (store.size() >= n + (drained ? 0L : minAfterDequeue)) {
            return store.take(n);
          }
          if (drained && fewer && store.size() > 0) {
            return store.take(store.size());
          }
          if (drained) {
            throw new OutOfRangeException(
                label
                    + " is closed and has insufficient elements (requested "
                    + n
                    + ", current size "
                    + store.size()
                    + ")");
          }
        }
        await("dequeue");
      }
    } finally {
      taking.remove(me);
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Waits until something has changed. */
  private void await(String what) {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(label + ": " + what + ": interrupted while waiting");
    }
    requireSession(what);
  }

  private void requireSession(String what) {
    if (gone) {
      throw new CancelledException(label + ": " + what + ": the session was closed");
    }
  }

  int size() {
    lock.lock();
    try {
      return store.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more elements. */
  void end(boolean cancelPending) {
    lock.lock();
    try {
      closed = true;
      cancelled |= cancelPending;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      gone = true;
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
