package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The elements of which a predicate holds. */
record Filtered(Source upstream, Predicate<List<Tensor>> predicate) implements Source {
  @Override
  public Cursor open(long epoch) {
    Cursor cursor = upstream.open(epoch);
    return new Cursor() {
      private long number;

      @Override
      public Optional<List<Tensor>> next() {
        Optional<List<Tensor>> element = cursor.next();
        while (element.isPresent() && !holds(element.get())) {
          element = cursor.next();
        }
        return element;
      }

      private boolean holds(List<Tensor> element) {
        return Mapped.at("filter", number++, () -> predicate.test(element));
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
