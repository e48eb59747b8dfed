package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The elements of epoch 0, kept in memory by the first pass that reaches their end; later passes
 * read them there.
 */
final class Cached implements Source {
  private final Source upstream;
  private volatile Optional<List<List<Tensor>>> kept = Optional.empty();

  Cached(Source upstream) {
    this.upstream = upstream;
  }

  @Override
  public long cardinality() {
    return upstream.cardinality();
  }

  @Override
  public Cursor open(long epoch) {
    if (kept.isPresent()) {
      List<List<Tensor>> elements = kept.get();
      return new Counted(elements.size(), i -> elements.get((int) i)).open(0);
    }
    Cursor cursor = upstream.open(0);
    List<List<Tensor>> elements = new ArrayList<>();
    return Cursor.over(
        cursor,
        () -> {
          Optional<List<Tensor>> element = cursor.next();
          element.ifPresent(elements::add);
          if (element.isEmpty() && kept.isEmpty()) {
            kept = Optional.of(List.copyOf(elements));
          }
          return element;
        });
  }
}
