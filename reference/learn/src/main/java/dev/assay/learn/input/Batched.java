package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Elements stacked {@code size} at a time.
 *
 * @param whole whether elements at the end that fill no batch are dropped
 */
record Batched(Source upstream, int size, boolean whole, Stacking stacking) implements Source {
  /** Makes a batch of elements. */
  interface Stacking {
    /**
     * @param first the number of the first element
     */
    List<Tensor> stack(List<List<Tensor>> elements, long first);
  }

  @Override
  public long cardinality() {
    long n = upstream.cardinality();
    return n == UNKNOWN || n == INFINITE ? n : n / size + (whole || n % size == 0 ? 0 : 1);
  }

  @Override
  public Cursor open(long epoch) {
    Cursor cursor = upstream.open(epoch);
    return new Cursor() {
      private long taken;

      @Override
      public Optional<List<Tensor>> next() {
        List<List<Tensor>> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          Optional<List<Tensor>> e = cursor.next();
          if (e.isEmpty()) {
            break;
          }
          elements.add(e.get());
        }
        if (elements.isEmpty() || (whole && elements.size() < size)) {
          return Optional.empty();
        }
        List<Tensor> batch = stacking.stack(elements, taken);
        taken += elements.size();
        return Optional.of(batch);
      }

      @Override
      public long skip(long n) {
        long passed = cursor.skip(n > INFINITE / size ? INFINITE : n * size);
        taken += passed;
        return passed / size + (whole || passed % size == 0 ? 0 : 1);
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
