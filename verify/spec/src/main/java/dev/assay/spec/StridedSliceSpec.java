package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** NumPy's basic indexing with every index written out: an entry is the list of what it picks. */
final class StridedSliceSpec {
  /** Indices of one dimension of the input; dropped from the result, new in it, or neither. */
  private record Picks(List<Integer> indices, boolean isDropped, boolean isNew) {}

  private StridedSliceSpec() {}

  static <T extends RealFieldElement<T>> SpecTensor<T> slice(SpecCall<T> c) {
    List<Picks> picks = picks(c.attrs(), c.shape(0));
    int[] dims =
        picks.stream().filter(p -> !p.isDropped()).mapToInt(p -> p.indices().size()).toArray();
    return SpecTensor.at(Shape.of(dims), ix -> c.in(0).at(from(picks, ix)));
  }

  static <T extends RealFieldElement<T>> SpecTensor<T> grad(SpecCall<T> c) {
    List<Picks> picks = picks(c.attrs(), c.shape(1));
    return IndexingSpecs.added(c, c.shape(1), c.in(0), ix -> from(picks, ix));
  }

  /** The index into the input of the result's element at {@code ix}. */
  private static int[] from(List<Picks> picks, int[] ix) {
    List<Integer> from = new ArrayList<>();
    int d = 0;
    for (Picks p : picks) {
      int i = p.isDropped() ? 0 : ix[d++];
      if (!p.isNew()) {
        from.add(p.indices().get(i));
      }
    }
    return from.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean bit(Attributes attrs, String mask, int i) {
    return (attrs.integer(mask) >> i & 1) == 1;
  }

  private static List<Picks> picks(Attributes attrs, Shape shape) {
    int n = attrs.longs("begin").size();
    int explicit = 0;
    boolean ellipsis = false;
    for (int i = 0; i < n; i++) {
      ellipsis |= bit(attrs, "ellipsis_mask", i);
      explicit += bit(attrs, "ellipsis_mask", i) || bit(attrs, "new_axis_mask", i) ? 0 : 1;
    }
    List<Picks> picks = new ArrayList<>();
    int d = 0;
    for (int i = 0; i < n + (ellipsis ? 0 : 1); i++) {
      if (i == n || bit(attrs, "ellipsis_mask", i)) {
        for (int rest = shape.rank() - explicit; rest > 0; rest--) {
          picks.add(new Picks(range(0, shape.dim(d++), 1), false, false));
        }
      } else if (bit(attrs, "new_axis_mask", i)) {
        picks.add(new Picks(Collections.singletonList(0), false, true));
      } else {
        picks.add(entry(attrs, i, shape.dim(d++)));
      }
    }
    return picks;
  }

  private static Picks entry(Attributes attrs, int i, int dim) {
    long begin = attrs.longs("begin").get(i);
    long end = attrs.longs("end").get(i);
    long stride = attrs.has("strides") ? attrs.longs("strides").get(i) : 1;
    if (bit(attrs, "shrink_axis_mask", i)) {
      return new Picks(List.of((int) (begin < 0 ? dim + begin : begin)), true, false);
    }
    long first =
        bit(attrs, "begin_mask", i) ? (stride > 0 ? 0 : dim - 1) : bound(begin, dim, stride);
    long past = bit(attrs, "end_mask", i) ? (stride > 0 ? dim : -1) : bound(end, dim, stride);
    return new Picks(range(first, past, stride), false, false);
  }

  /** Python's {@code slice.indices}: counted from the front, cut to where a slice may start. */
  private static long bound(long i, int dim, long stride) {
    long j = i < 0 ? i + dim : i;
    if (j < 0) {
      return stride < 0 ? -1 : 0;
    }
    return j >= dim ? (stride < 0 ? dim - 1 : dim) : j;
  }

  private static List<Integer> range(long first, long past, long stride) {
    List<Integer> indices = new ArrayList<>();
    for (long i = first; stride > 0 ? i < past : i > past; i += stride) {
      indices.add((int) i);
    }
    return indices;
  }
}
