package dev.assay.engine.grad;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;

/**
 * The gradient of a result by an input: a tensor, or the statement that the two are unconnected.
 */
public sealed interface Gradient {
  /** The gradient, of the input's type and shape. */
  record Connected(Tensor value) implements Gradient {}

  /** The input does not influence the result through differentiable operations. */
  record Unconnected(Tensor input) implements Gradient {}

  /** Whether the input influences the result. */
  default boolean isConnected() {
    return this instanceof Connected;
  }

  /** The gradient; an error if the two are unconnected. */
  default Tensor tensor() {
    if (this instanceof Connected c) {
      return c.value();
    }
    throw new ValueException(
        "gradient: unconnected, the input does not influence the result differentiably");
  }

  /** The gradient; zeros if the two are unconnected. */
  default Tensor orZeros() {
    return this instanceof Unconnected u ? Backward.zerosLike(u.input()) : tensor();
  }
}
