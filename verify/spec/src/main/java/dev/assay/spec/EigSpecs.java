package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Eigenvalues of real matrices as the roots of the characteristic polynomial: found in double by
 * Durand and Kerner, then one of Halley's steps in the arithmetic at hand, which triples the digits
 * and carries first and second derivatives and the error. Eigenvectors are columns of the adjugate
 * of A − e·I.
 */
public final class EigSpecs implements SpecFamily {
  private static final int SEARCH = 300;

  /** Roots nearer to the axis than this are real: cases are far from it on either side. */
  private static final double REAL = 1e-6;

  @Override
  public List<Spec> specs() {
    return List.of(Spec.many("eig", EigSpecs::eig), Spec.of("eigvals", EigSpecs::eigvals));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> eigvals(SpecCall<T> c) {
    int n = c.shape(0).dim(-1);
    return Mat.each(
        c,
        Shape.of(n, 2),
        a -> {
          List<T> y = new ArrayList<>();
          roots(a).forEach(z -> add(y, z));
          return y;
        });
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> eig(SpecCall<T> c) {
    int n = c.shape(0).dim(-1);
    return List.of(
        eigvals(c),
        Mat.each(
            c,
            Shape.of(n, n, 2),
            a -> {
              List<List<Complex<T>>> columns = new ArrayList<>();
              roots(a).forEach(z -> columns.add(vector(a, z)));
              List<T> y = new ArrayList<>();
              for (int i = 0; i < n; i++) {
                for (List<Complex<T>> column : columns) {
                  add(y, column.get(i));
                }
              }
              return y;
            }));
  }

  private static <T extends RealFieldElement<T>> void add(List<T> y, Complex<T> z) {
    y.add(z.re());
    y.add(z.im());
  }

  /** Ascending by real part, then by imaginary part. */
  private static <T extends RealFieldElement<T>> List<Complex<T>> roots(Mat<T> a) {
    Arithmetic<T> k = a.k();
    List<T> e = LeastSquaresSpecs.principalMinors(a);
    for (int i = 1; i < e.size(); i += 2) {
      e.set(i, e.get(i).negate()); // det(λI − A), the highest power first
    }
    e.replaceAll(x -> x.divide(k.of(1))); // stored
    List<Complex<T>> roots = new ArrayList<>();
    for (double[] start : search(e.stream().mapToDouble(T::getReal).toArray())) {
      boolean real = k.branch(start[1] < REAL);
      Complex<T> z = new Complex<>(k.of(start[0]), k.of(real ? 0 : start[1]));
      Complex<T> f = constant(k, 0);
      Complex<T> slope = constant(k, 0);
      Complex<T> bend = constant(k, 0); // half the second derivative
      for (T coefficient : e) {
        bend = bend.multiply(z).add(slope);
        slope = slope.multiply(z).add(f);
        f = f.multiply(z).add(new Complex<>(coefficient, k.of(0)));
      }
      Complex<T> inverse = stored(k, reciprocal(stored(k, slope)));
      Complex<T> newton = stored(k, f.multiply(inverse));
      Complex<T> rest = stored(k, newton.multiply(stored(k, bend.multiply(inverse))));
      z = stored(k, z.subtract(newton.multiply(reciprocal(constant(k, 1).subtract(rest)))));
      z = real ? new Complex<>(z.re(), k.of(0)) : z;
      insert(k, roots, z);
      if (!real) {
        insert(k, roots, z.conj());
      }
    }
    return roots;
  }

  /**
   * The same number, once it is complete: the bounds of what is made of it grow with the number, no
   * longer with the addends that cancelled in it.
   */
  private static <T extends RealFieldElement<T>> Complex<T> stored(Arithmetic<T> k, Complex<T> z) {
    return new Complex<>(z.re().divide(k.of(1)), z.im().divide(k.of(1)));
  }

  private static <T extends RealFieldElement<T>> Complex<T> reciprocal(Complex<T> z) {
    return z.conj().times(z.norm().reciprocal());
  }

  private static <T extends RealFieldElement<T>> Complex<T> constant(Arithmetic<T> k, double v) {
    return new Complex<>(k.of(v), k.of(0));
  }

  private static <T extends RealFieldElement<T>> void insert(
      Arithmetic<T> k, List<Complex<T>> roots, Complex<T> z) {
    int at = 0;
    while (at < roots.size() && precedes(k, roots.get(at), z)) {
      at++;
    }
    roots.add(at, z);
  }

  private static <T extends RealFieldElement<T>> boolean precedes(
      Arithmetic<T> k, Complex<T> w, Complex<T> z) {
    boolean less = k.less(w.re(), z.re());
    boolean more = k.less(z.re(), w.re());
    return less || (!more && k.less(w.im(), z.im()));
  }

  /** All roots at once, in double: {@code z_i −= p(z_i)/Π_{j≠i} (z_i − z_j)}. */
  private static double[][] search(double[] p) {
    int n = p.length - 1;
    double radius = 1;
    for (double v : p) {
      radius = Math.max(radius, Math.abs(v));
    }
    radius = StrictMath.pow(radius, 1.0 / Math.max(1, n));
    double[][] z = new double[n][];
    for (int i = 0; i < n; i++) {
      double angle = 0.4 + 2 * Math.PI * i / n;
      z[i] = new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
    }
    for (int step = 0; step < SEARCH; step++) {
      for (int i = 0; i < n; i++) {
        double[] value = {0, 0};
        for (double coefficient : p) {
          value = times(value, z[i]);
          value[0] += coefficient;
        }
        double[] product = {1, 0};
        for (int j = 0; j < n; j++) {
          if (j != i) {
            product = times(product, new double[] {z[i][0] - z[j][0], z[i][1] - z[j][1]});
          }
        }
        double norm = product[0] * product[0] + product[1] * product[1];
        double[] quotient = times(value, new double[] {product[0] / norm, -product[1] / norm});
        z[i] = new double[] {z[i][0] - quotient[0], z[i][1] - quotient[1]};
      }
    }
    // those below the axis come as conjugates; always in one order, so that the branches agree
    return Arrays.stream(z)
        .filter(x -> x[1] > -REAL)
        .sorted(Comparator.comparingDouble(x -> x[0]))
        .toArray(double[][]::new);
  }

  private static double[] times(double[] z, double[] w) {
    return new double[] {z[0] * w[0] - z[1] * w[1], z[0] * w[1] + z[1] * w[0]};
  }

  /** The longest column of the adjugate, of length 1, its largest component real and positive. */
  private static <T extends RealFieldElement<T>> List<Complex<T>> vector(Mat<T> a, Complex<T> e) {
    Arithmetic<T> k = a.k();
    int n = a.rows();
    List<List<Complex<T>>> shifted = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Complex<T>> row = new ArrayList<>();
      for (int j = 0; j < n; j++) {
        Complex<T> x = new Complex<>(a.at(i, j), k.of(0));
        row.add(i == j ? stored(k, x.subtract(e)) : x);
      }
      shifted.add(row);
    }
    List<Complex<T>> best = new ArrayList<>();
    T longest = k.of(-1);
    for (int j = 0; j < n; j++) { // column j of the adjugate: cofactors of row j
      List<Complex<T>> column = new ArrayList<>();
      T square = k.of(0);
      for (int i = 0; i < n; i++) {
        Complex<T> minor = stored(k, determinant(k, without(shifted, j, i)));
        column.add((i + j) % 2 == 0 ? minor : minor.times(k.of(-1)));
        square = square.add(minor.norm());
      }
      if (k.less(longest, square)) {
        longest = square;
        best = column;
      }
    }
    return oriented(k, best, longest.sqrt());
  }

  private static <T extends RealFieldElement<T>> List<Complex<T>> oriented(
      Arithmetic<T> k, List<Complex<T>> v, T length) {
    int m = 0;
    for (int i = 1; i < v.size(); i++) {
      m = k.less(v.get(m).norm(), v.get(i).norm()) ? i : m;
    }
    Complex<T> phase =
        stored(k, v.get(m).conj().times(v.get(m).abs().multiply(length).reciprocal()));
    List<Complex<T>> y = new ArrayList<>();
    for (int i = 0; i < v.size(); i++) {
      Complex<T> turned = v.get(i).multiply(phase);
      y.add(i == m ? new Complex<>(turned.re(), k.of(0)) : turned);
    }
    return y;
  }

  private static <T> List<List<T>> without(List<List<T>> a, int row, int column) {
    List<List<T>> rest = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      if (i != row) {
        List<T> kept = new ArrayList<>(a.get(i));
        kept.remove(column);
        rest.add(kept);
      }
    }
    return rest;
  }

  private static <T extends RealFieldElement<T>> Complex<T> determinant(
      Arithmetic<T> k, List<List<Complex<T>>> a) {
    if (a.isEmpty()) {
      return constant(k, 1);
    }
    Complex<T> sum = constant(k, 0);
    for (int j = 0; j < a.size(); j++) {
      Complex<T> term = a.get(0).get(j).multiply(determinant(k, without(a, 0, j)));
      sum = j % 2 == 0 ? sum.add(term) : sum.subtract(term);
    }
    return sum;
  }
}
