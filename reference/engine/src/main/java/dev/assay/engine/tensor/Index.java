package dev.assay.engine.tensor;

/** Index arithmetic over row-major arrays: strides, broadcasting, walks. */
public final class Index {
  private Index() {}

  /** Row-major strides: the last dimension has stride 1. */
  public static int[] strides(Shape shape) {
    int[] s = new int[shape.rank()];
    int step = 1;
    for (int d = s.length - 1; d >= 0; d--) {
      s[d] = step;
      step *= shape.dim(d);
    }
    return s;
  }

  /**
   * Strides with which {@code from} is walked as if it had the shape {@code to} that it broadcasts
   * to: right-aligned, 0 where a dimension is stretched.
   */
  public static int[] broadcastStrides(Shape from, Shape to) {
    int[] own = strides(from);
    int[] s = new int[to.rank()];
    int lead = to.rank() - from.rank();
    for (int d = lead; d < s.length; d++) {
      s[d] = from.dim(d - lead) == 1 ? 0 : own[d - lead];
    }
    return s;
  }

  /**
   * The offsets {@code base + Σ index[d]·strides[d]} for every index of {@code shape}, in row-major
   * order: the map of any strided view (transpose, broadcast, slice, reverse).
   */
  public static int[] offsets(Shape shape, int[] strides, int base) {
    int n = shape.elements();
    int rank = shape.rank();
    int[] out = new int[n];
    int[] index = new int[rank];
    int at = base;
    for (int i = 0; i < n; i++) {
      out[i] = at;
      for (int d = rank - 1; d >= 0; d--) {
        at += strides[d];
        if (++index[d] < shape.dim(d)) {
          break;
        }
        at -= strides[d] * index[d];
        index[d] = 0;
      }
    }
    return out;
  }

  /** For every element of {@code to}, the offset of the element of {@code from} that it repeats. */
  public static int[] broadcast(Shape from, Shape to) {
    return offsets(to, broadcastStrides(from, to), 0);
  }

  /** The axis in 0 … rank − 1 that {@code axis} names; negative counts from the end. */
  public static int axis(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }

  /** Whether {@code axis} names an axis of a tensor of that rank. */
  public static boolean isAxis(long axis, int rank) {
    return -rank <= axis && axis < rank;
  }

  /** The product of {@code dims[from … to)}. */
  public static int product(Shape shape, int from, int to) {
    return shape.slice(from, to).elements();
  }
}
