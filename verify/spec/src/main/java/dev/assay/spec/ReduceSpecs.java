package dev.assay.spec;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of reductions along axes. */
public final class ReduceSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        reduction("reduce_sum", ReduceSpecs::sum).affineIn(0),
        reduction("reduce_mean", ReduceSpecs::mean),
        reduction("reduce_max", ReduceSpecs::max),
        reduction("reduce_min", ReduceSpecs::min));
  }

  /** A number from the numbers of one cell, in row-major order. */
  private interface Summary {
    <T extends RealFieldElement<T>> T of(SpecCall<T> c, List<T> x);
  }

  private record Reduction(Summary summary) implements Spec.Single {
    @Override
    public <T extends RealFieldElement<T>> SpecTensor<T> apply(SpecCall<T> c) {
      List<List<T>> cells = cells(c);
      return SpecTensor.of(resultShape(c), i -> summary.of(c, cells.get(i)));
    }
  }

  private static Spec reduction(String op, Summary summary) {
    return Spec.of(op, new Reduction(summary));
  }

  static boolean[] reduced(SpecCall<?> c) {
    int rank = c.shape(0).rank();
    boolean[] reduced = new boolean[rank];
    for (int a = 0; a < rank; a++) {
      reduced[a] =
          !c.attrs().has("axis")
              || c.attrs().longs("axis").contains((long) a)
              || c.attrs().longs("axis").contains((long) a - rank);
    }
    return reduced;
  }

  static Shape resultShape(SpecCall<?> c) {
    boolean[] reduced = reduced(c);
    List<Long> dims = new ArrayList<>();
    for (int a = 0; a < reduced.length; a++) {
      if (!reduced[a] || c.attrs().flag("keepdims")) {
        dims.add(reduced[a] ? 1L : c.shape(0).dim(a));
      }
    }
    return Shape.of(dims);
  }

  /** The elements that go into each element of the result. */
  static <T extends RealFieldElement<T>> List<List<T>> cells(SpecCall<T> c) {
    SpecTensor<T> x = c.in(0);
    boolean[] reduced = reduced(c);
    List<List<T>> cells = new ArrayList<>();
    int n = 1;
    for (int d : resultShape(c).dims()) {
      n *= d;
    }
    for (int i = 0; i < n; i++) {
      cells.add(new ArrayList<>());
    }
    for (int i = 0; i < x.size(); i++) {
      int[] index = SpecTensor.index(x.shape(), i);
      int cell = 0;
      for (int a = 0; a < index.length; a++) {
        cell = reduced[a] ? cell : cell * x.shape().dim(a) + index[a];
      }
      cells.get(cell).add(x.get(i));
    }
    return cells;
  }

  private static <T extends RealFieldElement<T>> T sum(SpecCall<T> c, List<T> x) {
    T sum = c.k().of(0);
    for (T v : x) {
      sum = sum.add(v);
    }
    return sum;
  }

  /** {@code Σ x / n}; truncated for integers. */
  private static <T extends RealFieldElement<T>> T mean(SpecCall<T> c, List<T> x) {
    T mean = sum(c, x).divide(c.k().of(x.size()));
    if (!c.tensors().get(0).dtype().isInteger()) {
      return mean;
    }
    return c.k().less(mean, c.k().of(0)) ? mean.ceil() : mean.floor();
  }

  private static <T extends RealFieldElement<T>> T max(SpecCall<T> c, List<T> x) {
    DType t = c.tensors().get(0).dtype();
    T max = c.k().of(t.isFloating() ? Double.NEGATIVE_INFINITY : least(t));
    for (T v : x) {
      max = isNaN(c.k(), v) ? v : isNaN(c.k(), max) ? max : c.k().max(max, v);
    }
    return max;
  }

  private static <T extends RealFieldElement<T>> T min(SpecCall<T> c, List<T> x) {
    DType t = c.tensors().get(0).dtype();
    T min = c.k().of(t.isFloating() ? Double.POSITIVE_INFINITY : -1 - least(t));
    if (t == DType.UINT8) {
      min = c.k().of(255);
    }
    for (T v : x) {
      min = isNaN(c.k(), v) ? v : isNaN(c.k(), min) ? min : c.k().min(min, v);
    }
    return min;
  }

  private static double least(DType t) {
    return t == DType.UINT8 ? 0 : -Math.scalb(1.0, 8 * t.bytes() - 1);
  }

  private static <T extends RealFieldElement<T>> boolean isNaN(Arithmetic<T> k, T x) {
    return k.branch(Double.isNaN(x.getReal()));
  }
}
