package dev.assay.engine.ops.nn;

import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;

/** What derivatives of functions with kinks are written with. */
final class Masks {
  private Masks() {}

  /** {@code x} where the condition holds, else 0: unlike a product with 0 this stops infinities. */
  static Tensor onlyWhere(Tensor condition, Tensor x) {
    return choose(condition, x, 0);
  }

  /** {@code x} where the condition holds, else {@code otherwise}. */
  static Tensor choose(Tensor condition, Tensor x, double otherwise) {
    return Indexing.where(condition, x, Maths.scalar(otherwise, x));
  }
}
