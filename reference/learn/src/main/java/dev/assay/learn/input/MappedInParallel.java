package dev.assay.learn.input;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
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

  private final class Pass implements Cursor {
    private final Cursor cursor;
    private final Deque<FutureTask<Optional<List<Tensor>>>> pending = new ArrayDeque<>();
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
      return pending.isEmpty() ? Optional.empty() : Waiting.result(pending.remove());
    }

    /** Reads an element and lets a thread work on it; the end and an error are results, too. */
    private FutureTask<Optional<List<Tensor>>> read() {
      Optional<List<Tensor>> element;
      try {
        element = cursor.next();
      } catch (RuntimeException | Error e) {
        ended = true;
        return done(
            () -> {
              throw e;
            });
      }
      if (element.isEmpty()) {
        ended = true;
        return done(Optional::empty);
      }
      long i = number++;
      Supplier<Optional<List<Tensor>>> work =
          Devices.asHere(() -> Optional.of(Mapped.apply(function, element.get(), i)));
      FutureTask<Optional<List<Tensor>>> task = new FutureTask<>(work::get);
      pool().execute(task);
      return task;
    }

    private static FutureTask<Optional<List<Tensor>>> done(Supplier<Optional<List<Tensor>>> given) {
      FutureTask<Optional<List<Tensor>>> task = new FutureTask<>(given::get);
      task.run();
      return task;
    }

    private ExecutorService pool() {
      if (pool.isEmpty()) {
        pool = Optional.of(Executors.newFixedThreadPool(threads, Waiting.daemons("dataset-map")));
      }
      return pool.get();
    }

    /** What is being worked on already is thrown away, the rest is not worked on. */
    @Override
    public long skip(long n) {
      long passed = 0;
      while (passed < n && !pending.isEmpty()) {
        if (Waiting.result(pending.remove()).isEmpty()) {
          return passed;
        }
        passed++;
      }
      if (passed < n && !ended) {
        long more = cursor.skip(n - passed);
        number += more;
        passed += more;
      }
      return passed;
    }

    /** Interrupts the threads and waits until they have ended. */
    @Override
    public void close() {
      ended = true;
      pending.clear();
      Optional<ExecutorService> held = pool;
      pool = Optional.empty();
      try {
        held.ifPresent(Waiting::end);
      } finally {
        cursor.close();
      }
    }
  }
}
