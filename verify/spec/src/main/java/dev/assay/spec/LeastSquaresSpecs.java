package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of least squares, of functions of matrices, and of kinds of matrices. */
public final class LeastSquaresSpecs implements SpecFamily {
  /** Terms of the series: for norms up to 4 the rest is below 1e-20 of it. */
  private static final int TERMS = 45;

  /** Pivots below this part of the largest element are 0: cases are far from it on either side. */
  private static final double NOTHING = 1e-9;

  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.of("lstsq", LeastSquaresSpecs::lstsq),
        Spec.of("pinv", LeastSquaresSpecs::pinv),
        Spec.of("matrix_rank", LeastSquaresSpecs::rank),
        Spec.of("matrix_exp", LeastSquaresSpecs::exp),
        Spec.of("matrix_power", LeastSquaresSpecs::power),
        Spec.of("hessian_classification", LeastSquaresSpecs::classification));
  }

  /** {@code (AᵀA + λI)⁻¹Aᵀ}, or {@code Aᵀ(AAᵀ + λI)⁻¹} where A is wide. */
  private static <T extends RealFieldElement<T>> Mat<T> generalInverse(Mat<T> a, double lambda) {
    Mat<T> t = a.transpose();
    boolean wide = a.rows() < a.columns();
    Mat<T> gram = wide ? a.times(t) : t.times(a);
    Mat<T> inverse = gram.plus(Mat.eye(a.k(), gram.rows()).scaled(a.k().of(lambda))).inverse();
    return wide ? t.times(inverse) : inverse.times(t);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> lstsq(SpecCall<T> c) {
    double lambda = c.attrs().number("l2_regularizer");
    Shape inner = Shape.of(c.shape(0).dim(-1), c.shape(1).dim(-1));
    return Mat.pairs(c, inner, (a, b) -> generalInverse(a, lambda).times(b).normwise());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> pinv(SpecCall<T> c) {
    Shape inner = Shape.of(c.shape(0).dim(-1), c.shape(0).dim(-2));
    return Mat.each(c, inner, a -> generalInverse(a, 0).normwise().values());
  }

  /** The number of pivots of complete elimination; with a threshold, of singular values above. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> rank(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    return Mat.each(
        c,
        Shape.scalar(),
        a -> {
          if (!c.attrs().has("tol")) {
            return List.of(k.of(pivots(a)));
          }
          T tol = k.of(c.attrs().number("tol"));
          boolean wide = a.rows() < a.columns();
          Mat<T> tall = a.transposeIf(wide);
          int count = 0;
          for (T square : OrthogonalSpecs.jacobi(tall.transpose().times(tall)).values()) {
            count += k.less(tol.multiply(tol), square) ? 1 : 0;
          }
          return List.of(k.of(count));
        });
  }

  private static <T extends RealFieldElement<T>> int pivots(Mat<T> a) {
    Arithmetic<T> k = a.k();
    T threshold = k.of(0);
    for (T v : a.values()) {
      threshold = k.max(threshold, v.abs().multiply(NOTHING));
    }
    int rank = 0;
    Mat<T> rest = a;
    while (rest.rows() > 0 && rest.columns() > 0) {
      int row = 0;
      int column = 0;
      for (int i = 0; i < rest.rows(); i++) {
        for (int j = 0; j < rest.columns(); j++) {
          if (k.less(rest.at(row, column).abs(), rest.at(i, j).abs())) {
            row = i;
            column = j;
          }
        }
      }
      if (!k.less(threshold, rest.at(row, column).abs())) {
        return rank;
      }
      rank++;
      rest = eliminated(rest, row, column);
    }
    return rank;
  }

  /** The rest of the matrix once a pivot is used. */
  private static <T extends RealFieldElement<T>> Mat<T> eliminated(Mat<T> a, int row, int column) {
    T pivot = a.at(row, column);
    return a.map(
            (i, j) -> a.at(i, j).subtract(a.at(i, column).multiply(a.at(row, j)).divide(pivot)))
        .minor(row, column);
  }

  private static Shape square(SpecCall<?> c) {
    return Shape.of(c.shape(0).dim(-1), c.shape(0).dim(-1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> exp(SpecCall<T> c) {
    return Mat.each(
        c,
        square(c),
        a -> {
          Mat<T> term = Mat.eye(c.k(), a.rows());
          Mat<T> sum = term;
          for (int n = 1; n <= TERMS; n++) {
            term = term.times(a).scaled(c.k().of(1).divide(n));
            sum = sum.plus(term);
          }
          return sum.normwise().values();
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> power(SpecCall<T> c) {
    long n = c.attrs().integer("n");
    return Mat.each(
        c,
        square(c),
        a -> {
          Mat<T> factor = n < 0 ? a.inverse() : a;
          Mat<T> y = Mat.eye(c.k(), a.rows());
          for (long i = 0; i < Math.abs(n); i++) {
            y = y.times(factor);
          }
          return y.normwise().values();
        });
  }

  /**
   * By Descartes' rule, which is exact for polynomials whose roots are all real: the positive roots
   * of {@code det(λI − A) = Σ (−1)^k·e_k·λ^(n−k)} are as many as the changes of sign of its
   * coefficients; e_k is the sum of the principal minors of order k.
   */
  private static <T extends RealFieldElement<T>> SpecTensor<T> classification(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    return Mat.each(
        c,
        Shape.scalar(),
        a -> {
          List<T> e = principalMinors(a.mirrored());
          int negative = changes(k, e);
          for (int i = 1; i < e.size(); i += 2) {
            e.set(i, e.get(i).negate());
          }
          int positive = changes(k, e);
          int n = a.rows();
          boolean minimum = n > 0 && positive == n;
          boolean maximum = n > 0 && negative == n;
          boolean saddle = positive > 0 && negative > 0;
          return List.of(k.of(minimum ? 1 : maximum ? 2 : saddle ? 3 : 0));
        });
  }

  static <T extends RealFieldElement<T>> List<T> principalMinors(Mat<T> a) {
    List<T> e = new ArrayList<>();
    for (int i = 0; i <= a.rows(); i++) {
      e.add(a.k().of(0));
    }
    for (int kept = 0; kept < 1 << a.rows(); kept++) {
      Mat<T> part = a;
      for (int i = a.rows() - 1; i >= 0; i--) {
        part = (kept >> i & 1) == 0 ? part.minor(i, i) : part;
      }
      int order = Integer.bitCount(kept);
      e.set(order, e.get(order).add(part.determinant()));
    }
    return e;
  }

  private static <T extends RealFieldElement<T>> int changes(Arithmetic<T> k, List<T> values) {
    int changes = 0;
    int last = 0;
    T zero = k.of(0);
    for (T v : values) {
      int sign = k.less(v, zero) ? -1 : k.less(zero, v) ? 1 : 0;
      changes += sign != 0 && last != 0 && sign != last ? 1 : 0;
      last = sign == 0 ? last : sign;
    }
    return changes;
  }
}
