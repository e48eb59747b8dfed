package dev.assay.learn.metric;

import dev.assay.engine.tensor.Tensor;

/**
 * A number that says how good predictions are, taken batch by batch. Not safe to use from several
 * threads.
 */
public interface Metric {
  /** Counts a batch. A batch that is refused changes nothing. */
  void update(Tensor labels, Tensor predictions);

  /** The number for all batches since the beginning or the last {@link #reset}. */
  double result();

  /** Forgets all batches. */
  void reset();

  /** The number for these alone; batches before are forgotten. */
  default double of(Tensor labels, Tensor predictions) {
    reset();
    update(labels, predictions);
    return result();
  }
}
