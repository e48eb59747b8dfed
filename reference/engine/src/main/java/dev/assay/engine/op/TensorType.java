package dev.assay.engine.op;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/** What is known of a tensor before its elements are: its element type and its shape. */
public record TensorType(DType dtype, Shape shape) {
  /** Checks that both are given. */
  public TensorType {
    ValueException.requireGiven(dtype, "tensor type: dtype");
    ValueException.requireGiven(shape, "tensor type: shape");
  }

  /** The type of an existing tensor. */
  public static TensorType of(Tensor tensor) {
    ValueException.requireGiven(tensor, "tensor type: the tensor");
    return new TensorType(tensor.dtype(), tensor.shape());
  }

  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
