package dev.assay.engine.ops.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conventions of factorizations, matrices that algorithms dislike, and large ones. */
class DecompositionsTest {
  private static Tensor matrix(int n, double... values) {
    return Tensor.of(DType.FLOAT64, Shape.of(values.length / n, n), values);
  }

  @Test
  void factorsOfSimpleMatricesAreExact() {
    Tensor a = matrix(2, -3, 0, -4, 5);
    Decompositions.QrFactors f = Decompositions.qr(matrix(1, 0, -2));
    assertArrayEquals(new double[] {0, -1}, f.q().toDoubles());
    assertArrayEquals(new double[] {2}, f.r().toDoubles());
    assertEquals(-15, Decompositions.matrixDeterminant(a).toDouble());
    assertArrayEquals(new double[] {1, 0}, Decompositions.lu(a).p().toDoubles());
    Decompositions.EigFactors e = Decompositions.selfAdjointEig(matrix(2, 5, 99, 0, -2));
    assertArrayEquals(new double[] {-2, 5}, e.e().toDoubles()); // the upper triangle is not read
    assertArrayEquals(new double[] {0, 1, 1, 0}, e.v().toDoubles());
    assertArrayEquals(
        new double[] {2, 0, 3, 1}, Decompositions.cholesky(matrix(2, 4, 99, 6, 10)).toDoubles());
    assertArrayEquals(
        new double[] {0, -1, 0, 1},
        Decompositions.eigvals(matrix(2, 0, 1, -1, 0)).host().doubles());
  }

  @Test
  void singularMatrices() {
    Tensor a = matrix(2, 1, 2, 2, 4);
    Decompositions.Slogdet s = Decompositions.slogdet(a);
    assertEquals(0, s.sign().toDouble());
    assertEquals(Double.NEGATIVE_INFINITY, s.logAbsDeterminant().toDouble());
    ValueException e = assertThrows(ValueException.class, () -> Decompositions.matrixInverse(a));
    assertTrue(e.getMessage().startsWith("matrix_inverse (C4): every matrix of input is invert"));
    assertThrows(ValueException.class, () -> Decompositions.lstsq(a, a));
    assertEquals(1, Decompositions.matrixRank(a).toDouble());
    assertEquals(0, Decompositions.matrixRank(matrix(2, 0, 0, 0, 0)).toDouble());
    assertArrayEquals(new double[4], Decompositions.pinv(matrix(2, 0, 0, 0, 0)).toDoubles());
    // orthonormal all the same
    Decompositions.SvdFactors f = Decompositions.svd(matrix(2, 0, 0, 0, 0));
    assertArrayEquals(new double[] {1, 0, 0, 1}, f.u().toDoubles());
  }

  static Stream<Function<Tensor, Object>> functions() {
    return Stream.of(
        Decompositions::matrixInverse,
        Decompositions::matrixDeterminant,
        Decompositions::matrixCofactor,
        Decompositions::slogdet,
        Decompositions::lu,
        Decompositions::cholesky,
        Decompositions::qr,
        Decompositions::qrComplement,
        Decompositions::svd,
        Decompositions::selfAdjointEig,
        Decompositions::selfAdjointEigvals,
        Decompositions::eig,
        Decompositions::eigvals,
        Decompositions::pinv,
        Decompositions::matrixRank,
        Decompositions::matrixExp,
        Decompositions::hessianClassification,
        a -> Decompositions.matrixPower(a, Long.MIN_VALUE),
        a -> Decompositions.lstsq(a, a, 1),
        a -> Decompositions.matrixSolve(a, a));
  }

  /** Every answer is a result or a typed error, and comes at once. */
  @ParameterizedTest
  @MethodSource("functions")
  void nothingHangsOrBreaks(Function<Tensor, Object> f) {
    double[] values = {
      0,
      -0.0,
      1,
      -1,
      1e308,
      -1e308,
      1e-308,
      Double.MIN_VALUE,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      3,
      0x1p-1060
    };
    SplittableRandom random = new SplittableRandom(7);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 400; i++) {
            int n = random.nextInt(5);
            int kinds = i % 2 == 0 ? 8 : values.length;
            double[] a = random.ints((long) n * n, 0, kinds).mapToDouble(k -> values[k]).toArray();
            try {
              f.apply(Tensor.of(DType.FLOAT64, Shape.of(n, n), a));
            } catch (ValueException e) {
              assertTrue(e.constraint().isPresent());
            }
          }
          for (List<Integer> rotation : List.of(List.of(1, 2, 0), List.of(1, 2, 3, 0))) {
            int n = rotation.size();
            double[] a = new double[n * n];
            for (int i = 0; i < n; i++) {
              a[i * n + rotation.get(i)] = 1;
            }
            try {
              f.apply(Tensor.of(DType.FLOAT64, Shape.of(n, n), a));
            } catch (ValueException e) {
              assertTrue(e.constraint().isPresent()); // not positive definite
            }
          }
        });
  }

  @Test
  void largeMatrices() {
    int n = 60;
    SplittableRandom random = new SplittableRandom(3);
    Tensor a = Tensor.of(DType.FLOAT64, Shape.of(n, n), random.doubles((long) n * n).toArray());
    Decompositions.SvdFactors f = Decompositions.svd(a);
    Tensor usv =
        LinAlg.matmul(LinAlg.matmul(f.u(), ArrayOps.matrixDiag(f.s())), f.v(), false, true);
    near(a, usv);
    Decompositions.QrFactors qr = Decompositions.qr(a);
    near(a, LinAlg.matmul(qr.q(), qr.r()));
    near(
        Creation.eye(n, DType.FLOAT64),
        LinAlg.matmul(Decompositions.matrixInverse(a), a)); // its condition is about 1e4
  }

  /** Within 1e-10: n·u times the norm times the condition. */
  private static void near(Tensor want, Tensor got) {
    assertArrayEquals(want.toDoubles(), got.toDoubles(), 1e-10);
  }
}
