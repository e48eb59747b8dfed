package dev.assay.engine.ops.elementwise;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/**
 * Elementwise mathematics. Functions of two tensors broadcast by NumPy's rule; formulas,
 * conventions and derivatives stand at the rows.
 */
public final class Maths {
  private Maths() {}

  /** A scalar of the type of {@code like}. */
  public static Tensor scalar(double value, Tensor like) {
    return Tensor.of(like.dtype(), Shape.scalar(), value);
  }

  /** {@code −x}. */
  public static Tensor neg(Tensor x) {
    return Dispatch.one(Arithmetic.NEG, x);
  }

  /** {@code x²}. */
  public static Tensor square(Tensor x) {
    return Dispatch.one(Arithmetic.SQUARE, x);
  }

  /** {@code x + y}. */
  public static Tensor add(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.ADD, x, y);
  }

  /** {@code x + y}. */
  public static Tensor add(Tensor x, double y) {
    return add(x, scalar(y, x));
  }

  /** {@code x − y}. */
  public static Tensor subtract(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.SUBTRACT, x, y);
  }

  /** {@code x − y}. */
  public static Tensor subtract(double x, Tensor y) {
    return subtract(scalar(x, y), y);
  }

  /** {@code x·y}. */
  public static Tensor multiply(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.MULTIPLY, x, y);
  }

  /** {@code x·y}. */
  public static Tensor multiply(Tensor x, double y) {
    return multiply(x, scalar(y, x));
  }

  /** {@code x / y}. */
  public static Tensor divide(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.DIVIDE, x, y);
  }

  /** {@code tanh x}. */
  public static Tensor tanh(Tensor x) {
    return Dispatch.one(Hyperbolic.TANH, x);
  }
}
