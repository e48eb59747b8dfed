package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of inverses, determinants and systems of linear equations. */
public final class SystemSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.of("matrix_transpose", SystemSpecs::transpose).affineIn(0),
        Spec.of("matrix_band_part", SystemSpecs::bandPart).affineIn(0),
        Spec.of("matrix_inverse", SystemSpecs::inverse),
        Spec.of("matrix_solve", SystemSpecs::solve),
        Spec.of("matrix_determinant", SystemSpecs::determinant),
        Spec.of("matrix_cofactor", SystemSpecs::cofactor),
        Spec.many("slogdet", SystemSpecs::slogdet),
        Spec.many("lu", SystemSpecs::lu),
        Spec.of("triangular_solve", SystemSpecs::triangularSolve),
        Spec.of("cholesky", SystemSpecs::cholesky),
        Spec.of("cholesky_solve", SystemSpecs::choleskySolve));
  }

  private static Shape square(SpecCall<?> c) {
    return Shape.of(c.shape(0).dim(-1), c.shape(0).dim(-1));
  }

  /** {@code y[…,i,j] = x[…,j,i]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> transpose(SpecCall<T> c) {
    Shape s = c.shape(0);
    return Mat.each(c, Shape.of(s.dim(-1), s.dim(-2)), a -> a.transpose().values());
  }

  /** Zero outside the band. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> bandPart(SpecCall<T> c) {
    long lower = c.attrs().integer("num_lower");
    long upper = c.attrs().integer("num_upper");
    int rank = c.shape(0).rank();
    return SpecTensor.at(
        c.shape(0),
        ix -> {
          int below = ix[rank - 2] - ix[rank - 1];
          boolean inside = (lower < 0 || below <= lower) && (upper < 0 || -below <= upper);
          return inside ? c.in(0).at(ix) : c.k().of(0);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> inverse(SpecCall<T> c) {
    boolean adjoint = c.attrs().flag("adjoint");
    return Mat.each(c, square(c), a -> a.transposeIf(adjoint).inverse().normwise().values());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> solve(SpecCall<T> c) {
    boolean adjoint = c.attrs().flag("adjoint");
    return Mat.pairs(
        c, solution(c), (a, b) -> a.transposeIf(adjoint).inverse().times(b).normwise());
  }

  private static Shape solution(SpecCall<?> c) {
    return Shape.of(c.shape(0).dim(-1), c.shape(1).dim(-1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> determinant(SpecCall<T> c) {
    return Mat.each(c, Shape.scalar(), a -> List.of(a.determinant()));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> cofactor(SpecCall<T> c) {
    return Mat.each(c, square(c), a -> a.cofactors().values());
  }

  /** The sign is constant between singular matrices. */
  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> slogdet(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    SpecTensor<T> det = determinant(c);
    T zero = k.of(0);
    return List.of(
        det.map(d -> k.of(k.less(d, zero) ? -1 : k.less(zero, d) ? 1 : 0)),
        det.map(d -> (k.less(d, zero) ? d.negate() : d).log()));
  }

  /** Gauss: row by row, the largest element below as pivot, the first on ties. */
  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> lu(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    Shape s = c.shape(0);
    int n = s.dim(-1);
    List<T> lu = new ArrayList<>();
    List<T> order = new ArrayList<>();
    for (int b = 0; b < Mat.lead(s).elements(); b++) {
      List<List<T>> row = new ArrayList<>();
      List<Integer> p = new ArrayList<>();
      Mat<T> a = Mat.of(k, c.in(0), b);
      for (int i = 0; i < n; i++) {
        row.add(new ArrayList<>(a.values().subList(i * n, (i + 1) * n)));
        p.add(i);
      }
      for (int j = 0; j < n; j++) {
        int pivot = j;
        for (int i = j + 1; i < n; i++) {
          pivot = k.less(row.get(pivot).get(j).abs(), row.get(i).get(j).abs()) ? i : pivot;
        }
        Collections.swap(row, j, pivot);
        Collections.swap(p, j, pivot);
        for (int i = j + 1; i < n; i++) {
          T factor = row.get(i).get(j).divide(row.get(j).get(j));
          row.get(i).set(j, factor);
          for (int q = j + 1; q < n; q++) {
            row.get(i).set(q, row.get(i).get(q).subtract(factor.multiply(row.get(j).get(q))));
          }
        }
      }
      row.forEach(lu::addAll);
      p.forEach(i -> order.add(k.of(i)));
    }
    return List.of(new SpecTensor<>(s, lu), new SpecTensor<>(s.slice(0, s.rank() - 1), order));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> triangularSolve(SpecCall<T> c) {
    boolean lower = c.attrs().flag("lower");
    boolean adjoint = c.attrs().flag("adjoint");
    return Mat.pairs(
        c,
        solution(c),
        (a, b) -> {
          Mat<T> triangle = lower ? a.lower() : a.transpose().lower().transpose();
          return triangle.transposeIf(adjoint).inverse().times(b);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> choleskySolve(SpecCall<T> c) {
    return Mat.pairs(
        c,
        solution(c),
        (l, b) -> {
          Mat<T> inverse = l.lower().inverse();
          return inverse.transpose().times(inverse.times(b)).normwise();
        });
  }

  /** {@code L[i,j]} from {@code A[i,j] = Σₖ L[i,k]·L[j,k]}, row by row. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> cholesky(SpecCall<T> c) {
    int n = c.shape(0).dim(-1);
    return Mat.each(
        c,
        square(c),
        a -> {
          List<T> l = new ArrayList<>();
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              if (j > i) {
                l.add(c.k().of(0));
                continue;
              }
              T sum = a.at(i, j);
              for (int p = 0; p < j; p++) {
                sum = sum.subtract(l.get(i * n + p).multiply(l.get(j * n + p)));
              }
              l.add(i == j ? sum.sqrt() : sum.divide(l.get(j * n + j)));
            }
          }
          return l;
        });
  }
}
