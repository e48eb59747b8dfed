package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The elements in a queue: which come next. Used by one thread at a time. */
interface QueueStore {
  void add(List<Tensor> element);

  /** Takes {@code n} elements out, of which there are as many. */
  List<List<Tensor>> take(int n);

  int size();

  /** First in, first out. */
  static QueueStore fifo() {
    return new QueueStore() {
      private final Deque<List<Tensor>> elements = new ArrayDeque<>();

      @Override
      public void add(List<Tensor> element) {
        elements.add(element);
      }

      @Override
      public List<List<Tensor>> take(int n) {
        List<List<Tensor>> taken = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          taken.add(elements.remove());
        }
        return taken;
      }

      @Override
      public int size() {
        return elements.size();
      }
    };
  }

  /**
   * Of the {@code rest + n} oldest elements, or of all if they are fewer, {@code n} at random. The
   * number of candidates does not depend on how many more happen to be there.
   */
  static QueueStore mixed(int rest, Draws draws) {
    return new QueueStore() {
      private final List<List<Tensor>> pool = new ArrayList<>();
      private final Deque<List<Tensor>> younger = new ArrayDeque<>();

      @Override
      public void add(List<Tensor> element) {
        younger.add(element);
      }

      @Override
      public List<List<Tensor>> take(int n) {
        while (pool.size() < (long) rest + n && !younger.isEmpty()) {
          pool.add(younger.remove());
        }
        List<List<Tensor>> taken = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          int last = pool.size() - 1;
          int at = draws.below(pool.size());
          taken.add(pool.get(at));
          pool.set(at, pool.get(last));
          pool.remove(last);
        }
        return taken;
      }

      @Override
      public int size() {
        return pool.size() + younger.size();
      }
    };
  }
}
