package dev.assay.learn.classic;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;

/**
 * A layer of units that decide, and the rules by which it learns although a decision has no
 * derivative. It can learn what a hyperplane separates. Rosenblatt 1958. All functions take tensors
 * or symbols.
 */
public final class Perceptron {
  /** A weight per input, and a bias. */
  public record Line(Tensor w, Tensor b) {}

  private Perceptron() {}

  /** 1 where {@code x ≥ 0}, else 0. */
  public static Tensor threshold(Tensor x) {
    ValueException.requireGiven(x, "perceptron: x");
    return ArrayOps.cast(Maths.greaterEqual(x, 0), x.dtype());
  }

  /** {@code threshold(x·w)}. */
  public static Tensor predict(Tensor w, Tensor x) {
    return threshold(LinAlg.matmul(x, w));
  }

  /**
   * {@code w + rate·xᵀ·(y − threshold(x·w))}: a step over all rows of x at once. A bias is a column
   * of ones in x.
   *
   * @param w of shape [inputs, units]
   * @param x of shape [n, inputs]
   * @param y 0 or 1, of shape [n, units]
   */
  public static Tensor step(Tensor w, Tensor x, Tensor y, double rate) {
    Tensor error = error(w, x, y);
    return Maths.add(w, Maths.multiply(LinAlg.matmul(x, error, true, false), rate));
  }

  /** The mean of {@code (y − threshold(x·w))²}: the share that is decided wrong. */
  public static Tensor meanError(Tensor w, Tensor x, Tensor y) {
    return Reduce.mean(Maths.square(error(w, x, y)));
  }

  private static Tensor error(Tensor w, Tensor x, Tensor y) {
    ValueException.requireGiven(y, "perceptron: y");
    Tensor decided = predict(w, x);
    if (!y.shape().compatible(decided.shape())) {
      throw new ShapeException(
          "perceptron: y has the shape of x·w, " + decided.shape() + ", got " + y.shape());
    }
    return Maths.subtract(y, decided);
  }

  /**
   * {@code w + rate·y·x} and {@code b + rate·y} if {@code sign(w·x + b) ≠ y}, else the line as it
   * is: Rosenblatt's step over one sample. The sign of 0 is 0, which is wrong for either class.
   *
   * @param x of shape [inputs]
   * @param y −1 or 1, a scalar of x's type
   */
  public static Line step(Line line, Tensor x, Tensor y, double rate) {
    ValueException.requireGiven(line, "perceptron: line");
    Tensor decided = Maths.sign(Maths.add(Reduce.sum(Maths.multiply(line.w(), x)), line.b()));
    Tensor wrong = ArrayOps.cast(Maths.notEqual(decided, y), y.dtype());
    Tensor moved = Maths.multiply(Maths.multiply(wrong, y), rate);
    return new Line(Maths.add(line.w(), Maths.multiply(moved, x)), Maths.add(line.b(), moved));
  }
}
