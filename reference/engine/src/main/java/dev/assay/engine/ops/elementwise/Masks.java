package dev.assay.engine.ops.elementwise;

import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.Tensor;

/**
 * Choices by condition, as derivatives at kinks need them: a value that is not chosen cannot turn
 * the result into NaN, as multiplying it by 0 would.
 */
final class Masks {
  private Masks() {}

  /** {@code x} where the condition holds, else {@code y}. */
  static Tensor where(Tensor condition, Tensor x, Tensor y) {
    return Indexing.where(condition, x, y);
  }

  /** Zeros of the type and shape of {@code t}. */
  static Tensor zerosLike(Tensor t) {
    return Creation.zerosLike(t);
  }

  /** Ones of the type and shape of {@code t}. */
  static Tensor onesLike(Tensor t) {
    return Creation.onesLike(t);
  }

  /** {@code t} where the condition holds, else 0. */
  static Tensor keep(Tensor condition, Tensor t) {
    return where(condition, t, zerosLike(t));
  }

  /** {@code t} where the condition holds, else 1. */
  static Tensor orOne(Tensor condition, Tensor t) {
    return where(condition, t, onesLike(t));
  }

  /** The cotangent of a function that is constant between its jumps. */
  static Tensor zero(Pullback p) {
    return zerosLike(p.dy());
  }
}
