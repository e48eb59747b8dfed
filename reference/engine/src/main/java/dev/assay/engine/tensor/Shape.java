package dev.assay.engine.tensor;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first. In a graph a dimension may be unknown, written
 * {@link #UNKNOWN}; the rank is always known.
 */
public final class Shape {
  /** A dimension that is known only when the graph runs. */
  public static final int UNKNOWN = -1;

  /** The most elements a tensor may have: what a Java array holds on every virtual machine. */
  public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /** The shape of a single number. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** A shape of the given dimensions, each ≥ 0 or {@link #UNKNOWN}. */
  public static Shape of(int... dims) {
    for (int d : ValueException.requireGiven(dims, "shape: the list of dimensions")) {
      if (d < UNKNOWN) {
        throw new ShapeException("shape: a dimension is negative, got " + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  /** As {@link #of(int...)}, for dimensions that may not fit an {@code int}. */
  public static Shape of(List<Long> dims) {
    int[] d = new int[ValueException.requireGiven(dims, "shape: the list of dimensions").size()];
    for (int i = 0; i < d.length; i++) {
      long v = ValueException.requireGiven(dims.get(i), "shape: dimension " + i);
      if (v > MAX_ELEMENTS) {
        throw new ShapeException(
            "shape: dimension " + i + " of " + dims + " exceeds " + MAX_ELEMENTS);
      }
      d[i] = (int) Math.max(v, Integer.MIN_VALUE);
    }
    return of(d);
  }

  /** The number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** The size of dimension {@code axis}; a negative axis counts from the end. */
  public int dim(int axis) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new ShapeException("shape: axis " + axis + " is out of range for " + this);
    }
    return dims[a];
  }

  /** All dimensions, a copy. */
  public int[] dims() {
    return dims.clone();
  }

  /** Whether no dimension is unknown. */
  public boolean isKnown() {
    for (int d : dims) {
      if (d == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /** The product of the dimensions; an error where one is unknown or the product is too large. */
  public int elements() {
    long n = 1;
    for (int d : dims) {
      if (d == UNKNOWN) {
        throw new ShapeException("shape: the number of elements of " + this + " is not known");
      }
      if (d == 0) {
        return 0;
      }
      // n ≤ 2³¹ and d < 2³¹: the product fits a long; once past the limit it stays there
      n = Math.min(n * d, 1L + MAX_ELEMENTS);
    }
    if (n > MAX_ELEMENTS) {
      throw new ShapeException("shape: " + this + " has more than " + MAX_ELEMENTS + " elements");
    }
    return (int) n;
  }

  /** The shape with dimension {@code axis} (0 … rank − 1) set to {@code size}. */
  public Shape with(int axis, int size) {
    requireRange(axis, axis + 1L);
    int[] d = dims.clone();
    d[axis] = size;
    return of(d);
  }

  /** The shape without dimension {@code axis} (0 … rank − 1). */
  public Shape without(int axis) {
    requireRange(axis, axis + 1L);
    return slice(0, axis).concat(slice(axis + 1, rank()));
  }

  /** The dimensions {@code from} (inclusive) to {@code to} (exclusive). */
  public Shape slice(int from, int to) {
    requireRange(from, to);
    return new Shape(Arrays.copyOfRange(dims, from, to));
  }

  private void requireRange(int from, long to) {
    if (from < 0 || from > to || to > dims.length) {
      throw new ShapeException(
          "shape: dimensions " + from + " to " + to + " are out of range for " + this);
    }
  }

  /** These dimensions, then the other's. */
  public Shape concat(Shape inner) {
    ValueException.requireGiven(inner, "shape: the other shape");
    int[] d = Arrays.copyOf(dims, dims.length + inner.dims.length);
    System.arraycopy(inner.dims, 0, d, dims.length, inner.dims.length);
    return new Shape(d);
  }

  /**
   * Whether both could be the same shape: equal rank, and equal dimensions where both are known.
   */
  public boolean compatible(Shape other) {
    ValueException.requireGiven(other, "shape: a shape to compare");
    if (rank() != other.rank()) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (!dimsAgree(dims[i], other.dims[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether two dimensions are equal as far as is known. */
  public static boolean dimsAgree(int a, int b) {
    return a == b || a == UNKNOWN || b == UNKNOWN;
  }

  /** Whether the two shapes broadcast together, by NumPy's rule, as far as is known. */
  public static boolean broadcastable(Shape a, Shape b) {
    ValueException.requireGiven(a, "shape: a shape to compare");
    ValueException.requireGiven(b, "shape: a shape to compare");
    for (int i = 1; i <= Math.min(a.rank(), b.rank()); i++) {
      int p = a.dim(-i);
      int q = b.dim(-i);
      if (p != 1 && q != 1 && !dimsAgree(p, q)) {
        return false;
      }
    }
    return true;
  }

  /**
   * NumPy's broadcast of two shapes that are {@link #broadcastable}: right-aligned, a dimension of
   * 1 stretches. Unknown with 1 or unknown stays unknown; unknown with n > 1 gives n.
   */
  public static Shape broadcast(Shape a, Shape b) {
    if (!broadcastable(a, b)) {
      throw new ShapeException("shape: " + a + " and " + b + " do not broadcast");
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] d = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int p = i <= a.rank() ? a.dim(-i) : 1;
      int q = i <= b.rank() ? b.dim(-i) : 1;
      d[rank - i] = p == 1 ? q : q == 1 ? p : Math.max(p, q);
    }
    return new Shape(d);
  }

  /** The dimensions as TensorFlow's lists: {@code [2,3]}; unknown is {@code -1}. */
  @Override
  public String toString() {
    return Arrays.stream(dims).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }
}
