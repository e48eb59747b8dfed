package dev.assay.engine.ops.array;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.tensor.Tensor;

/** Picking elements by position or condition, and putting them back. */
public final class Indexing {
  private Indexing() {}

  /** {@code condition ? x : y}, element by element; the three broadcast. */
  public static Tensor where(Tensor condition, Tensor x, Tensor y) {
    return Where.where(condition, x, y);
  }

  /** The indices, int64 {@code [n, rank]} in row-major order, at which {@code condition} holds. */
  public static Tensor where(Tensor condition) {
    return Dispatch.one(Where.OP, condition);
  }

  /** The slices of {@code params} along axis 0 at {@code indices}. */
  public static Tensor gather(Tensor params, Tensor indices) {
    return gather(params, indices, 0, 0);
  }

  /** The slices of {@code params} along axis 0 at {@code indices}. */
  public static Tensor gather(Tensor params, int... indices) {
    return gather(params, Tensor.of(indices));
  }

  /** The slices of {@code params} along {@code axis} at {@code indices}. */
  public static Tensor gather(Tensor params, Tensor indices, int axis) {
    return gather(params, indices, axis, 0);
  }

  /**
   * {@code output[s,p,i,q] = params[s,p,indices[s,i],q]}, {@code s} running over {@code batchDims}
   * dimensions.
   */
  public static Tensor gather(Tensor params, Tensor indices, int axis, int batchDims) {
    return Gather.gather(params, indices, axis, batchDims);
  }

  /** {@code output[i] = input[begin + i]} for {@code 0 ≤ i < size}; a size of −1: to the end. */
  public static Tensor slice(Tensor input, int[] begin, int[] size) {
    return Slice.slice(input, begin, size);
  }
}
