package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The elements of one source, then those of another. */
record Chained(Source first, Source second) implements Source {
  @Override
  public long cardinality() {
    long a = first.cardinality();
    long b = second.cardinality();
    if (a == INFINITE || b == INFINITE) {
      return INFINITE;
    }
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a + b < 0 ? INFINITE : a + b;
  }

  @Override
  public Cursor open(long epoch) {
    Cursor one = first.open(epoch);
    Cursor other = second.open(epoch);
    return new Cursor() {
      private boolean over;

      @Override
      public Optional<List<Tensor>> next() {
        if (!over) {
          Optional<List<Tensor>> element = one.next();
          if (element.isPresent()) {
            return element;
          }
          turn();
        }
        return other.next();
      }

      private void turn() {
        over = true;
        one.close();
      }

      @Override
      public long skip(long n) {
        long passed = over ? 0 : one.skip(n);
        if (passed < n) {
          turn();
          passed += other.skip(n - passed);
        }
        return passed;
      }

      @Override
      public void close() {
        Cursor.closeAll(List.of(one, other));
      }
    };
  }
}
