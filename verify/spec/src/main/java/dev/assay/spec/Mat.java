package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.commons.math3.RealFieldElement;

/**
 * A matrix of any kind of number, row-major, with the textbook formulas: determinants by expansion,
 * inverses by cofactors. Exponential in the size, free of decisions and of divisions but one.
 */
record Mat<T extends RealFieldElement<T>>(Arithmetic<T> k, int rows, int columns, List<T> values) {
  /** An element from its row and column. */
  interface Element<T> {
    /** The element. */
    T at(int i, int j);
  }

  static <T extends RealFieldElement<T>> Mat<T> of(
      Arithmetic<T> k, int rows, int columns, Element<T> element) {
    List<T> v = new ArrayList<>(rows * columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        v.add(element.at(i, j));
      }
    }
    return new Mat<>(k, rows, columns, v);
  }

  /** The identity matrix. */
  static <T extends RealFieldElement<T>> Mat<T> eye(Arithmetic<T> k, int n) {
    return of(k, n, n, (i, j) -> k.of(i == j ? 1 : 0));
  }

  /** Matrix {@code s} of a batch. */
  static <T extends RealFieldElement<T>> Mat<T> of(Arithmetic<T> k, SpecTensor<T> x, int s) {
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    return of(k, m, n, (i, j) -> x.get((s * m + i) * n + j));
  }

  /** {@code f} of every matrix of a batch, side by side. */
  static <T extends RealFieldElement<T>> SpecTensor<T> each(
      SpecCall<T> c, Shape inner, Function<Mat<T>, List<T>> f) {
    return each(c, 0, inner, f);
  }

  /** {@code f} of every matrix of argument {@code input}. */
  static <T extends RealFieldElement<T>> SpecTensor<T> each(
      SpecCall<T> c, int input, Shape inner, Function<Mat<T>, List<T>> f) {
    Shape lead = lead(c.shape(input));
    List<T> all = new ArrayList<>();
    for (int s = 0; s < lead.elements(); s++) {
      all.addAll(f.apply(of(c.k(), c.in(input), s)));
    }
    return new SpecTensor<>(lead.concat(inner), all);
  }

  /** {@code f} of every pair of matrices, batches broadcast by NumPy's rule. */
  static <T extends RealFieldElement<T>> SpecTensor<T> pairs(
      SpecCall<T> c, Shape inner, BinaryOperator<Mat<T>> f) {
    SpecTensor<Integer> left = numbered(lead(c.shape(0)));
    SpecTensor<Integer> right = numbered(lead(c.shape(1)));
    SpecTensor<Integer> a = left.zip(right, (p, q) -> p);
    SpecTensor<Integer> b = left.zip(right, (p, q) -> q);
    List<T> all = new ArrayList<>();
    for (int s = 0; s < a.size(); s++) {
      Mat<T> x = of(c.k(), c.in(0), a.get(s));
      all.addAll(f.apply(x, of(c.k(), c.in(1), b.get(s))).values());
    }
    return new SpecTensor<>(a.shape().concat(inner), all);
  }

  private static SpecTensor<Integer> numbered(Shape shape) {
    return SpecTensor.of(shape, i -> i);
  }

  static Shape lead(Shape s) {
    return s.slice(0, s.rank() - 2);
  }

  T at(int i, int j) {
    return values.get(i * columns + j);
  }

  Mat<T> map(Element<T> element) {
    return of(k, rows, columns, element);
  }

  Mat<T> transpose() {
    return of(k, columns, rows, (i, j) -> at(j, i));
  }

  Mat<T> transposeIf(boolean wanted) {
    return wanted ? transpose() : this;
  }

  Mat<T> times(Mat<T> b) {
    return of(
        k,
        rows,
        b.columns,
        (i, j) -> {
          T sum = k.of(0);
          for (int p = 0; p < columns; p++) {
            sum = sum.add(at(i, p).multiply(b.at(p, j)));
          }
          return sum;
        });
  }

  Mat<T> plus(Mat<T> b) {
    return map((i, j) -> at(i, j).add(b.at(i, j)));
  }

  Mat<T> scaled(T factor) {
    return map((i, j) -> at(i, j).multiply(factor));
  }

  /**
   * The same numbers with bounds of the norm: added to each is 0 with the magnitude and the error
   * of all of them. Factorizations err little in the norm of the result, but a small element may
   * bear the error of a large one (Higham, §7.2, §14.1).
   */
  Mat<T> normwise() {
    T sum = k.of(0);
    for (T v : values) {
      sum = sum.add(v);
    }
    T zero = sum.subtract(sum);
    return map((i, j) -> at(i, j).add(zero));
  }

  /** The lower triangle with the diagonal. */
  Mat<T> lower() {
    return map((i, j) -> j <= i ? at(i, j) : k.of(0));
  }

  /** The symmetric matrix of the lower triangle. */
  Mat<T> mirrored() {
    return map((i, j) -> j <= i ? at(i, j) : at(j, i));
  }

  /** Without row {@code i} and column {@code j}. */
  Mat<T> minor(int i, int j) {
    return of(k, rows - 1, columns - 1, (p, q) -> at(p < i ? p : p + 1, q < j ? q : q + 1));
  }

  /** Laplace's expansion along the first row. */
  T determinant() {
    if (rows == 0) {
      return k.of(1);
    }
    if (rows == 1) {
      return at(0, 0);
    }
    T sum = k.of(0);
    for (int j = 0; j < columns; j++) {
      T term = at(0, j).multiply(minor(0, j).determinant());
      sum = j % 2 == 0 ? sum.add(term) : sum.subtract(term);
    }
    return sum;
  }

  /** {@code (−1)^(i+j)·det minor(i, j)}. */
  Mat<T> cofactors() {
    return map(
        (i, j) -> {
          T det = minor(i, j).determinant();
          return (i + j) % 2 == 0 ? det : det.negate();
        });
  }

  /** Cramer's rule. */
  Mat<T> inverse() {
    if (rows == 0) {
      return this;
    }
    Mat<T> c = cofactors();
    T det = k.of(0);
    for (int j = 0; j < columns; j++) {
      det = det.add(at(0, j).multiply(c.at(0, j)));
    }
    T divisor = det;
    return c.transpose().map((i, j) -> c.at(j, i).divide(divisor));
  }
}
