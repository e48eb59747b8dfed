package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor's elements in another arrangement: element {@code i} of the view is the tensor's element
 * at {@code offset + Σ jₐ·strideₐ}, where {@code jₐ} is what the rule of axis {@code a} makes of
 * {@code iₐ}. Nothing is copied.
 *
 * @param offset where index 0 stands
 * @param axes from the outermost to the innermost
 */
public record View(int offset, List<Axis> axes) {
  /** What an index of the view is in the tensor. */
  public sealed interface Rule {}

  /** {@code j = i}. */
  public record Plain() implements Rule {}

  /** {@code j = first + i}; outside {@code 0 … limit − 1} there is no element. */
  public record Bounded(int first, int limit) implements Rule {}

  /**
   * {@code j = first + i}, less {@code period} if that is reached, then {@code turn − j} if {@code
   * limit} is reached. {@code first + i ≤ 2·period}.
   */
  public record Folded(int first, int period, int limit, int turn) implements Rule {}

  /** An axis of a view. */
  public record Axis(int size, int stride, Rule rule) {
    /** A plain axis. */
    public Axis(int size, int stride) {
      this(size, stride, new Plain());
    }
  }

  /** The tensor as it is. */
  public static View of(Shape shape) {
    return of(0, shape.dims(), Index.strides(shape));
  }

  /** A row-major array of those dimensions. */
  public static View of(int... dims) {
    return of(Shape.of(dims));
  }

  /** Elements at {@code offset + Σ i·stride}. */
  public static View of(int offset, int[] sizes, int[] strides) {
    List<Axis> axes = new ArrayList<>();
    for (int d = 0; d < sizes.length; d++) {
      axes.add(new Axis(sizes[d], strides[d]));
    }
    return new View(offset, axes);
  }

  /** The number of elements. */
  public int elements() {
    return axes.stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
  }

  /** Axis {@code d} is axis {@code perm[d]} of this view. */
  public View permuted(int... perm) {
    return new View(offset, Arrays.stream(perm).mapToObj(axes::get).toList());
  }

  /** The indices {@code first, first + step, …} of a plain axis, {@code size} of them. */
  public View narrowed(int d, int first, int step, int size) {
    int stride = axes.get(d).stride();
    int start = size == 0 ? offset : offset + first * stride;
    return new View(start, replaced(d, new Axis(size, step * stride)));
  }

  /** A plain axis in the order {@code n − 1, …, 1, 0}. */
  public View reversed(int d) {
    int n = axes.get(d).size();
    return narrowed(d, n - 1, -1, n);
  }

  /** A plain axis under a rule, with so many indices. */
  public View ruled(int d, int size, Rule rule) {
    return new View(offset, replaced(d, new Axis(size, axes.get(d).stride(), rule)));
  }

  private List<Axis> replaced(int d, Axis axis) {
    List<Axis> all = new ArrayList<>(axes);
    all.set(d, axis);
    return all;
  }

  /** Whether element {@code i} of the view is element {@code i} of the tensor. */
  public boolean isWhole() {
    int stride = 1;
    for (int d = axes.size() - 1; d >= 0; d--) {
      Axis axis = axes.get(d);
      if (!(axis.rule() instanceof Plain) || (axis.size() != 1 && axis.stride() != stride)) {
        return false;
      }
      stride *= axis.size();
    }
    return offset == 0;
  }
}
