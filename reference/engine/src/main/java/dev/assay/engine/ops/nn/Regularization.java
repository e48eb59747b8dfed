package dev.assay.engine.ops.nn;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;

/** Penalties on weights. Formulas in full, conventions and derivatives stand at the rows. */
public final class Regularization {
  private Regularization() {}

  /** {@code scale·Σ |t|}. */
  public static Tensor l1Regularizer(Tensor t, double scale) {
    return Dispatch.one(Regularizers.L1, Attributes.of("scale", scale), t);
  }

  /** {@code scale·Σ t²/2}. */
  public static Tensor l2Regularizer(Tensor t, double scale) {
    return Dispatch.one(Regularizers.L2, Attributes.of("scale", scale), t);
  }

  /** {@code scaleL1·Σ |t| + scaleL2·Σ t²/2}. */
  public static Tensor l1L2Regularizer(Tensor t, double scaleL1, double scaleL2) {
    return Dispatch.one(
        Regularizers.L1_L2, Attributes.of("scale_l1", scaleL1).and("scale_l2", scaleL2), t);
  }
}
