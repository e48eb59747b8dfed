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
        reduction("reduce_sum", ReduceSpecs::sum).affineIn(0).byParts(),
        reduction("reduce_mean", ReduceSpecs::mean).byParts(),
        reduction("reduce_max", ReduceSpecs::max),
        reduction("reduce_min", ReduceSpecs::min),
        reduction("reduce_prod", ReduceSpecs::prod),
        reduction("reduce_any", ReduceSpecs::any),
        reduction("reduce_all", ReduceSpecs::all),
        reduction("reduce_logsumexp", ReduceSpecs::logSumExp),
        reduction("reduce_variance", ReduceSpecs::variance),
        reduction("reduce_std", ReduceSpecs::std),
        reduction("norm", ReduceSpecs::norm),
        Spec.of("cumsum", ReduceSpecs::cumsum).affineIn(0).byParts(),
        Spec.of("cumprod", ReduceSpecs::cumprod),
        Spec.of("linear_recurrence", ReduceSpecs::linearRecurrence).affineIn(1),
        Spec.of("segment_sum", ReduceSpecs::segmentSum).affineIn(0),
        Spec.of("unsorted_segment_sum", ReduceSpecs::segmentSum).affineIn(0));
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

  static <T extends RealFieldElement<T>> T max(SpecCall<T> c, List<T> x) {
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

  private static <T extends RealFieldElement<T>> T prod(SpecCall<T> c, List<T> x) {
    T product = c.k().of(1);
    for (T v : x) {
      product = product.multiply(v);
    }
    return product;
  }

  private static <T extends RealFieldElement<T>> T any(SpecCall<T> c, List<T> x) {
    return c.k().of(x.stream().anyMatch(v -> v.getReal() == 1) ? 1 : 0);
  }

  private static <T extends RealFieldElement<T>> T all(SpecCall<T> c, List<T> x) {
    return c.k().of(x.stream().allMatch(v -> v.getReal() == 1) ? 1 : 0);
  }

  /** {@code ln Σ exp x = m + ln Σ exp(x − m)} for any finite m. */
  private static <T extends RealFieldElement<T>> T logSumExp(SpecCall<T> c, List<T> x) {
    double max = x.stream().mapToDouble(T::getReal).max().orElse(Double.NEGATIVE_INFINITY);
    if (max == Double.NEGATIVE_INFINITY) {
      return c.k().of(max); // ln 0
    }
    T m = c.k().of(Double.isFinite(max) ? max : 0);
    return sum(c, x.stream().map(v -> v.subtract(m).exp()).toList()).log().add(m);
  }

  private static <T extends RealFieldElement<T>> T variance(SpecCall<T> c, List<T> x) {
    T n = c.k().of(x.size());
    T mean = sum(c, x).divide(n);
    return sum(c, x.stream().map(v -> v.subtract(mean).multiply(v.subtract(mean))).toList())
        .divide(n);
  }

  private static <T extends RealFieldElement<T>> T std(SpecCall<T> c, List<T> x) {
    return variance(c, x).sqrt();
  }

  private static <T extends RealFieldElement<T>> T norm(SpecCall<T> c, List<T> x) {
    List<T> magnitudes =
        x.stream().map(v -> c.k().branch(v.getReal() < 0) ? v.negate() : v).toList();
    String ord = c.attrs().text("ord");
    if (ord.equals("inf")) {
      return magnitudes.isEmpty() ? c.k().of(0) : max(c, magnitudes);
    }
    if (ord.equals("euclidean") || ord.equals("fro")) {
      return sum(c, magnitudes.stream().map(v -> v.multiply(v)).toList()).sqrt();
    }
    double p = Double.parseDouble(ord);
    return p == 1
        ? sum(c, magnitudes)
        : sum(c, magnitudes.stream().map(v -> v.pow(p)).toList()).pow(1 / p);
  }

  /** {@code Σ term(i, j)} or {@code Π}, over the indices j that index i's run takes in. */
  private interface Along<T> {
    T value(int[] index, int axis, List<int[]> run);
  }

  /** For every index, the indices before it along the axis in the direction of the run. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> along(
      SpecCall<T> c, boolean inclusive, Along<T> f) {
    Shape shape = c.shape(0);
    int axis = Math.floorMod((int) c.attrs().integer("axis"), shape.rank());
    boolean reverse = c.attrs().flag("reverse");
    return SpecTensor.at(
        shape,
        ix -> {
          List<int[]> run = new ArrayList<>();
          int n = shape.dim(axis);
          for (int s = 0; s < n; s++) {
            int j = reverse ? n - 1 - s : s;
            if (j == ix[axis] && !inclusive) {
              break;
            }
            int[] at = ix.clone();
            at[axis] = j;
            run.add(at);
            if (j == ix[axis]) {
              break;
            }
          }
          return f.value(ix, axis, run);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> cumsum(SpecCall<T> c) {
    return along(
        c,
        !c.attrs().flag("exclusive"),
        (ix, axis, run) -> sum(c, run.stream().map(j -> c.in(0).at(j)).toList()));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> cumprod(SpecCall<T> c) {
    return along(
        c,
        !c.attrs().flag("exclusive"),
        (ix, axis, run) -> prod(c, run.stream().map(j -> c.in(0).at(j)).toList()));
  }

  /** {@code y[i+1] = b[i] + x[i]·y[i], y[0] = 0}: association matters to infinities, as stated. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> linearRecurrence(SpecCall<T> c) {
    return along(
        c,
        false,
        (ix, axis, run) -> {
          T y = c.k().of(0);
          for (int i = 0; i < run.size(); i++) {
            T b = c.in(1).at(run.get(i));
            y = i == 0 ? b : b.add(c.in(0).at(run.get(i)).multiply(y));
          }
          return y;
        });
  }

  /** {@code output[s,…] = Σ data[i…,…]} over all i… with {@code ids[i…] = s}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> segmentSum(SpecCall<T> c) {
    long[] ids = c.longs(1);
    Shape data = c.shape(0);
    long segments =
        c.attrs().has("num_segments")
            ? c.attrs().integer("num_segments")
            : ids.length == 0 ? 0 : ids[ids.length - 1] + 1;
    Shape row = data.slice(c.shape(1).rank(), data.rank());
    int size = 1;
    for (int d : row.dims()) {
      size *= d;
    }
    int width = size;
    return SpecTensor.of(
        Shape.of(List.of(segments)).concat(row),
        at -> {
          T sum = c.k().of(0);
          for (int i = 0; i < ids.length; i++) {
            if (ids[i] == at / width) {
              sum = sum.add(c.in(0).get(i * width + at % width));
            }
          }
          return sum;
        });
  }
}
