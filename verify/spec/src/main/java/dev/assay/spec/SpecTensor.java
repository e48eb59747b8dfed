package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A shape and its elements, row-major, of any kind of number. */
public record SpecTensor<T>(Shape shape, List<T> values) {
  /** Element {@code i} in row-major order. */
  public T get(int i) {
    return values.get(i);
  }

  /** The number of elements. */
  public int size() {
    return values.size();
  }

  /** Whose element {@code i} is {@code element(i)}. */
  public static <T> SpecTensor<T> of(Shape shape, IntFunction<T> element) {
    int n = 1;
    for (int d : shape.dims()) {
      n *= d;
    }
    List<T> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      values.add(element.apply(i));
    }
    return new SpecTensor<>(shape, values);
  }

  /** Whose element at index {@code (i₀, i₁, …)} is {@code element([i₀, i₁, …])}. */
  public static <T> SpecTensor<T> at(Shape shape, Function<int[], T> element) {
    return of(shape, i -> element.apply(index(shape, i)));
  }

  /** {@code f} of every element. */
  public SpecTensor<T> map(UnaryOperator<T> f) {
    return of(shape, i -> f.apply(get(i)));
  }

  /** {@code f} of every element, of another kind. */
  public <U> SpecTensor<U> to(Function<T, U> f) {
    return SpecTensor.of(shape, i -> f.apply(get(i)));
  }

  /** {@code f} of every pair of elements, broadcast by NumPy's rule. */
  public SpecTensor<T> zip(SpecTensor<T> other, BinaryOperator<T> f) {
    int rank = Math.max(shape.rank(), other.shape.rank());
    int[] dims = new int[rank];
    for (int k = 1; k <= rank; k++) {
      int a = k <= shape.rank() ? shape.dim(-k) : 1;
      int b = k <= other.shape.rank() ? other.shape.dim(-k) : 1;
      dims[rank - k] = a == 1 ? b : a;
    }
    return at(Shape.of(dims), ix -> f.apply(stretched(ix), other.stretched(ix)));
  }

  /** The element at {@code index}, right-aligned, dimensions of 1 repeated. */
  public T stretched(int... index) {
    int[] own = new int[shape.rank()];
    for (int k = 1; k <= own.length; k++) {
      own[own.length - k] = shape.dim(-k) == 1 ? 0 : index[index.length - k];
    }
    return at(own);
  }

  /** The element at {@code index}. */
  public T at(int... index) {
    int offset = 0;
    for (int d = 0; d < index.length; d++) {
      offset = offset * shape.dim(d) + index[d];
    }
    return values.get(offset);
  }

  /** The index of element {@code offset} of a tensor of that shape. */
  public static int[] index(Shape shape, int offset) {
    int[] ix = new int[shape.rank()];
    int rest = offset;
    for (int d = ix.length - 1; d >= 0; d--) {
      ix[d] = rest % shape.dim(d);
      rest /= shape.dim(d);
    }
    return ix;
  }
}
