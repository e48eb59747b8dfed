package dev.assay.learn.input;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * The same elements, made ahead by a thread: as many as {@code size} wait for the consumer. The
 * thread starts with the first element that is asked for.
 */
record Prefetched(Source upstream, int size) implements Source {
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
    private final BlockingQueue<Supplier<Optional<List<Tensor>>>> ready =
        new ArrayBlockingQueue<>(size);
    private Optional<Thread> thread = Optional.empty();
    private boolean ended;
    private volatile boolean closed;

    Pass(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public Optional<List<Tensor>> next() {
      if (ended) {
        return Optional.empty();
      }
      if (thread.isEmpty()) {
        Runnable work = Devices.asHere(this::produce);
        thread = Optional.of(Waiting.daemon("dataset-prefetch", work));
        thread.get().start();
      }
      try {
        Optional<List<Tensor>> element = ready.take().get();
        ended = element.isEmpty();
        return element;
      } catch (InterruptedException e) {
        throw Waiting.interrupted();
      }
    }

    /** Makes elements until there are no more or nobody wants them; the end is put down, too. */
    private void produce() {
      try {
        boolean more = true;
        while (more && !closed) {
          Supplier<Optional<List<Tensor>>> made = make();
          ready.put(made);
          more = made instanceof Made m && m.element().isPresent();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // by close: nobody wants the rest
      }
    }

    private Supplier<Optional<List<Tensor>>> make() {
      try {
        return new Made(cursor.next());
      } catch (RuntimeException | Error e) {
        return () -> {
          throw e;
        };
      }
    }

    /** Before the thread has started nothing need be made. */
    @Override
    public long skip(long n) {
      return thread.isEmpty() && !ended ? cursor.skip(n) : Cursor.super.skip(n);
    }

    @Override
    public void close() {
      closed = true;
      ended = true;
      // room for the one element that the thread may still put down: a function of the user's may
      // have swallowed the interrupt, and nobody takes any more
      ready.clear();
      Optional<Thread> held = thread;
      thread = Optional.empty();
      try {
        held.ifPresent(Waiting::end);
      } finally {
        ready.clear();
        cursor.close();
      }
    }
  }

  private record Made(Optional<List<Tensor>> element) implements Supplier<Optional<List<Tensor>>> {
    @Override
    public Optional<List<Tensor>> get() {
      return element;
    }
  }
}
