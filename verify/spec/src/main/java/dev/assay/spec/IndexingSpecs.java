package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of picking, scattering and ordering elements. */
public final class IndexingSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.of("where", IndexingSpecs::where).affineIn(1, 2).byParts(),
        Spec.of("gather", IndexingSpecs::gather).affineIn(0).byParts(),
        Spec.of("gather_grad", IndexingSpecs::gatherGrad).affineIn(0).byParts(),
        Spec.of("slice", IndexingSpecs::slice).affineIn(0).byParts(),
        Spec.of("slice_grad", IndexingSpecs::sliceGrad).affineIn(0).byParts(),
        Spec.of("strided_slice", StridedSliceSpec::slice).affineIn(0).byParts(),
        Spec.of("strided_slice_grad", StridedSliceSpec::grad).affineIn(0).byParts(),
        Spec.of("gather_nd", IndexingSpecs::gatherNd).affineIn(0).byParts(),
        Spec.of("gather_nd_grad", IndexingSpecs::gatherNdGrad).affineIn(0).byParts(),
        Spec.of("scatter_nd", IndexingSpecs::scatterNd).affineIn(1).byParts(),
        Spec.of("tensor_scatter_add", IndexingSpecs::tensorScatterAdd).affineIn(0, 2).byParts(),
        Spec.of("boolean_mask", IndexingSpecs::booleanMask).affineIn(0).byParts(),
        Spec.of("sequence_mask", IndexingSpecs::sequenceMask),
        Spec.of("argmax", OrderingSpecs::argmax),
        Spec.of("argmin", OrderingSpecs::argmin),
        Spec.of("sort", OrderingSpecs::sort),
        Spec.of("argsort", OrderingSpecs::argsort),
        Spec.many("top_k", OrderingSpecs::topK),
        Spec.many("unique", OrderingSpecs::unique));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> where(SpecCall<T> c) {
    SpecTensor<T> condition = c.in(0);
    if (c.count() == 3) {
      SpecTensor<T> x = c.in(1);
      SpecTensor<T> y = c.in(2);
      Shape shape = condition.zip(x.zip(y, (a, b) -> a), (a, b) -> b).shape();
      return SpecTensor.at(
          shape, ix -> condition.stretched(ix).getReal() != 0 ? x.stretched(ix) : y.stretched(ix));
    }
    List<T> index = new ArrayList<>();
    int n = 0;
    for (int i = 0; i < condition.size(); i++) {
      if (c.k().branch(condition.get(i).getReal() != 0)) {
        for (int d : SpecTensor.index(condition.shape(), i)) {
          index.add(c.k().of(d));
        }
        n++;
      }
    }
    return new SpecTensor<>(Shape.of(n, condition.shape().rank()), index);
  }

  /** Zeros of the given shape, then {@code source[i]} added at each element's target. */
  static <T extends RealFieldElement<T>> SpecTensor<T> added(
      SpecCall<T> c, Shape shape, SpecTensor<T> source, Function<int[], int[]> target) {
    SpecTensor<T> zeros = SpecTensor.of(shape, i -> c.k().of(0));
    for (int i = 0; i < source.size(); i++) {
      int[] to = target.apply(SpecTensor.index(source.shape(), i));
      int at = 0;
      for (int d = 0; d < to.length; d++) {
        at = at * shape.dim(d) + to[d];
      }
      zeros.values().set(at, zeros.get(at).add(source.get(i)));
    }
    return zeros;
  }

  /** Dimensions as a list that grows. */
  private static List<Integer> dims(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add(d);
    }
    return dims;
  }

  private static Shape shape(List<Integer> dims) {
    return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /** {@code output[s,p,i,q] = params[s,p,indices[s,i],q]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> gather(SpecCall<T> c) {
    List<Integer> dims = dims(c.shape(0));
    int axis = gatherAxis(c, 0);
    dims.remove(axis);
    dims.addAll(axis, dims(c.shape(1)).subList(gatherBatch(c), c.shape(1).rank()));
    return SpecTensor.at(shape(dims), ix -> c.in(0).at(gathered(c, 0, ix)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gatherGrad(SpecCall<T> c) {
    return added(c, c.shape(2), c.in(0), ix -> gathered(c, 2, ix));
  }

  private static int gatherBatch(SpecCall<?> c) {
    int batch = (int) c.attrs().integer("batch_dims");
    return batch < 0 ? batch + c.shape(1).rank() : batch;
  }

  private static int gatherAxis(SpecCall<?> c, int params) {
    int axis = c.attrs().has("axis") ? (int) c.attrs().integer("axis") : gatherBatch(c);
    return axis < 0 ? axis + c.shape(params).rank() : axis;
  }

  /** The index (s, p, indices[s, i], q) of params for the index (s, p, i, q) of the result. */
  private static int[] gathered(SpecCall<?> c, int params, int[] ix) {
    int batch = gatherBatch(c);
    int axis = gatherAxis(c, params);
    Shape indices = c.shape(1);
    int own = indices.rank() - batch;
    int at = 0;
    for (int d = 0; d < indices.rank(); d++) {
      at = at * indices.dim(d) + (d < batch ? ix[d] : ix[axis + d - batch]);
    }
    int[] from = new int[c.shape(params).rank()];
    for (int d = 0; d < from.length; d++) {
      from[d] = d < axis ? ix[d] : d == axis ? (int) c.longs(1)[at] : ix[d + own - 1];
    }
    return from;
  }

  /** {@code output[i] = input[begin + i]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> slice(SpecCall<T> c) {
    int[] size = c.attrs().ints("size");
    for (int d = 0; d < size.length; d++) {
      size[d] = size[d] < 0 ? c.shape(0).dim(d) - c.attrs().ints("begin")[d] : size[d];
    }
    return SpecTensor.at(Shape.of(size), ix -> c.in(0).at(sliced(c, ix)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> sliceGrad(SpecCall<T> c) {
    return added(c, c.shape(1), c.in(0), ix -> sliced(c, ix));
  }

  private static int[] sliced(SpecCall<?> c, int[] ix) {
    int[] from = c.attrs().ints("begin");
    for (int d = 0; d < from.length; d++) {
      from[d] += ix[d];
    }
    return from;
  }

  /** {@code output[s,n,q] = params[s, indices[s,n,0], …, q]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> gatherNd(SpecCall<T> c) {
    int batch = (int) c.attrs().integer("batch_dims");
    List<Integer> dims = dims(c.shape(1));
    int depth = dims.remove(dims.size() - 1);
    dims.addAll(dims(c.shape(0)).subList(batch + depth, c.shape(0).rank()));
    return SpecTensor.at(shape(dims), ix -> c.in(0).at(named(c, 1, batch, ix)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gatherNdGrad(SpecCall<T> c) {
    int batch = (int) c.attrs().integer("batch_dims");
    return added(c, c.shape(2), c.in(0), ix -> named(c, 1, batch, ix));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> scatterNd(SpecCall<T> c) {
    return added(c, Shape.of(c.attrs().ints("shape")), c.in(1), ix -> named(c, 0, 0, ix));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> tensorScatterAdd(SpecCall<T> c) {
    List<T> sums = new ArrayList<>(c.in(0).values());
    for (int i = 0; i < c.in(2).size(); i++) {
      int[] to = named(c, 1, 0, SpecTensor.index(c.shape(2), i));
      int at = 0;
      for (int d = 0; d < to.length; d++) {
        at = at * c.shape(0).dim(d) + to[d];
      }
      sums.set(at, sums.get(at).add(c.in(2).get(i)));
    }
    return new SpecTensor<>(c.shape(0), sums);
  }

  /** The index (s, indices[s, n, 0], …, indices[s, n, K − 1], q) for the index (s, n, q). */
  private static int[] named(SpecCall<?> c, int indices, int batch, int[] ix) {
    Shape rows = c.shape(indices);
    List<Integer> to = new ArrayList<>();
    int row = 0;
    for (int d = 0; d < rows.rank() - 1; d++) {
      row = row * rows.dim(d) + ix[d];
      if (d < batch) {
        to.add(ix[d]);
      }
    }
    for (int k = 0; k < rows.dim(-1); k++) {
      to.add((int) c.longs(indices)[row * rows.dim(-1) + k]);
    }
    for (int d = rows.rank() - 1; d < ix.length; d++) {
      to.add(ix[d]);
    }
    return to.stream().mapToInt(Integer::intValue).toArray();
  }

  /** {@code output[p,n,q] = tensor[p,i,q]}, {@code i} the n-th true index of the mask. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> booleanMask(SpecCall<T> c) {
    Shape mask = c.shape(1);
    int axis = (int) c.attrs().integer("axis");
    int lead = axis < 0 ? axis + c.shape(0).rank() : axis;
    List<int[]> kept = new ArrayList<>();
    for (int i = 0; i < c.in(1).size(); i++) {
      if (c.longs(1)[i] == 1) {
        kept.add(SpecTensor.index(mask, i));
      }
    }
    List<Integer> dims = dims(c.shape(0));
    dims.subList(lead, lead + mask.rank()).clear();
    dims.add(lead, kept.size());
    return SpecTensor.at(
        shape(dims),
        ix -> {
          int[] from = new int[c.shape(0).rank()];
          for (int d = 0; d < from.length; d++) {
            from[d] =
                d < lead
                    ? ix[d]
                    : d < lead + mask.rank()
                        ? kept.get(ix[lead])[d - lead]
                        : ix[d - mask.rank() + 1];
          }
          return c.in(0).at(from);
        });
  }

  /** {@code output[i,j] = j < lengths[i]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> sequenceMask(SpecCall<T> c) {
    long width = 0;
    for (long length : c.longs(0)) {
      width = Math.max(width, length);
    }
    width = c.attrs().has("maxlen") ? c.attrs().integer("maxlen") : width;
    int rank = c.shape(0).rank();
    return SpecTensor.at(
        c.shape(0).concat(Shape.of((int) width)),
        ix -> {
          double length = c.in(0).at(Arrays.copyOf(ix, rank)).getReal();
          return c.k().of(ix[rank] < length ? 1 : 0);
        });
  }
}
