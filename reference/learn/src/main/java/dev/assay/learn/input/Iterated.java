package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The elements that an iterator of somebody else's gives, made when the first is asked for and
 * closed if it can be.
 */
final class Iterated<T> implements Cursor {
  private final String what;
  private final Supplier<? extends Iterator<? extends T>> open;
  private final Function<T, List<Tensor>> element;
  private Optional<Iterator<? extends T>> iterator = Optional.empty();
  private boolean done;

  /**
   * @param what the name of the source, for messages
   */
  Iterated(
      String what,
      Supplier<? extends Iterator<? extends T>> open,
      Function<T, List<Tensor>> element) {
    this.what = what;
    this.open = open;
    this.element = element;
  }

  @Override
  public Optional<List<Tensor>> next() {
    if (done) {
      return Optional.empty();
    }
    if (iterator.isEmpty()) {
      iterator = Optional.of(ValueException.requireGiven(open.get(), what + ": the iterator"));
    }
    if (!iterator.get().hasNext()) {
      close();
      return Optional.empty();
    }
    T given = ValueException.requireGiven(iterator.get().next(), what + ": the element");
    return Optional.of(Elements.checked(what, element.apply(given)));
  }

  @Override
  public void close() {
    done = true;
    Optional<Iterator<? extends T>> held = iterator;
    iterator = Optional.empty();
    if (held.isPresent() && held.get() instanceof AutoCloseable closeable) {
      Closing.close(what, closeable);
    }
  }
}
