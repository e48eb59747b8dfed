package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One pass over the elements of a source, used by one thread at a time. What it holds (files,
 * threads) it takes when the first element is asked for, and gives back when it is closed; closing
 * twice is allowed.
 */
interface Cursor extends AutoCloseable {
  /** The next element; empty at the end, and again whenever it is asked for after that. */
  Optional<List<Tensor>> next();

  /** Passes over as many as {@code n} elements, without making them if it can; how many it were. */
  default long skip(long n) {
    long passed = 0;
    while (passed < n && next().isPresent()) {
      passed++;
    }
    return passed;
  }

  @Override
  void close();

  /** A cursor that holds nothing but {@code upstream}. */
  static Cursor over(Cursor upstream, Supplier<Optional<List<Tensor>>> next) {
    return new Cursor() {
      @Override
      public Optional<List<Tensor>> next() {
        return next.get();
      }

      @Override
      public void close() {
        upstream.close();
      }
    };
  }

  /** Closes all, also if closing one fails; then that error. */
  static void closeAll(List<? extends Cursor> cursors) {
    RuntimeException failure = null;
    for (Cursor c : cursors) {
      try {
        c.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
