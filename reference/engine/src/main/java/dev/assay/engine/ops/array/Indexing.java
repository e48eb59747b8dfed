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
}
