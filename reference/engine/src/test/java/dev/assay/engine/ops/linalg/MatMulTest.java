package dev.assay.engine.ops.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.assay.engine.ops.random.Random;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The loops of the product are arranged for speed; the sums are those of the formula, each bit. */
class MatMulTest {
  private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 17};
  private static final int BATCH = 2;

  @Test
  void everySumRunsOverRisingK() {
    for (int m : SIZES) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          check(m, k, n, false, false);
          check(m, k, n, true, false);
          check(m, k, n, false, true);
          check(m, k, n, true, true);
        }
      }
    }
  }

  private static void check(int M, int K, int N, boolean ta, boolean tb) {
    Tensor a = uniform(ta ? Shape.of(BATCH, K, M) : Shape.of(BATCH, M, K), 1);
    Tensor b = uniform(tb ? Shape.of(N, K) : Shape.of(K, N), 2);
    double[] x = a.toDoubles();
    double[] y = b.toDoubles();
    double[] product = new double[BATCH * M * N];
    for (int s = 0; s < BATCH; s++) {
      for (int m = 0; m < M; m++) {
        for (int n = 0; n < N; n++) {
          double sum = 0;
          for (int k = 0; k < K; k++) {
            double left = x[s * M * K + (ta ? k * M + m : m * K + k)];
            sum += left * y[tb ? n * K + k : k * N + n];
          }
          product[(s * M + m) * N + n] = sum;
        }
      }
    }
    assertArrayEquals(
        product,
        LinAlg.matmul(a, b, ta, tb).toDoubles(),
        () -> M + " " + K + " " + N + " " + ta + " " + tb);
  }

  private static Tensor uniform(Shape shape, int seed) {
    return Random.statelessRandomUniform(
        shape, Tensor.of(new int[] {seed, 4}), -1, 1, DType.FLOAT64);
  }
}
