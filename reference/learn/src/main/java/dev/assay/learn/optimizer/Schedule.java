package dev.assay.learn.optimizer;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;

/**
 * A learning rate as a function of the global step. {@link Schedules} has the usual ones; a lambda
 * of operations is another.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate at a step.
   *
   * @param globalStep an integer scalar: a tensor, or a symbol of a graph
   * @param dtype floating: what the rate is computed in
   * @return a scalar of that type, which has a value if it does not depend on the step
   */
  Tensor at(Tensor globalStep, DType dtype);

  /** The rate at a step, computed in float32 as TensorFlow does. */
  default Tensor at(Tensor globalStep) {
    return at(ValueException.requireGiven(globalStep, "schedule: global step"), DType.FLOAT32);
  }

  /** The rate at a step, computed in float64. */
  default double at(long step) {
    return at(Tensor.of(step), DType.FLOAT64).toDouble();
  }
}
