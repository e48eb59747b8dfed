package dev.assay.engine.op;

import dev.assay.engine.tensor.Tensor;

/** What reverse mode knows of one input of an operation. */
public sealed interface Derivative {
  /** The cotangent of the input from those of the results. */
  record Rule(Vjp vjp) implements Derivative {}

  /** There is none, and why. */
  record None(String reason) implements Derivative {}

  /** A vector-Jacobian product, composed of registered operations. */
  @FunctionalInterface
  interface Vjp {
    /** The cotangent of input {@code i}, of that input's type and shape. */
    Tensor apply(Pullback pullback, int i);
  }
}
