package dev.assay.engine.ops.array;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
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

  /**
   * {@code output[i] = input[begin + i]} up to {@code end}, exclusive; negative numbers count from
   * the end.
   */
  public static Tensor stridedSlice(Tensor input, int[] begin, int[] end) {
    return StridedSlice.stridedSlice(input, Attributes.of("begin", begin).and("end", end));
  }

  /**
   * {@code input[subscripts]} as NumPy writes it: {@code "1:3, ..., newaxis, ::-1, -1"}. An index
   * drops its axis, {@code begin:end:stride} keeps it.
   */
  public static Tensor stridedSlice(Tensor input, String subscripts) {
    return StridedSlice.stridedSlice(input, SubscriptText.parse(subscripts));
  }

  /** {@code output[i] = input[begin + i·strides]} up to {@code end}, exclusive. */
  public static Tensor stridedSlice(Tensor input, int[] begin, int[] end, int[] strides) {
    return stridedSlice(input, begin, end, strides, 0, 0, 0, 0, 0);
  }

  /**
   * {@code output[i] = input[begin + i·strides]} up to {@code end}, exclusive. In a mask bit {@code
   * i} speaks of entry {@code i}: its begin or end is ignored, it is an ellipsis, a new axis of
   * size 1, or a single index whose axis is dropped.
   */
  public static Tensor stridedSlice(
      Tensor input,
      int[] begin,
      int[] end,
      int[] strides,
      int beginMask,
      int endMask,
      int ellipsisMask,
      int newAxisMask,
      int shrinkAxisMask) {
    return StridedSlice.stridedSlice(
        input,
        Attributes.of("begin", begin)
            .and("end", end)
            .and("strides", strides)
            .and("begin_mask", beginMask)
            .and("end_mask", endMask)
            .and("ellipsis_mask", ellipsisMask)
            .and("new_axis_mask", newAxisMask)
            .and("shrink_axis_mask", shrinkAxisMask));
  }

  /** {@code output[n,q] = params[indices[n,0], …, indices[n,K−1], q]}. */
  public static Tensor gatherNd(Tensor params, Tensor indices) {
    return gatherNd(params, indices, 0);
  }

  /**
   * {@code output[s,n,q] = params[s, indices[s,n,0], …, indices[s,n,K−1], q]}, {@code s} running
   * over {@code batchDims} dimensions.
   */
  public static Tensor gatherNd(Tensor params, Tensor indices, int batchDims) {
    return GatherNd.gatherNd(params, indices, batchDims);
  }

  /** Zeros of {@code shape} with {@code output[indices[n], q] += updates[n, q]}. */
  public static Tensor scatterNd(Tensor indices, Tensor updates, int... shape) {
    return ScatterNd.scatterNd(indices, updates, shape);
  }

  /** {@code tensor} with {@code output[indices[n], q] += updates[n, q]}. */
  public static Tensor tensorScatterAdd(Tensor tensor, Tensor indices, Tensor updates) {
    return ScatterNd.tensorScatterAdd(tensor, indices, updates);
  }

  /** The slices of {@code tensor} along its first dimensions at which {@code mask} is true. */
  public static Tensor booleanMask(Tensor tensor, Tensor mask) {
    return booleanMask(tensor, mask, 0);
  }

  /** The slices of {@code tensor} along the dimensions from {@code axis} where mask is true. */
  public static Tensor booleanMask(Tensor tensor, Tensor mask, int axis) {
    return Masks.booleanMask(tensor, mask, axis);
  }

  /** {@code output[i,j] = j < lengths[i]}, as wide as the greatest length; bool. */
  public static Tensor sequenceMask(Tensor lengths) {
    return Masks.sequenceMask(lengths, Attributes.none());
  }

  /** {@code output[i,j] = j < lengths[i]} for {@code 0 ≤ j < maxlen}; bool. */
  public static Tensor sequenceMask(Tensor lengths, int maxlen) {
    return sequenceMask(lengths, maxlen, DType.BOOL);
  }

  /** {@code output[i,j] = j < lengths[i]} for {@code 0 ≤ j < maxlen}, as 0 and 1 of any type. */
  public static Tensor sequenceMask(Tensor lengths, int maxlen, DType dtype) {
    return Masks.sequenceMask(lengths, Attributes.of("maxlen", maxlen).and("dtype", dtype));
  }
}
