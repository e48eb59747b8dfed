package dev.assay.engine.ops.array;

import dev.assay.engine.tensor.Tensor;

/** Shapes: the same elements arranged otherwise. */
public final class ArrayOps {
  private ArrayOps() {}

  /** {@code input} with a dimension of size 1 inserted before {@code axis}. */
  public static Tensor expandDims(Tensor input, int axis) {
    return ExpandDims.expandDims(input, axis);
  }
}
