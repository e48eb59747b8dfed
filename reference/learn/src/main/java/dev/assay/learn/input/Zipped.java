package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The components of one element of each source, as long as each has one. */
record Zipped(List<Source> sources) implements Source {
  @Override
  public long cardinality() {
    long least = INFINITE;
    for (Source s : sources) {
      if (s.cardinality() == UNKNOWN) {
        return UNKNOWN;
      }
      least = Math.min(least, s.cardinality());
    }
    return least;
  }

  @Override
  public Cursor open(long epoch) {
    List<Cursor> cursors = sources.stream().map(s -> s.open(epoch)).toList();
    return new Cursor() {
      @Override
      public Optional<List<Tensor>> next() {
        List<Tensor> element = new ArrayList<>();
        for (Cursor c : cursors) {
          Optional<List<Tensor>> part = c.next();
          if (part.isEmpty()) {
            return part;
          }
          element.addAll(part.get());
        }
        return Optional.of(List.copyOf(element));
      }

      @Override
      public long skip(long n) {
        return cursors.stream().mapToLong(c -> c.skip(n)).min().orElse(0);
      }

      @Override
      public void close() {
        Cursor.closeAll(cursors);
      }
    };
  }
}
