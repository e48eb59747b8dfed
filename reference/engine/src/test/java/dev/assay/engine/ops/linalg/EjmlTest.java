package dev.assay.engine.ops.linalg;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products of matrices against EJML, code that this house did not write: equal on integers, and on
 * real numbers within the bound of two sums of n products, {@code 2·γₙ·|A||B|}, whatever their
 * order (Higham, Accuracy and Stability of Numerical Algorithms, §3.1).
 */
class EjmlTest {
  private static final double UNIT = 0x1p-53;

  private final SplittableRandom random = new SplittableRandom(20);

  private DMatrixRMaj matrix(int rows, int columns, boolean integers) {
    DMatrixRMaj m = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < m.data.length; i++) {
      m.data[i] = integers ? random.nextInt(-127, 128) : random.nextDouble(-1, 1);
    }
    return m;
  }

  private static Tensor tensor(DMatrixRMaj m) {
    return Tensor.of(FLOAT64, Shape.of(m.numRows, m.numCols), m.data);
  }

  private static Tensor vector(DMatrixRMaj m) {
    return Tensor.of(FLOAT64, Shape.of(m.data.length), m.data);
  }

  private static DMatrixRMaj magnitudes(DMatrixRMaj m) {
    DMatrixRMaj out = m.copy();
    CommonOps_DDRM.abs(out);
    return out;
  }

  /** Equal on integers; else within {@code 2γₙ} of the sum of magnitudes. */
  private static void assertProduct(
      DMatrixRMaj want, Tensor got, DMatrixRMaj a, DMatrixRMaj b, boolean integers) {
    double[] g = got.toDoubles();
    if (integers) {
      assertArrayEquals(want.data, g);
      return;
    }
    DMatrixRMaj scale = new DMatrixRMaj(a.numRows, b.numCols);
    CommonOps_DDRM.mult(magnitudes(a), magnitudes(b), scale);
    double n = a.numCols;
    double gamma = n * UNIT / (1 - n * UNIT);
    assertEquals(want.data.length, g.length);
    for (int i = 0; i < g.length; i++) {
      double error = Math.abs(want.data[i] - g[i]);
      double bound = 2 * gamma * scale.data[i];
      assertTrue(error <= bound, "element " + i + ": error " + error + " > " + bound);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,3,4", "5,1,7", "17,33,9", "64,65,63", "3,200,2"})
  void products(int m, int k, int n) {
    for (boolean integers : new boolean[] {true, false}) {
      DMatrixRMaj a = matrix(m, k, integers);
      DMatrixRMaj b = matrix(k, n, integers);
      DMatrixRMaj at = CommonOps_DDRM.transpose(a, null);
      DMatrixRMaj bt = CommonOps_DDRM.transpose(b, null);
      DMatrixRMaj want = new DMatrixRMaj(m, n);
      CommonOps_DDRM.mult(a, b, want);
      Tensor[] got = {
        LinAlg.matmul(tensor(a), tensor(b)),
        LinAlg.matmul(tensor(at), tensor(b), true, false),
        LinAlg.matmul(tensor(a), tensor(bt), false, true),
        LinAlg.matmul(tensor(at), tensor(bt), true, true),
        LinAlg.tensordot(tensor(a), tensor(b), 1),
        LinAlg.tensordot(tensor(at), tensor(bt), new int[] {0}, new int[] {1}),
        LinAlg.einsum("ik,kj->ij", tensor(a), tensor(b)),
        LinAlg.einsum("ki,jk", tensor(at), tensor(bt)),
      };
      for (Tensor c : got) {
        assertProduct(want, c, a, b, integers);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,4", "33,17", "2,100"})
  void matricesAndVectors(int m, int k) {
    for (boolean integers : new boolean[] {true, false}) {
      DMatrixRMaj a = matrix(m, k, integers);
      DMatrixRMaj x = matrix(k, 1, integers);
      DMatrixRMaj want = new DMatrixRMaj(m, 1);
      CommonOps_DDRM.mult(a, x, want);
      DMatrixRMaj at = CommonOps_DDRM.transpose(a, null);
      assertProduct(want, LinAlg.matvec(tensor(a), vector(x)), a, x, integers);
      assertProduct(want, LinAlg.matvec(tensor(at), vector(x), true), a, x, integers);
      assertProduct(want, LinAlg.einsum("mk,k", tensor(a), vector(x)), a, x, integers);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,4", "33,17"})
  void outerProducts(int m, int n) {
    DMatrixRMaj x = matrix(m, 1, false);
    DMatrixRMaj y = matrix(n, 1, false);
    DMatrixRMaj want = new DMatrixRMaj(m, n);
    CommonOps_DDRM.multTransB(x, y, want);
    assertArrayEquals(want.data, LinAlg.outer(vector(x), vector(y)).toDoubles());
    assertArrayEquals(want.data, LinAlg.einsum("i,j->ij", vector(x), vector(y)).toDoubles());
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7", "33"})
  void traces(int n) {
    DMatrixRMaj a = matrix(n, n, true);
    assertEquals(CommonOps_DDRM.trace(a), LinAlg.trace(tensor(a)).toDouble());
    assertEquals(CommonOps_DDRM.trace(a), LinAlg.einsum("ii", tensor(a)).toDouble());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,4", "33,17"})
  void sumsAndNorms(int m, int n) {
    DMatrixRMaj a = matrix(m, n, true);
    DMatrixRMaj rows = CommonOps_DDRM.sumRows(a, null);
    DMatrixRMaj columns = CommonOps_DDRM.sumCols(a, null);
    assertArrayEquals(rows.data, Reduce.sum(tensor(a), false, 1).toDoubles());
    assertArrayEquals(columns.data, Reduce.sum(tensor(a), false, 0).toDoubles());
    assertEquals(CommonOps_DDRM.elementMax(a), Reduce.max(tensor(a)).toDouble());
    // the correctly rounded root of an exact sum of squares
    double norm = Reduce.norm(tensor(a), "fro", false, 0, 1).toDouble();
    assertEquals(NormOps_DDRM.fastNormF(a), norm);
  }
}
