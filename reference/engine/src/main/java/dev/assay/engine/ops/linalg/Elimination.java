package dev.assay.engine.ops.linalg;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.lu.LUDecompositionAlt_DDRM;

/**
 * {@code P·A = L·U} by elimination with partial pivoting: in every column the element of largest
 * magnitude, the first on ties. Crout's algorithm, by EJML.
 *
 * @param n rows and columns
 * @param lu U on and above the diagonal, L below, its diagonal of ones left out
 * @param pivot row {@code i} of P·A is row {@code pivot[i]} of A
 */
record Elimination(int n, double[] lu, int[] pivot) {
  /** The factors of a finite matrix, which is not modified. */
  static Elimination of(double[] a, int n) {
    if (n == 0) {
      return new Elimination(0, new double[0], new int[0]);
    }
    LUDecompositionAlt_DDRM ejml = new LUDecompositionAlt_DDRM();
    ejml.decompose(Matrices.ejml(a.clone(), n, n));
    DMatrixRMaj lu = ejml.getLU();
    return new Elimination(n, lu.data, ejml.getRowPivotV(null));
  }

  /** Whether a pivot is 0. */
  static boolean isSingular(double[] a, int n) {
    Elimination e = of(a, n);
    for (int i = 0; i < n; i++) {
      if (e.lu[i * n + i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** −1 if P exchanges an odd number of times, else 1. */
  int parity() {
    int[] p = pivot.clone();
    int sign = 1;
    for (int i = 0; i < n; i++) {
      while (p[i] != i) { // each exchange puts one row into its place
        int j = p[i];
        p[i] = p[j];
        p[j] = j;
        sign = -sign;
      }
    }
    return sign;
  }

  double determinant() {
    double det = parity();
    for (int i = 0; i < n; i++) {
      det *= lu[i * n + i];
    }
    return det == 0 ? 0 : det; // no −0
  }

  /** {@code A⁻¹·b}, or {@code A⁻ᵀ·b}, for n×k right-hand sides. */
  double[] solve(double[] b, int k, boolean adjoint) {
    double[] x = new double[n * k];
    for (int c = 0; c < k; c++) {
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        y[i] = b[(adjoint ? i : pivot[i]) * k + c];
      }
      if (adjoint) {
        forward(y, true);
        backward(y, true);
      } else {
        forward(y, false);
        backward(y, false);
      }
      for (int i = 0; i < n; i++) {
        x[(adjoint ? pivot[i] : i) * k + c] = y[i];
      }
    }
    return x;
  }

  /** {@code L⁻¹y}; {@code U⁻ᵀy} if {@code adjoint}. */
  private void forward(double[] y, boolean adjoint) {
    for (int i = 0; i < n; i++) {
      double sum = y[i];
      for (int j = 0; j < i; j++) {
        sum -= (adjoint ? lu[j * n + i] : lu[i * n + j]) * y[j];
      }
      y[i] = adjoint ? sum / lu[i * n + i] : sum;
    }
  }

  /** {@code U⁻¹y}; {@code L⁻ᵀy} if {@code adjoint}. */
  private void backward(double[] y, boolean adjoint) {
    for (int i = n - 1; i >= 0; i--) {
      double sum = y[i];
      for (int j = i + 1; j < n; j++) {
        sum -= (adjoint ? lu[j * n + i] : lu[i * n + j]) * y[j];
      }
      y[i] = adjoint ? sum : sum / lu[i * n + i];
    }
  }
}
