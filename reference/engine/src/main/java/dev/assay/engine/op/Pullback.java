package dev.assay.engine.op;

import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * What a derivative may use: the arguments, the results and the cotangents of the results.
 *
 * @param call the call that was made
 * @param outputs its results
 * @param cotangents one per result, of its type and shape; zeros where none arrived
 */
public record Pullback(Call call, List<Tensor> outputs, List<Tensor> cotangents) {
  /** The i-th argument. */
  public Tensor x(int i) {
    return call.in(i);
  }

  /** The first result. */
  public Tensor y() {
    return outputs.get(0);
  }

  /** The cotangent of the first result. */
  public Tensor dy() {
    return cotangents.get(0);
  }

  /** The cotangent of the i-th result. */
  public Tensor dy(int i) {
    return cotangents.get(i);
  }

  /**
   * Dimension {@code axis} of the i-th argument, for a derivative that has it in an attribute; an
   * error in a graph that does not know it.
   */
  public int knownDim(int i, int axis) {
    Shape shape = x(i).shape();
    if (shape.dim(axis) == Shape.UNKNOWN) {
      throw new ShapeException(
          call.op().name()
              + ": dimension "
              + axis
              + " of "
              + call.op().input(i).name()
              + " must be known for the derivative, got "
              + shape);
    }
    return shape.dim(axis);
  }

  /** The attributes of the call. */
  public Attributes attrs() {
    return call.attrs();
  }
}
