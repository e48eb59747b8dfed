package dev.assay.engine.grad;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;

/**
 * The gradient of a result by an input: a tensor, or the statement that the two are unconnected.
 */
public sealed interface Gradient {
  /** The gradient, of the input's type and shape. */
  record Connected(Tensor value) implements Gradient {}

  /** The input does not influence the result through differentiable operations, and why. */
  record Unconnected(Tensor input, String reason) implements Gradient {}

  /** Whether the input influences the result. */
  default boolean isConnected() {
    return this instanceof Connected;
  }

  /** The gradient; an error if the two are unconnected. */
  default Tensor tensor() {
    if (this instanceof Connected c) {
      return c.value();
    }
    Unconnected u = (Unconnected) this;
    throw new ValueException(
        "gradient: by " + TensorType.of(u.input()) + " there is none, " + u.reason());
  }

  /** The gradient; zeros if the two are unconnected. */
  default Tensor orZeros() {
    return this instanceof Unconnected u ? Backward.zerosLike(u.input()) : tensor();
  }
}
