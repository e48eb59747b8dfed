package dev.assay.learn.input;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a function makes of each element, in the order of the elements, made by several threads. The
 * consumer reads the elements ahead and hands them to the threads, which run on while it uses what
 * it got. An error comes out where its element would have.
 */
record MappedInParallel(
    Source upstream, Function<List<Tensor>, ? extends List<? extends Tensor>> function, int threads)
    implements Source {
  @Override
  public long cardinality() {
    return upstream.cardinality();
  }

  @Override
  public Cursor open(long epoch) {
    return new Pass(upstream.open(epoch));
  }

  /**
   * What comes next.
   *
   * @param element whether it is an element, or else the end or an error of the source
   */
  private record Pending(FutureTask<Optional<List<Tensor>>> task, boolean element) {
    static Pending known(Supplier<Optional<List<Tensor>>> given) {
      FutureTask<Optional<List<Tensor>>> task = new FutureTask<>(given::get);
      task.run();
      return new Pending(task, false);
    }
  }

  private final class Pass implements Cursor {
    private final Cursor cursor;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<Thread> workers = new ArrayList<>();
    private Optional<ExecutorService> pool = Optional.empty();
    private long number;
    private boolean ended;

    Pass(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public Optional<List<Tensor>> next() {
      while (!ended && pending.size() < threads) {
        pending.add(read());
      }
      return pending.isEmpty() ? Optional.empty() : Waiting.result(pending.remove().task());
    }

    /** Reads an element and lets a thread work on it. */
    private Pending read() {
      Optional<List<Tensor>> element;
      try {
        element = cursor.next();
      } catch (RuntimeException | Error e) {
        ended = true;
        return Pending.known(
            () -> {
              throw e;
            });
      }
      if (element.isEmpty()) {
        ended = true;
        return Pending.known(Optional::empty);
      }
      long i = number++;
      FutureTask<Optional<List<Tensor>>> task =
          new FutureTask<>(() -> Optional.of(Mapped.apply(function, element.get(), i)));
      pool().execute(Devices.asHere(task));
      return new Pending(task, true);
    }

    private ExecutorService pool() {
      if (pool.isEmpty()) {
        pool = Optional.of(Executors.newFixedThreadPool(threads, this::worker));
      }
      return pool.get();
    }

    private Thread worker(Runnable body) {
      Thread worker = Waiting.daemon("dataset-map-" + (workers.size() + 1), body);
      workers.add(worker);
      return worker;
    }

    /** What is being worked on already is thrown away, the rest is not worked on. */
    @Override
    public long skip(long n) {
      long passed = 0;
      while (passed < n && !pending.isEmpty() && pending.peek().element()) {
        pending.remove();
        passed++;
      }
      if (passed < n && pending.isEmpty() && !ended) {
        long more = cursor.skip(n - passed);
        number += more;
        passed += more;
      }
      return passed;
    }

    /** Interrupts the threads and waits until they have ended; a pool alone does not tell. */
    @Override
    public void close() {
      ended = true;
      pending.clear();
      try {
        pool.ifPresent(ExecutorService::shutdownNow);
        workers.forEach(Waiting::end);
      } finally {
        cursor.close();
      }
    }
  }
}
