package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a function makes of windows: window {@code w} has the elements of the numbers {@code w·shift
 * + k·stride}, {@code 0 ≤ k < size}.
 *
 * @param whole whether windows at the end that have fewer elements are dropped
 */
record Windowed(
    Source upstream,
    int size,
    int shift,
    int stride,
    boolean whole,
    Function<Dataset, Dataset> function)
    implements Source {
  @Override
  public Cursor open(long epoch) {
    return new Pass(epoch, upstream.open(epoch));
  }

  private final class Pass implements Cursor {
    private final long epoch;
    private final Cursor cursor;
    private final List<List<Tensor>> held = new ArrayList<>();
    private Optional<Cursor> current = Optional.empty();
    private long windows;
    private boolean ended;

    Pass(long epoch, Cursor cursor) {
      this.epoch = epoch;
      this.cursor = cursor;
    }

    @Override
    public Optional<List<Tensor>> next() {
      while (true) {
        if (current.isEmpty()) {
          Optional<List<List<Tensor>>> window = window();
          if (window.isEmpty()) {
            return Optional.empty();
          }
          current = Optional.of(made(Dataset.of(window.get())));
        }
        Optional<List<Tensor>> element = current.get().next();
        if (element.isPresent()) {
          return element;
        }
        closeCurrent();
      }
    }

    private Cursor made(Dataset window) {
      long number = windows++;
      Dataset made = Mapped.at("window", number, () -> function.apply(window));
      ValueException.requireGiven(made, "dataset: what the function of window gives");
      return made.source().open(Source.epoch(epoch, number));
    }

    private Optional<List<List<Tensor>>> window() {
      long reach = (size - 1L) * stride + 1;
      while (!ended && held.size() < reach) {
        Optional<List<Tensor>> element = cursor.next();
        ended = element.isEmpty();
        element.ifPresent(held::add);
      }
      if (held.isEmpty() || (whole && held.size() < reach)) {
        return Optional.empty();
      }
      List<List<Tensor>> window = new ArrayList<>();
      for (int i = 0; i < held.size(); i += stride) {
        window.add(held.get(i));
      }
      int gone = Math.min(shift, held.size());
      held.subList(0, gone).clear();
      if (gone < shift && !ended) {
        ended = cursor.skip(shift - gone) < shift - gone;
      }
      return Optional.of(window);
    }

    private void closeCurrent() {
      Optional<Cursor> done = current;
      current = Optional.empty();
      done.ifPresent(Cursor::close);
    }

    @Override
    public void close() {
      try {
        closeCurrent();
      } finally {
        held.clear();
        cursor.close();
      }
    }
  }
}
