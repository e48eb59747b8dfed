package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a source of the numbers {@code first}, {@code first + stride}, …, as many as
 * {@code count}: what take, skip and shard are.
 */
record Part(Source upstream, long first, long stride, long count) implements Source {
  @Override
  public long cardinality() {
    long n = upstream.cardinality();
    if (n == INFINITE || count == 0) {
      return count;
    }
    long there = n == UNKNOWN ? UNKNOWN : n <= first ? 0 : (n - first - 1) / stride + 1;
    return there == UNKNOWN ? UNKNOWN : Math.min(there, count);
  }

  @Override
  public Cursor open(long epoch) {
    Cursor cursor = upstream.open(epoch);
    return new Cursor() {
      private long given;

      @Override
      public Optional<List<Tensor>> next() {
        if (given == count || !toNext()) {
          return Optional.empty();
        }
        Optional<List<Tensor>> element = cursor.next();
        given += element.isPresent() ? 1 : 0;
        return element;
      }

      /** Goes to the next element that is one of these. */
      private boolean toNext() {
        long between = given == 0 ? first : stride - 1;
        return between == 0 || cursor.skip(between) == between;
      }

      @Override
      public long skip(long n) {
        long wanted = Math.min(n, count - given);
        if (stride > 1 || wanted == 0) {
          return Cursor.super.skip(wanted);
        }
        if (!toNext()) {
          return 0;
        }
        long passed = cursor.skip(wanted);
        given += passed;
        return passed;
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
