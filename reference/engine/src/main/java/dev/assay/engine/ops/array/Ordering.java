package dev.assay.engine.ops.array;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Sorting, and where the great and the small elements stand. NaN comes after every number. */
public final class Ordering {
  /**
   * The greatest elements of each row.
   *
   * @param values the elements, the greatest first
   * @param indices where they stand in the row, int32
   */
  public record TopK(Tensor values, Tensor indices) {}

  /**
   * The different elements of a vector.
   *
   * @param y in the order of their first occurrence
   * @param idx for every element of the vector its position in {@code y}
   */
  public record Unique(Tensor y, Tensor idx) {}

  private Ordering() {}

  /** The greatest element of each row of the last axis and its index. */
  public static TopK topK(Tensor input) {
    return topK(input, 1);
  }

  /** The {@code k} greatest elements along the last axis, the lower index first among equals. */
  public static TopK topK(Tensor input, int k) {
    List<Tensor> out = Dispatch.call(Sorting.TOP_K, Attributes.of("k", k), Arrays.asList(input));
    return new TopK(out.get(0), out.get(1));
  }

  /** The elements in ascending order along the last axis. */
  public static Tensor sort(Tensor values) {
    return sort(values, -1, Direction.ASCENDING);
  }

  /** The elements in ascending order along {@code axis}. */
  public static Tensor sort(Tensor values, int axis) {
    return sort(values, axis, Direction.ASCENDING);
  }

  /** The elements in order along {@code axis}. */
  public static Tensor sort(Tensor values, int axis, Direction direction) {
    return Sorting.call(Sorting.SORT, values, axis, direction);
  }

  /** The indices, int32, that put the last axis in ascending order; stable. */
  public static Tensor argsort(Tensor values) {
    return argsort(values, -1, Direction.ASCENDING);
  }

  /** The indices, int32, that put {@code axis} in ascending order; stable. */
  public static Tensor argsort(Tensor values, int axis) {
    return argsort(values, axis, Direction.ASCENDING);
  }

  /** The indices, int32, that put {@code axis} in order; stable. */
  public static Tensor argsort(Tensor values, int axis, Direction direction) {
    return Sorting.call(Sorting.ARGSORT, values, axis, direction);
  }

  /** The different elements of a vector of any type, with int32 positions. */
  public static Unique unique(Tensor x) {
    return unique(x, DType.INT32);
  }

  /** The different elements of a vector of any type, with int32 or int64 positions. */
  public static Unique unique(Tensor x, DType outIdx) {
    List<Tensor> out =
        Dispatch.call(Distinct.OP, Attributes.of("out_idx", outIdx), Arrays.asList(x));
    return new Unique(out.get(0), out.get(1));
  }

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
