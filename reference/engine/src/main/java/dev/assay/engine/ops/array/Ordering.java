package dev.assay.engine.ops.array;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;

/** Sorting, and where the great and the small elements stand. NaN comes after every number. */
public final class Ordering {
  private Ordering() {}

  /** The index of the greatest element along axis 0, int64; the first of equals. */
  public static Tensor argmax(Tensor input) {
    return argmax(input, 0);
  }

  /** The index of the greatest element along {@code axis}, int64; the first of equals. */
  public static Tensor argmax(Tensor input, int axis) {
    return argmax(input, axis, DType.INT64);
  }

  /** The index of the greatest element along {@code axis}, as int32 or int64. */
  public static Tensor argmax(Tensor input, int axis, DType outputType) {
    return ArgMax.find(ArgMax.ARGMAX, input, axis, outputType);
  }

  /** The index of the least element along axis 0, int64; the first of equals. */
  public static Tensor argmin(Tensor input) {
    return argmin(input, 0);
  }

  /** The index of the least element along {@code axis}, int64; the first of equals. */
  public static Tensor argmin(Tensor input, int axis) {
    return argmin(input, axis, DType.INT64);
  }

  /** The index of the least element along {@code axis}, as int32 or int64. */
  public static Tensor argmin(Tensor input, int axis, DType outputType) {
    return ArgMax.find(ArgMax.ARGMIN, input, axis, outputType);
  }
}
