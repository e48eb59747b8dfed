package dev.assay.learn.input;

import dev.assay.engine.CancelledException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Resource;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.SessionState;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a queue full: threads that run nodes which put elements in, again and again, until one says
 * that there are no more ({@link OutOfRangeException}), somebody closes the queue, or the stop is
 * asked for. When the last thread ends it closes the queue, so that whoever takes elements out
 * comes to the end, too.
 */
public final class QueueRunner {
  private final TensorQueue queue;
  private final List<Operation> enqueues;
  private final Operation close;
  private final Operation cancel;
  private final Resource<Running> running;

  /** How many threads a session has for one runner. */
  private static final class Running implements SessionState {
    private int threads;

    /** Whether there were none; then there are {@code n}. */
    synchronized boolean begin(int n) {
      boolean none = threads == 0;
      threads = none ? n : threads;
      return none;
    }

    /** One less; whether it was the last. */
    synchronized boolean end() {
      threads--;
      return threads == 0;
    }

    @Override
    public void close() {}
  }

  private QueueRunner(TensorQueue queue, List<Operation> enqueues) {
    this.queue = queue;
    this.enqueues = List.copyOf(enqueues);
    this.close = queue.close(false);
    this.cancel = queue.close(true);
    this.running = new Resource<>(queue.graph(), queue.name() + "/runner", Running::new);
  }

  /**
   * A runner of {@code queue} that {@link #startAll} starts.
   *
   * @param enqueues a node for each thread; the same node may be there several times
   */
  public static QueueRunner add(TensorQueue queue, List<Operation> enqueues) {
    ValueException.requireGiven(queue, "queue runner: the queue");
    ValueException.requireGiven(enqueues, "queue runner: the nodes");
    Check.atLeast("queue runner of " + queue.name(), "the number of nodes", enqueues.size(), 1);
    QueueRunner runner = new QueueRunner(queue, enqueues);
    queue.graph().collections().add(QueueRunner.class, runner);
    return runner;
  }

  /**
   * Starts the runners of all queues that the session's graph has and that do not run in this
   * session already; TensorFlow's {@code start_queue_runners}.
   *
   * @return the threads that were started
   */
  public static List<Thread> startAll(Session session, Coordinator coordinator) {
    ValueException.requireGiven(session, "start_queue_runners: the session");
    Graph graph = session.graph();
    List<Thread> threads = new ArrayList<>();
    for (QueueRunner runner : graph.collections().get(QueueRunner.class)) {
      threads.addAll(runner.start(session, coordinator));
    }
    return threads;
  }

  /**
   * Starts its threads, one for each node, unless they run in this session already.
   *
   * @return the threads that were started
   */
  public List<Thread> start(Session session, Coordinator coordinator) {
    ValueException.requireGiven(session, "start_queue_runners: the session");
    ValueException.requireGiven(coordinator, "start_queue_runners: the coordinator");
    Running count = session.resources().get(running);
    if (!count.begin(enqueues.size())) {
      return List.of();
    }
    coordinator.onStop(() -> runUnlessClosed(session, cancel));
    List<Thread> threads = new ArrayList<>();
    for (Operation enqueue : enqueues) {
      Runnable body = Devices.asHere(() -> fill(session, coordinator, enqueue, count));
      threads.add(coordinator.start(queue.name() + "-runner-" + (threads.size() + 1), body));
    }
    return threads;
  }

  private void fill(Session session, Coordinator coordinator, Operation enqueue, Running count) {
    try {
      while (!coordinator.shouldStop()) {
        session.run(enqueue);
      }
    } catch (OutOfRangeException | CancelledException e) {
      // no more elements, or nobody wants them
    } catch (RuntimeException | Error e) {
      if (!session.isClosed()) {
        coordinator.requestStop(e);
      }
    } finally {
      if (count.end()) {
        runUnlessClosed(session, close);
      }
    }
  }

  private static void runUnlessClosed(Session session, Operation target) {
    try {
      if (!session.isClosed()) {
        session.run(target);
      }
    } catch (CancelledException | ValueException e) {
      if (!session.isClosed()) {
        throw e;
      }
    }
  }
}
