package dev.assay.learn.input;

import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The elements in random order: a buffer is filled, one of its places, each as likely, gives its
 * element and takes the next, until there is none and the buffer runs empty.
 *
 * @param anew whether each epoch has an order of its own
 */
record Shuffled(Source upstream, int buffer, long seed, boolean anew) implements Source {
  @Override
  public long cardinality() {
    return upstream.cardinality();
  }

  @Override
  public Cursor open(long epoch) {
    Cursor cursor = upstream.open(epoch);
    Draws draws = new Draws(Philox.stateless(seed, anew ? epoch : 0));
    List<List<Tensor>> held = new ArrayList<>();
    return new Cursor() {
      @Override
      public Optional<List<Tensor>> next() {
        while (held.size() < buffer) {
          Optional<List<Tensor>> e = cursor.next();
          if (e.isEmpty()) {
            break;
          }
          held.add(e.get());
        }
        if (held.isEmpty()) {
          return Optional.empty();
        }
        // the next call puts the next element at the end: places are as good as each other
        int last = held.size() - 1;
        int at = draws.below(held.size());
        List<Tensor> element = held.get(at);
        held.set(at, held.get(last));
        held.remove(last);
        return Optional.of(element);
      }

      @Override
      public void close() {
        held.clear();
        cursor.close();
      }
    };
  }
}
