package dev.assay.formats.io;

import dev.assay.engine.ValueException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a reader gives, as an iterator that closes the reader at its end, at an error, or when it is
 * closed: a pass over the elements of a data set.
 *
 * @param <T> what it gives
 */
public final class Pulled<T> implements Iterator<T>, AutoCloseable {
  private final Supplier<Optional<T>> next;
  private final Runnable close;
  private Optional<T> ahead = Optional.empty();
  private boolean over;

  /**
   * An iterator.
   *
   * @param next the next element; empty at the end
   * @param close called once
   */
  public Pulled(Supplier<Optional<T>> next, Runnable close) {
    this.next = ValueException.requireGiven(next, "iterator: the function");
    this.close = ValueException.requireGiven(close, "iterator: what closes it");
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && !over) {
      try {
        ahead = next.get();
      } catch (RuntimeException e) {
        close();
        throw e;
      }
      if (ahead.isEmpty()) {
        close();
      }
    }
    return ahead.isPresent();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more elements");
    }
    T element = ahead.orElseThrow();
    ahead = Optional.empty();
    return element;
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      close.run();
    }
  }
}
