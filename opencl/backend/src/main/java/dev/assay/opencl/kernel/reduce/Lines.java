package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;

/**
 * The lines of a tensor along one axis: element j of line (o, i) stands at {@code (o·n + j)·inner +
 * i}.
 *
 * @param count how many lines there are
 * @param n the length of a line
 * @param inner the product of the dimensions behind the axis
 */
public record Lines(int count, int n, int inner) {
  /** The lines along an axis, which may be negative. */
  public static Lines along(Shape shape, int axis) {
    int a = Index.axis(axis, shape.rank());
    int inner = Index.product(shape, a + 1, shape.rank());
    return new Lines(shape.without(a).elements(), shape.dim(a), inner);
  }
}
