package dev.assay.learn.input;

import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One pass over a dataset, used by one thread at a time. What it holds (files, threads) is given
 * back at its end, when it fails and when it is closed; an iterator that may be left earlier is
 * closed by its user.
 *
 * <p>An iterator that failed gives no more elements: every further call throws the same error. One
 * that was closed throws a {@link ValueException}.
 */
public final class DatasetIterator implements Iterator<List<Tensor>>, AutoCloseable {
  private final Cursor cursor;
  private final long start;
  private Optional<List<Tensor>> ahead = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();
  private long position;
  private boolean ended;
  private boolean closed;

  /**
   * @param start how many elements to pass over first
   */
  DatasetIterator(Cursor cursor, long start) {
    this.cursor = cursor;
    this.start = start;
  }

  /** Whether there is another element; makes it if there is. */
  @Override
  public boolean hasNext() {
    failure.ifPresent(
        e -> {
          throw e;
        });
    if (closed) {
      throw new ValueException("dataset: the iterator is closed");
    }
    if (ahead.isEmpty() && !ended) {
      try {
        if (position < start) {
          position += cursor.skip(start - position);
        }
        ahead = cursor.next();
        ended = ahead.isEmpty();
        if (ended) {
          cursor.close();
        }
      } catch (RuntimeException | Error e) {
        fail(e);
        throw e;
      }
    }
    return ahead.isPresent();
  }

  private void fail(Throwable e) {
    closed = true;
    if (e instanceof RuntimeException r) {
      failure = Optional.of(r);
    }
    try {
      cursor.close();
    } catch (RuntimeException again) {
      if (again != e) {
        e.addSuppressed(again);
      }
    }
  }

  /** The next element; an {@link OutOfRangeException} at the end. */
  @Override
  public List<Tensor> next() {
    if (!hasNext()) {
      throw new OutOfRangeException(
          "dataset: there is no next element, the end was reached after " + position);
    }
    List<Tensor> element = ahead.orElseThrow();
    ahead = Optional.empty();
    position++;
    return element;
  }

  /**
   * How many elements were taken or passed over: {@link Dataset#iteratorFrom} of this number goes
   * on where this iterator stands.
   */
  public long position() {
    return ended ? position : Math.max(position, start);
  }

  /** Gives back what it holds. May be called again. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ahead = Optional.empty();
      cursor.close();
    }
  }
}
