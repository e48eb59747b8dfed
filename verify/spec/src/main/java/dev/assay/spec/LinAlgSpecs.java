package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of the products of matrices and tensors. */
public final class LinAlgSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(Spec.of("matmul", LinAlgSpecs::matmul).affineIn(0, 1));
  }

  /** {@code c[s…,m,n] = Σₖ a[s…,m,k]·b[s…,k,n]}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> matmul(SpecCall<T> c) {
    boolean ta = c.attrs().flag("transpose_a");
    boolean tb = c.attrs().flag("transpose_b");
    SpecTensor<T> a = c.in(0);
    SpecTensor<T> b = c.in(1);
    int ra = a.shape().rank();
    int rb = b.shape().rank();
    int rank = Math.max(ra, rb);
    int[] dims = new int[rank];
    for (int i = 3; i <= rank; i++) {
      int p = i <= ra ? a.shape().dim(-i) : 1;
      int q = i <= rb ? b.shape().dim(-i) : 1;
      dims[rank - i] = p == 1 ? q : p;
    }
    dims[rank - 2] = a.shape().dim(ta ? -1 : -2);
    dims[rank - 1] = b.shape().dim(tb ? -2 : -1);
    int inner = a.shape().dim(ta ? -2 : -1);
    return SpecTensor.at(
        Shape.of(dims),
        ix -> {
          T sum = c.k().of(0);
          for (int k = 0; k < inner; k++) {
            T x = element(a, ix, ta ? k : ix[rank - 2], ta ? ix[rank - 2] : k);
            T y = element(b, ix, tb ? ix[rank - 1] : k, tb ? k : ix[rank - 1]);
            sum = sum.add(x.multiply(y));
          }
          return sum;
        });
  }

  /** Element (row, column) of the matrix that the leading indices of {@code ix} pick. */
  private static <T> T element(SpecTensor<T> t, int[] ix, int row, int column) {
    int[] at = Arrays.copyOfRange(ix, ix.length - t.shape().rank(), ix.length);
    for (int d = 0; d < at.length - 2; d++) {
      at[d] = t.shape().dim(d) == 1 ? 0 : at[d];
    }
    at[at.length - 2] = row;
    at[at.length - 1] = column;
    return t.at(at);
  }
}
