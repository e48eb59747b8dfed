package dev.assay.engine.ops.reduce;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;

/** Reductions along axes. Without axes, over all elements. */
public final class Reduce {
  private Reduce() {}

  /** {@code Σ input} over all elements. */
  public static Tensor sum(Tensor input) {
    return Dispatch.one(Sums.REDUCE_SUM, input);
  }

  /** {@code Σ input} along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor sum(Tensor input, boolean keepdims, int... axes) {
    return along(Sums.REDUCE_SUM, input, keepdims, axes);
  }

  /** {@code Σ input / n} over all elements. */
  public static Tensor mean(Tensor input) {
    return Dispatch.one(Sums.REDUCE_MEAN, input);
  }

  /** {@code Σ input / n} along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor mean(Tensor input, boolean keepdims, int... axes) {
    return along(Sums.REDUCE_MEAN, input, keepdims, axes);
  }

  /** {@code max input} over all elements. */
  public static Tensor max(Tensor input) {
    return Dispatch.one(Extremes.REDUCE_MAX, input);
  }

  /** {@code max input} along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor max(Tensor input, boolean keepdims, int... axes) {
    return along(Extremes.REDUCE_MAX, input, keepdims, axes);
  }

  /** {@code min input} over all elements. */
  public static Tensor min(Tensor input) {
    return Dispatch.one(Extremes.REDUCE_MIN, input);
  }

  /** {@code min input} along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static Tensor min(Tensor input, boolean keepdims, int... axes) {
    return along(Extremes.REDUCE_MIN, input, keepdims, axes);
  }

  private static Tensor along(Op op, Tensor input, boolean keepdims, int... axes) {
    return Dispatch.one(op, Attributes.of("axis", axes).and("keepdims", keepdims), input);
  }
}
