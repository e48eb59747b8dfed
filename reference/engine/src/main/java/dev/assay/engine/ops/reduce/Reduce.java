package dev.assay.engine.ops.reduce;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
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
    return Dispatch.one(
        Sums.REDUCE_SUM, Attributes.of("axis", axes).and("keepdims", keepdims), input);
  }
}
