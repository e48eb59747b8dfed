package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of sorting and searching. NaN comes after every number. */
final class OrderingSpecs {
  private OrderingSpecs() {}

  static <T extends RealFieldElement<T>> SpecTensor<T> argmax(SpecCall<T> c) {
    return first(c, true);
  }

  static <T extends RealFieldElement<T>> SpecTensor<T> argmin(SpecCall<T> c) {
    return first(c, false);
  }

  /** The least index along the axis whose element no other precedes. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> first(
      SpecCall<T> c, boolean greatest) {
    Shape shape = c.shape(0);
    int axis = axis(c, shape);
    return SpecTensor.at(
        shape.slice(0, axis).concat(shape.slice(axis + 1, shape.rank())),
        ix -> {
          int best = 0;
          for (int i = 1; i < shape.dim(axis); i++) {
            T x = c.in(0).at(with(ix, axis, i));
            T y = c.in(0).at(with(ix, axis, best));
            best = precedes(c.k(), x, y, greatest) ? i : best;
          }
          return c.k().of(best);
        });
  }

  private static int axis(SpecCall<?> c, Shape shape) {
    int axis = (int) c.attrs().integer("axis");
    return axis < 0 ? axis + shape.rank() : axis;
  }

  /** The index with {@code i} inserted at {@code axis}. */
  private static int[] with(int[] ix, int axis, int i) {
    int[] full = new int[ix.length + 1];
    for (int d = 0; d < full.length; d++) {
      full[d] = d < axis ? ix[d] : d == axis ? i : ix[d - 1];
    }
    return full;
  }

  /** Whether {@code x} comes strictly before {@code y}. */
  private static <T extends RealFieldElement<T>> boolean precedes(
      Arithmetic<T> k, T x, T y, boolean descending) {
    if (Double.isNaN(x.getReal()) || Double.isNaN(y.getReal())) {
      return k.branch(!Double.isNaN(x.getReal()));
    }
    return descending ? k.less(y, x) : k.less(x, y);
  }
}
