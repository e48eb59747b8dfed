package dev.assay.engine.grad;

import dev.assay.engine.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tensors that depend differentiably on some others, those included. Grows. */
final class Reached {
  private final Set<Tensor> tensors;
  private final Set<? extends Tensor> stops;

  /**
   * Those that depend on {@code xs}; so far these alone.
   *
   * @param stops tensors taken for constants
   */
  Reached(List<? extends Tensor> xs, Set<? extends Tensor> stops) {
    this.tensors = new HashSet<>(xs);
    this.stops = stops;
  }

  boolean has(Tensor t) {
    return tensors.contains(t);
  }

  /** Adds a tensor unless its elements are discrete or it is taken for a constant. */
  void add(Tensor t) {
    if (t.dtype().isContinuous() && !stops.contains(t)) {
      tensors.add(t);
    }
  }

  int size() {
    return tensors.size();
  }
}
