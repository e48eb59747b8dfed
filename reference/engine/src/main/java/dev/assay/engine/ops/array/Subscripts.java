package dev.assay.engine.ops.array;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The attributes of {@code strided_slice} read against a shape: per entry a new axis or the range
 * that one dimension of the input runs through, the ellipsis written out. Follows {@code
 * ValidateStridedSliceOp} of TensorFlow's {@code strided_slice_op.cc}.
 */
public final class Subscripts {
  /** An entry: a dimension of the result that is new, or a range of a dimension of the input. */
  private sealed interface Entry {}

  private record NewAxis() implements Entry {}

  /**
   * The indices {@code begin, begin + stride, …} before {@code end} of a dimension of the input.
   *
   * @param dim the dimension's size, or unknown
   * @param begin as given
   * @param end as given
   * @param stride the step; 0 is an error that a constraint reports
   * @param open whether begin, end are ignored: the range reaches as far as it can
   * @param shrinks whether it is the single index {@code begin}
   */
  public record Range(int dim, long begin, long end, long stride, Open open, boolean shrinks)
      implements Entry {
    /** Whether a single index is in range, or may be. */
    boolean isInside() {
      return !shrinks || dim == Shape.UNKNOWN || (-dim <= begin && begin < dim);
    }

    /** The first index, in 0 … dim − 1 unless the range is empty. */
    public long first() {
      if (shrinks) {
        return begin < 0 ? begin + dim : begin;
      }
      return open.begin() ? (stride > 0 ? 0 : dim - 1) : clamped(begin);
    }

    /** How many indices, or unknown. */
    public int size() {
      if (shrinks) {
        return 1;
      }
      if (dim == Shape.UNKNOWN) {
        return Shape.UNKNOWN;
      }
      long past = open.end() ? (stride > 0 ? dim : -1) : clamped(end);
      long length = stride > 0 ? past - first() : first() - past;
      // −stride would overflow for the least long; the quotient does not
      return length <= 0 ? 0 : (int) (1 + Math.abs((length - 1) / stride));
    }

    /** {@code i} counted from the front and brought to where a range may begin or end. */
    private long clamped(long i) {
      long low = stride > 0 ? 0 : -1;
      return Math.max(low, Math.min(low + dim, i < 0 ? i + dim : i));
    }
  }

  /** Which ends of a range are ignored. */
  public record Open(boolean begin, boolean end) {
    static final Open BOTH = new Open(true, true);
  }

  private final Shape input;
  private final List<Entry> entries;

  private Subscripts(Shape input, List<Entry> entries) {
    this.input = input;
    this.entries = entries;
  }

  /** How many dimensions of the input the attributes name one by one. */
  static int named(Attributes attrs) {
    int n = 0;
    for (int i = 0; i < attrs.longs("begin").size(); i++) {
      n += bit(attrs, "ellipsis_mask", i) || bit(attrs, "new_axis_mask", i) ? 0 : 1;
    }
    return n;
  }

  private static boolean bit(Attributes attrs, String mask, int i) {
    return i < Long.SIZE && (attrs.integer(mask) >>> i & 1) != 0;
  }

  /** Reads attributes that name at most as many dimensions as {@code input} has. */
  public static Subscripts of(Attributes attrs, Shape input) {
    List<Long> begin = attrs.longs("begin");
    List<Long> end = attrs.longs("end");
    int unnamed = input.rank() - named(attrs);
    List<Entry> entries = new ArrayList<>();
    int d = 0;
    for (int i = 0; i < begin.size(); i++) {
      if (bit(attrs, "ellipsis_mask", i)) {
        for (; unnamed > 0; unnamed--) {
          entries.add(whole(input.dim(d++)));
        }
      } else if (bit(attrs, "new_axis_mask", i)) {
        entries.add(new NewAxis());
      } else {
        entries.add(
            new Range(
                input.dim(d++),
                begin.get(i),
                end.get(i),
                attrs.has("strides") ? attrs.longs("strides").get(i) : 1,
                new Open(bit(attrs, "begin_mask", i), bit(attrs, "end_mask", i)),
                bit(attrs, "shrink_axis_mask", i)));
      }
    }
    while (d < input.rank()) { // dimensions past the last entry are taken whole
      entries.add(whole(input.dim(d++)));
    }
    return new Subscripts(input, entries);
  }

  private static Range whole(int dim) {
    return new Range(dim, 0, 0, 1, Open.BOTH, false);
  }

  /** The ranges, one per dimension of the input. */
  public Stream<Range> ranges() {
    return entries.stream().filter(Range.class::isInstance).map(Range.class::cast);
  }

  /** The shape of the result: new axes are 1, single indices are dropped. */
  Shape resultShape() {
    return Shape.of(
        entries.stream()
            .filter(e -> !(e instanceof Range r && r.shrinks()))
            .mapToInt(e -> e instanceof Range r ? r.size() : 1)
            .toArray());
  }

  /** For every element of the result, the offset of the element of the input it is. */
  int[] source() {
    int[] strides = Index.strides(input);
    int base = 0;
    int d = 0;
    for (Range r : ranges().toList()) {
      base += (int) r.first() * strides[d];
      strides[d] *= (int) r.stride();
      d++;
    }
    Shape picked = Shape.of(ranges().mapToInt(Range::size).toArray());
    return Index.offsets(picked, strides, base);
  }
}
