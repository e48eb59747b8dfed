package dev.assay.engine.ops.reduce;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;

/** Reductions along axes. Without axes, over all elements. */
public final class Reduce {
  private Reduce() {}

  /** {@code Σ input}, over all elements. */
  public static Tensor sum(Tensor input) {
    return Dispatch.one(Sums.REDUCE_SUM, input);
  }

  /** {@code Σ input}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor sum(Tensor input, boolean keepdims, int... axes) {
    return along(Sums.REDUCE_SUM, input, keepdims, axes);
  }

  /** {@code Σ input / n}, over all elements. */
  public static Tensor mean(Tensor input) {
    return Dispatch.one(Sums.REDUCE_MEAN, input);
  }

  /** {@code Σ input / n}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor mean(Tensor input, boolean keepdims, int... axes) {
    return along(Sums.REDUCE_MEAN, input, keepdims, axes);
  }

  /** {@code max input}, over all elements. */
  public static Tensor max(Tensor input) {
    return Dispatch.one(Extremes.REDUCE_MAX, input);
  }

  /** {@code max input}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor max(Tensor input, boolean keepdims, int... axes) {
    return along(Extremes.REDUCE_MAX, input, keepdims, axes);
  }

  /** {@code min input}, over all elements. */
  public static Tensor min(Tensor input) {
    return Dispatch.one(Extremes.REDUCE_MIN, input);
  }

  /** {@code min input}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor min(Tensor input, boolean keepdims, int... axes) {
    return along(Extremes.REDUCE_MIN, input, keepdims, axes);
  }

  /** {@code Π input}, over all elements. */
  public static Tensor prod(Tensor input) {
    return Dispatch.one(Products.REDUCE_PROD, input);
  }

  /** {@code Π input}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor prod(Tensor input, boolean keepdims, int... axes) {
    return along(Products.REDUCE_PROD, input, keepdims, axes);
  }

  /** Whether some element is true, over all elements. */
  public static Tensor any(Tensor input) {
    return Dispatch.one(Products.REDUCE_ANY, input);
  }

  /**
   * Whether some element is true, along {@code axes}; reduced axes stay as 1 if {@code keepdims}.
   */
  public static Tensor any(Tensor input, boolean keepdims, int... axes) {
    return along(Products.REDUCE_ANY, input, keepdims, axes);
  }

  /** Whether every element is true, over all elements. */
  public static Tensor all(Tensor input) {
    return Dispatch.one(Products.REDUCE_ALL, input);
  }

  /**
   * Whether every element is true, along {@code axes}; reduced axes stay as 1 if {@code keepdims}.
   */
  public static Tensor all(Tensor input, boolean keepdims, int... axes) {
    return along(Products.REDUCE_ALL, input, keepdims, axes);
  }

  /** {@code ln Σ exp(input)}, over all elements. */
  public static Tensor logsumexp(Tensor input) {
    return Dispatch.one(LogSumExp.OP, input);
  }

  /** {@code ln Σ exp(input)}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor logsumexp(Tensor input, boolean keepdims, int... axes) {
    return along(LogSumExp.OP, input, keepdims, axes);
  }

  /** {@code Σ(input − μ)²/n}, over all elements. */
  public static Tensor variance(Tensor input) {
    return Dispatch.one(Variance.REDUCE_VARIANCE, input);
  }

  /** {@code Σ(input − μ)²/n}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor variance(Tensor input, boolean keepdims, int... axes) {
    return along(Variance.REDUCE_VARIANCE, input, keepdims, axes);
  }

  /** {@code √(Σ(input − μ)²/n)}, over all elements. */
  public static Tensor std(Tensor input) {
    return Dispatch.one(Variance.REDUCE_STD, input);
  }

  /** {@code √(Σ(input − μ)²/n)}, along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor std(Tensor input, boolean keepdims, int... axes) {
    return along(Variance.REDUCE_STD, input, keepdims, axes);
  }

  /** {@code √Σx²} over all elements. */
  public static Tensor norm(Tensor tensor) {
    return Dispatch.one(Norm.OP, tensor);
  }

  /** {@code (Σ|x|ᵖ)^(1/p)} over all elements; {@code ord} as for the operation. */
  public static Tensor norm(Tensor tensor, String ord) {
    return Dispatch.one(Norm.OP, Attributes.of("ord", ord), tensor);
  }

  /** {@code (Σ|x|ᵖ)^(1/p)} along one axis, or two for a matrix norm. */
  public static Tensor norm(Tensor tensor, String ord, boolean keepdims, int... axes) {
    Attributes attrs = Attributes.of("ord", ord).and("keepdims", keepdims).and("axis", axes);
    return Dispatch.one(Norm.OP, attrs, tensor);
  }

  /** {@code y[i] = Σ x[j], j ≤ i} along {@code axis}. */
  public static Tensor cumsum(Tensor x, int axis) {
    return cumsum(x, axis, false, false);
  }

  /**
   * {@code y[i] = Σ x[j]} along {@code axis} over j ≤ i; without i if exclusive; from the end if
   * reverse.
   */
  public static Tensor cumsum(Tensor x, int axis, boolean exclusive, boolean reverse) {
    return Cumulative.cumsum(x, axis, exclusive, reverse);
  }

  /** {@code y[i] = Π x[j], j ≤ i} along {@code axis}. */
  public static Tensor cumprod(Tensor x, int axis) {
    return cumprod(x, axis, false, false);
  }

  /**
   * {@code y[i] = Π x[j]} along {@code axis} over j ≤ i; without i if exclusive; from the end if
   * reverse.
   */
  public static Tensor cumprod(Tensor x, int axis, boolean exclusive, boolean reverse) {
    return Cumulative.cumprod(x, axis, exclusive, reverse);
  }

  /** {@code y[i+1] = b[i] + x[i]·y[i]} along {@code axis}, {@code y[0] = 0}; or from the end. */
  public static Tensor linearRecurrence(Tensor x, Tensor b, int axis, boolean reverse) {
    return Cumulative.linearRecurrence(x, b, axis, reverse);
  }

  /** {@code output[s] = Σ data[i]} over all i with {@code segmentIds[i] = s}; ids are sorted. */
  public static Tensor segmentSum(Tensor data, Tensor segmentIds) {
    return Segments.segmentSum(data, segmentIds);
  }

  /**
   * {@code output[s] = Σ data[i]} over all i with {@code segmentIds[i] = s}, {@code s <
   * numSegments}.
   */
  public static Tensor unsortedSegmentSum(Tensor data, Tensor segmentIds, int numSegments) {
    return Segments.unsortedSegmentSum(data, segmentIds, numSegments);
  }

  private static Tensor along(Op op, Tensor input, boolean keepdims, int... axes) {
    return Dispatch.one(op, Attributes.of("axis", axes).and("keepdims", keepdims), input);
  }
}
