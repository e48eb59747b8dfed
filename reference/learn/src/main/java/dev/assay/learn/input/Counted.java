package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The elements of the numbers 0 … n − 1, made when they are asked for.
 *
 * @param cardinality n
 */
record Counted(long cardinality, Maker maker) implements Source {
  /** Makes the element of a number. */
  interface Maker {
    List<Tensor> element(long i);
  }

  /** The int64 scalars start, start + step, … before stop. */
  static Counted range(long start, long stop, long step) {
    if (step == 0) {
      throw new ValueException("range: step is not 0");
    }
    long n = 0;
    if (step > 0 ? start < stop : start > stop) {
      // as unsigned numbers neither the distance nor the magnitude of step overflows
      long distance = step > 0 ? stop - start : start - stop;
      n = Long.divideUnsigned(distance - 1, Math.abs(step)) + 1;
    }
    Check.atLeast("range", "the number of elements as a 64-bit integer", n, 0);
    return new Counted(n, i -> List.of(Tensor.of(start + i * step)));
  }

  /** The int64 scalars from {@code start} on, without end. */
  static Counted from(long start) {
    return new Counted(INFINITE, i -> List.of(Tensor.of(start + i)));
  }

  @Override
  public Cursor open(long epoch) {
    return new Cursor() {
      private long next;

      @Override
      public Optional<List<Tensor>> next() {
        return next < cardinality ? Optional.of(maker.element(next++)) : Optional.empty();
      }

      @Override
      public long skip(long count) {
        long passed = Math.min(count, cardinality - next);
        next += passed;
        return passed;
      }

      @Override
      public void close() {}
    };
  }
}
