package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
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

  static <T extends RealFieldElement<T>> SpecTensor<T> sort(SpecCall<T> c) {
    Shape shape = c.shape(0);
    int axis = axis(c, shape);
    return SpecTensor.at(
        shape, ix -> c.in(0).at(with(without(ix, axis), axis, standing(c, ix, axis, down(c)))));
  }

  static <T extends RealFieldElement<T>> SpecTensor<T> argsort(SpecCall<T> c) {
    int axis = axis(c, c.shape(0));
    return SpecTensor.at(c.shape(0), ix -> c.k().of(standing(c, ix, axis, down(c))));
  }

  static <T extends RealFieldElement<T>> List<SpecTensor<T>> topK(SpecCall<T> c) {
    int last = c.shape(0).rank() - 1;
    Shape shape = c.shape(0).slice(0, last).concat(Shape.of((int) c.attrs().integer("k")));
    SpecTensor<T> indices = SpecTensor.at(shape, ix -> c.k().of(standing(c, ix, last, true)));
    SpecTensor<T> values =
        SpecTensor.at(
            shape, ix -> c.in(0).at(with(without(ix, last), last, (int) indices.at(ix).getReal())));
    return List.of(values, indices);
  }

  private static boolean down(SpecCall<?> c) {
    return c.attrs().text("direction").equals("DESCENDING");
  }

  private static int[] without(int[] ix, int axis) {
    int[] rest = new int[ix.length - 1];
    for (int d = 0; d < rest.length; d++) {
      rest[d] = ix[d < axis ? d : d + 1];
    }
    return rest;
  }

  /** Where the element stands that exactly {@code ix[axis]} others of its row come before. */
  private static <T extends RealFieldElement<T>> int standing(
      SpecCall<T> c, int[] ix, int axis, boolean descending) {
    int[] row = without(ix, axis);
    for (int i = 0; i < c.shape(0).dim(axis); i++) {
      T x = c.in(0).at(with(row, axis, i));
      int before = 0;
      for (int j = 0; j < c.shape(0).dim(axis); j++) {
        T y = c.in(0).at(with(row, axis, j));
        boolean earlier = j < i && !precedes(c.k(), x, y, descending);
        before += earlier || (j > i && precedes(c.k(), y, x, descending)) ? 1 : 0;
      }
      if (before == ix[axis]) {
        return i;
      }
    }
    throw new IllegalStateException("no element has that rank");
  }

  /** The different elements in order of first occurrence, and for each element which it is. */
  static <T extends RealFieldElement<T>> List<SpecTensor<T>> unique(SpecCall<T> c) {
    List<T> y = new ArrayList<>();
    List<T> idx = new ArrayList<>();
    for (T x : c.in(0).values()) {
      int at = 0;
      while (at < y.size() && !c.k().branch(y.get(at).getReal() == x.getReal())) {
        at++;
      }
      if (at == y.size()) {
        y.add(x);
      }
      idx.add(c.k().of(at));
    }
    return List.of(
        new SpecTensor<>(Shape.of(y.size()), y), new SpecTensor<>(Shape.of(idx.size()), idx));
  }
}
