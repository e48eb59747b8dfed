package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of the orthogonal factorizations: Gram and Schmidt's columns, eigenvalues by a
 * fixed number of Jacobi's sweeps, singular values as square roots of the eigenvalues of {@code
 * AᵀA}. Fixed numbers of steps, so that dual numbers pass through; for matrices up to 5×5.
 */
public final class OrthogonalSpecs implements SpecFamily {
  /** Convergence is quadratic: after six sweeps of small matrices nothing is left in 50 digits. */
  private static final int SWEEPS = 7;

  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.many("qr", OrthogonalSpecs::qr),
        Spec.of("qr_complement", OrthogonalSpecs::complement),
        Spec.many("self_adjoint_eig", OrthogonalSpecs::eig),
        Spec.of("self_adjoint_eigvals", OrthogonalSpecs::eigvals),
        Spec.many("svd", OrthogonalSpecs::svd));
  }

  private static <T extends RealFieldElement<T>> T dot(Arithmetic<T> k, List<T> x, List<T> y) {
    T sum = k.of(0);
    for (int i = 0; i < x.size(); i++) {
      sum = sum.add(x.get(i).multiply(y.get(i)));
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> List<T> column(Mat<T> a, int j) {
    List<T> x = new ArrayList<>();
    for (int i = 0; i < a.rows(); i++) {
      x.add(a.at(i, j));
    }
    return x;
  }

  private static <T extends RealFieldElement<T>> List<T> unit(Arithmetic<T> k, int m, int at) {
    List<T> x = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      x.add(k.of(i == at ? 1 : 0));
    }
    return x;
  }

  /** {@code x} less its components along orthonormal {@code q}, of length 1. */
  private static <T extends RealFieldElement<T>> List<T> normalized(
      Arithmetic<T> k, List<T> x, List<List<T>> q) {
    List<T> rest = new ArrayList<>(x);
    for (List<T> e : q) {
      T along = dot(k, e, rest);
      for (int i = 0; i < rest.size(); i++) {
        rest.set(i, rest.get(i).subtract(along.multiply(e.get(i))));
      }
    }
    T length = dot(k, rest, rest).sqrt();
    rest.replaceAll(v -> v.divide(length));
    return rest;
  }

  /** The first k columns made orthonormal, from the left. */
  private static <T extends RealFieldElement<T>> List<List<T>> gramSchmidt(Mat<T> a, int columns) {
    List<List<T>> q = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      q.add(normalized(a.k(), column(a, j), q));
    }
    return q;
  }

  /** The unit vector with the smallest projection onto the columns, the first on ties. */
  private static <T extends RealFieldElement<T>> int farthest(
      Arithmetic<T> k, List<List<T>> q, int m) {
    int best = 0;
    List<T> size = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      T sum = k.of(0);
      for (List<T> e : q) {
        sum = sum.add(e.get(i).multiply(e.get(i)));
      }
      size.add(sum);
      best = k.less(size.get(i), size.get(best)) ? i : best;
    }
    return best;
  }

  /** Completes {@code q} to m vectors; gives the unit vectors that it took. */
  private static <T extends RealFieldElement<T>> List<Integer> complete(
      Arithmetic<T> k, List<List<T>> q, int m) {
    List<Integer> taken = new ArrayList<>();
    while (q.size() < m) {
      int i = farthest(k, q, m);
      taken.add(i);
      q.add(normalized(k, unit(k, m, i), q));
    }
    return taken;
  }

  private static <T extends RealFieldElement<T>> Mat<T> matrix(
      Arithmetic<T> k, List<List<T>> columns, int rows) {
    return Mat.of(k, rows, columns.size(), (i, j) -> columns.get(j).get(i));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> qr(SpecCall<T> c) {
    int m = c.shape(0).dim(-2);
    int n = c.shape(0).dim(-1);
    int kept = c.attrs().flag("full_matrices") ? m : Math.min(m, n);
    return List.of(
        Mat.each(c, Shape.of(m, kept), a -> normwise(orthonormal(a, kept), n)),
        Mat.each(
            c,
            Shape.of(kept, n),
            a -> {
              Mat<T> r = orthonormal(a, kept).transpose().times(a);
              return r.map((i, j) -> j < i ? c.k().of(0) : r.at(i, j)).values();
            }));
  }

  private static <T extends RealFieldElement<T>> Mat<T> orthonormal(Mat<T> a, int kept) {
    List<List<T>> q = gramSchmidt(a, Math.min(a.rows(), a.columns()));
    complete(a.k(), q, Math.max(kept, q.size()));
    return matrix(a.k(), q, a.rows());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> complement(SpecCall<T> c) {
    int m = c.shape(0).dim(-2);
    int more = Math.max(0, m - c.shape(0).dim(-1));
    return Mat.each(
        c,
        Shape.of(m, more),
        a -> {
          List<List<T>> q = gramSchmidt(a, Math.min(m, a.columns()));
          List<List<T>> units = new ArrayList<>();
          complete(c.k(), q, more == 0 ? q.size() : m).forEach(i -> units.add(unit(c.k(), m, i)));
          return matrix(c.k(), units, m).values();
        });
  }

  /** Eigenvalues and the matrix whose columns are eigenvectors, in some order. */
  record Eigen<T extends RealFieldElement<T>>(List<T> values, Mat<T> vectors) {}

  /**
   * Jacobi: {@code t = tan θ = 2b/(d + sign(d)·√(d² + 4b²))}, d = a[q,q] − a[p,p], b = a[p,q],
   * makes a[p,q] zero. Smooth where the eigenvalues differ, also once b is 0.
   */
  static <T extends RealFieldElement<T>> Eigen<T> jacobi(Mat<T> symmetric) {
    Arithmetic<T> k = symmetric.k();
    int n = symmetric.rows();
    Mat<T> a = symmetric;
    Mat<T> v = Mat.eye(k, n);
    for (int step = 0; step < SWEEPS; step++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          T d = a.at(q, q).subtract(a.at(p, p));
          T b = a.at(p, q).multiply(2);
          T root = d.multiply(d).add(b.multiply(b)).sqrt();
          T t = b.divide(k.less(d, k.of(0)) ? d.subtract(root) : d.add(root));
          T cos = t.multiply(t).add(1).sqrt().reciprocal();
          a = rotated(a, p, q, t, cos);
          v = turned(v, p, q, cos, cos.multiply(t));
        }
      }
    }
    List<T> values = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      values.add(a.at(i, i));
    }
    return new Eigen<>(values, v);
  }

  private static <T extends RealFieldElement<T>> Mat<T> rotated(
      Mat<T> a, int p, int q, T t, T cos) {
    T b = a.at(p, q);
    T sin = cos.multiply(t);
    Mat<T> columns = turned(a, p, q, cos, sin);
    return a.map(
        (i, j) -> {
          if (i == j && (i == p || i == q)) {
            T moved = t.multiply(b);
            return i == p ? a.at(p, p).subtract(moved) : a.at(q, q).add(moved);
          }
          if ((i == p || i == q) && (j == p || j == q)) {
            return a.k().of(0);
          }
          return i == p || i == q ? columns.at(j, i) : columns.at(i, j);
        });
  }

  private static <T extends RealFieldElement<T>> Mat<T> turned(
      Mat<T> v, int p, int q, T cos, T sin) {
    return v.map(
        (i, j) ->
            j == p
                ? cos.multiply(v.at(i, p)).subtract(sin.multiply(v.at(i, q)))
                : j == q ? sin.multiply(v.at(i, p)).add(cos.multiply(v.at(i, q))) : v.at(i, j));
  }

  /**
   * The same numbers, granted the error of orthogonal transformations: they are stable in the norm
   * of a column, which is 1 here, not element by element; the bound is γ(m·n) (Higham, theorem
   * 19.4).
   */
  private static <T extends RealFieldElement<T>> List<T> normwise(Mat<T> q, int n) {
    T size = q.k().of(q.rows() * n);
    return q.map((i, j) -> q.at(i, j).add(size).subtract(size)).values();
  }

  /** Positions of the values in rising order. */
  private static <T extends RealFieldElement<T>> List<Integer> rising(
      Arithmetic<T> k, List<T> values) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int at = 0;
      while (at < order.size() && !k.less(values.get(i), values.get(order.get(at)))) {
        at++;
      }
      order.add(at, i);
    }
    return order;
  }

  /** −1 if the component of largest magnitude is negative, else 1. */
  private static <T extends RealFieldElement<T>> int sign(Arithmetic<T> k, List<T> v) {
    int best = 0;
    for (int i = 1; i < v.size(); i++) {
      best = k.less(v.get(best).abs(), v.get(i).abs()) ? i : best;
    }
    return !v.isEmpty() && k.less(v.get(best), k.of(0)) ? -1 : 1;
  }

  private static <T extends RealFieldElement<T>> List<T> times(List<T> v, int factor) {
    List<T> y = new ArrayList<>(v);
    y.replaceAll(x -> factor < 0 ? x.negate() : x);
    return y;
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> eig(SpecCall<T> c) {
    int n = c.shape(0).dim(-1);
    return List.of(
        eigvals(c),
        Mat.each(
            c,
            Shape.of(n, n),
            a -> {
              Eigen<T> e = jacobi(a.mirrored());
              List<List<T>> columns = new ArrayList<>();
              for (int j : rising(c.k(), e.values)) {
                List<T> v = column(e.vectors, j);
                columns.add(times(v, sign(c.k(), v)));
              }
              return matrix(c.k(), columns, n).values();
            }));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> eigvals(SpecCall<T> c) {
    return Mat.each(
        c,
        Shape.of(c.shape(0).dim(-1)),
        a -> {
          Eigen<T> e = jacobi(a.mirrored());
          List<T> y = new ArrayList<>();
          rising(c.k(), e.values).forEach(i -> y.add(e.values.get(i)));
          return y;
        });
  }

  /** Columns and values of one singular value decomposition. */
  private record Singular<T>(List<T> s, List<List<T>> u, List<List<T>> v) {}

  /**
   * {@code s² = eigenvalues of AᵀA}, v its eigenvectors, {@code u = A·v/s}; the other way if wide.
   */
  private static <T extends RealFieldElement<T>> Singular<T> singular(Mat<T> a) {
    Arithmetic<T> k = a.k();
    boolean wide = a.rows() < a.columns();
    Mat<T> b = a.transposeIf(wide);
    Eigen<T> e = jacobi(b.transpose().times(b));
    List<Integer> order = rising(k, e.values);
    List<T> s = new ArrayList<>();
    List<List<T>> near = new ArrayList<>();
    List<List<T>> far = new ArrayList<>();
    for (int j = order.size() - 1; j >= 0; j--) {
      T sigma = e.values.get(order.get(j)).sqrt();
      List<T> v = column(e.vectors, order.get(j));
      List<T> u = column(b.times(matrix(k, List.of(v), v.size())), 0);
      u.replaceAll(x -> x.divide(sigma));
      int sign = sign(k, wide ? u : v);
      s.add(sigma);
      near.add(times(v, sign));
      far.add(times(u, sign));
    }
    return wide ? new Singular<>(s, near, far) : new Singular<>(s, far, near);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> svd(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    int m = c.shape(0).dim(-2);
    int n = c.shape(0).dim(-1);
    int least = Math.min(m, n);
    boolean full = c.attrs().flag("full_matrices");
    SpecTensor<T> s = Mat.each(c, Shape.of(least), a -> singular(a).s);
    if (!c.attrs().flag("compute_uv")) {
      SpecTensor<T> none = SpecTensor.of(Shape.of(0), i -> k.of(0));
      return List.of(s, none, none);
    }
    int uColumns = full ? m : least;
    int vColumns = full ? n : least;
    return List.of(
        s,
        Mat.each(c, Shape.of(m, uColumns), a -> completed(k, singular(a).u, m, uColumns)),
        Mat.each(c, Shape.of(n, vColumns), a -> completed(k, singular(a).v, n, vColumns)));
  }

  private static <T extends RealFieldElement<T>> List<T> completed(
      Arithmetic<T> k, List<List<T>> columns, int rows, int wanted) {
    complete(k, columns, Math.max(wanted, columns.size()));
    return normwise(matrix(k, columns, rows), columns.size());
  }
}
