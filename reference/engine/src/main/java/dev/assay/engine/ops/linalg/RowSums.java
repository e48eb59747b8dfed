package dev.assay.engine.ops.linalg;

import java.util.Arrays;

/**
 * The loops of a real matrix product. Each element is the sum over rising k, begun at 0, as the
 * formula has it; but the sums of one row grow side by side, so that memory is read along rows and
 * the processor adds several at a time. The order of the additions of each sum, and so every bit,
 * is that of the plain triple loop.
 */
final class RowSums {
  private RowSums() {}

  /**
   * Stores {@code y[m,n] = Σₖ a[m,k]·b[k,n]}.
   *
   * @param a element (m, k) stands at {@code a0 + m·am + k·ak}
   * @param b its rows, {@code K} arrays
   * @param y element (m, n) stands at {@code y0 + m·N + n}. Modified.
   */
  static void product(
      int M, int N, double[] a, int a0, int am, int ak, double[][] b, double[] y, int y0) {
    int K = b.length;
    double[] sums = new double[N];
    for (int m = 0; m < M; m++) {
      Arrays.fill(sums, 0);
      int k = 0;
      int at = a0 + m * am;
      for (; k + 4 <= K; k += 4, at += 4 * ak) {
        addFour(
            sums,
            a[at],
            a[at + ak],
            a[at + 2 * ak],
            a[at + 3 * ak],
            b[k],
            b[k + 1],
            b[k + 2],
            b[k + 3]);
      }
      for (; k < K; k++, at += ak) {
        addOne(sums, a[at], b[k]);
      }
      System.arraycopy(sums, 0, y, y0 + m * N, N);
    }
  }

  /** One pass over the sums for four rows of b: they are loaded and stored a quarter as often. */
  private static void addFour(
      double[] sums,
      double p,
      double q,
      double r,
      double s,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3) {
    for (int n = 0; n < sums.length; n++) {
      sums[n] = sums[n] + p * b0[n] + q * b1[n] + r * b2[n] + s * b3[n];
    }
  }

  private static void addOne(double[] sums, double p, double[] b) {
    for (int n = 0; n < sums.length; n++) {
      sums[n] += p * b[n];
    }
  }

  /**
   * Copies of the rows of a {@code K × N} matrix, arrays of their own: only where all arrays of a
   * loop have one index does the compiler add several elements at a time.
   *
   * @param transposed whether {@code x} holds the transpose, from {@code from} on
   */
  static double[][] rows(double[] x, int from, int K, int N, boolean transposed) {
    double[][] rows = new double[K][N];
    for (int k = 0; k < K; k++) {
      if (transposed) {
        for (int n = 0; n < N; n++) {
          rows[k][n] = x[from + n * K + k];
        }
      } else {
        System.arraycopy(x, from + k * N, rows[k], 0, N);
      }
    }
    return rows;
  }
}
