package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a function makes of each element. What is passed over the function does not see. */
record Mapped(Source upstream, Function<List<Tensor>, ? extends List<? extends Tensor>> function)
    implements Source {
  @Override
  public long cardinality() {
    return upstream.cardinality();
  }

  @Override
  public Cursor open(long epoch) {
    Cursor cursor = upstream.open(epoch);
    return new Cursor() {
      private long number;

      @Override
      public Optional<List<Tensor>> next() {
        Optional<List<Tensor>> element = cursor.next();
        return element.map(e -> apply(function, e, number++));
      }

      @Override
      public long skip(long n) {
        long passed = cursor.skip(n);
        number += passed;
        return passed;
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  /** A function of two components as one of elements that have two. */
  static <T> Function<List<Tensor>, T> pair(BiFunction<Tensor, Tensor, T> function) {
    ValueException.requireGiven(function, "map: function");
    return e -> {
      if (e.size() != 2) {
        throw new ValueException("map: a function of two components, the element has " + e.size());
      }
      return function.apply(e.get(0), e.get(1));
    };
  }

  /** The function's element; its errors say which element of the pass it was given. */
  static List<Tensor> apply(
      Function<List<Tensor>, ? extends List<? extends Tensor>> function,
      List<Tensor> element,
      long number) {
    return at("map", number, () -> Elements.checked("map", function.apply(element)));
  }

  /** What {@code body} gives, which calls a function of the user's; its errors say where. */
  static <T> T at(String what, long number, Supplier<T> body) {
    try {
      return body.get();
    } catch (RuntimeException | Error e) {
      e.addSuppressed(new ValueException("dataset: in " + what + ", at element " + number));
      throw e;
    }
  }
}
