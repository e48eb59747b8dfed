package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;

/** Tensors as the real numbers that they hold: a complex number is a pair of them. */
final class Reals {
  private Reals() {}

  /** How many real numbers the tensor holds. */
  static int count(Tensor t) {
    return t.dtype().isComplex() ? 2 * t.size() : t.size();
  }

  /** A tensor of the type and shape of {@code t} that holds {@code values}. */
  static Tensor like(Tensor t, double[] values) {
    return Tensor.of(t.dtype(), t.shape(), values);
  }

  /** The tensor as one whose real numbers are of the given floating type; integers as they are. */
  static Tensor cast(Tensor t, DType real) {
    if (!t.dtype().isContinuous()) {
      return t;
    }
    DType dtype = t.dtype().isComplex() ? real.complexType() : real;
    return Tensor.of(t.shape(), HostStorage.ofDoubles(dtype, t.toDoubles()));
  }
}
