package dev.assay.engine.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CreationTest {
  @Test
  void aConstantRepeatsItsLastElement() {
    Tensor c = Creation.constant(new int[] {1, 2, 3}, DType.FLOAT32, Shape.of(2, 3));
    assertArrayEquals(new double[] {1, 2, 3, 3, 3, 3}, c.toDoubles());
    assertEquals(DType.FLOAT32, c.dtype());
    assertArrayEquals(
        new String[] {"a", "b", "b"},
        Creation.constant(new String[] {"a", "b"}, DType.STRING, Shape.of(3)).toStrings());
  }

  @Test
  void everyTypeHasAZeroAndAllButStringsAOne() {
    for (DType t : DType.values()) {
      Tensor zeros = Creation.zeros(Shape.of(2), t);
      assertEquals(t, zeros.dtype());
      assertTrue(zeros.sameAs(Creation.zerosLike(zeros)), t.label());
      if (t != DType.STRING) {
        assertTrue(Creation.ones(Shape.of(2), t).sameAs(Creation.onesLike(zeros)), t.label());
      }
    }
    assertArrayEquals(new String[] {"", ""}, Creation.zeros(Shape.of(2), DType.STRING).toStrings());
    assertArrayEquals(new double[] {1, 0}, Creation.ones(Shape.of(1), DType.COMPLEX64).toDoubles());
  }

  @Test
  void tooManyElementsAreRefusedByName() {
    int n = 1 << 16;
    Tensor row = Creation.zeros(Shape.of(2, 3), DType.FLOAT32);
    List<Executable> calls =
        List.of(
            () -> Creation.zeros(Shape.of(n, n), DType.INT8),
            () -> Creation.ones(Shape.of(n, n), DType.INT8),
            () -> Creation.ones(Shape.of(1 << 30), DType.COMPLEX64),
            () -> Creation.fill(Shape.of(n, n), Tensor.of(1)),
            () -> Creation.eye(n, n, DType.INT8),
            () -> Creation.constant(1, DType.INT8, Shape.of(n, n)),
            () -> Creation.range(Tensor.of(0.0), Tensor.of(1e300), Tensor.of(1.0)),
            () -> Creation.range(Tensor.of(0L), Tensor.of(Long.MAX_VALUE), Tensor.of(1L)),
            () -> Creation.range(Tensor.of(0.0), Tensor.of(1 / 0.0), Tensor.of(1.0)),
            () -> Creation.linspace(Tensor.of(0.0), Tensor.of(1.0), Integer.MAX_VALUE),
            () -> Creation.oneHot(Tensor.of(new int[n]), n),
            () -> ArrayOps.tile(row, 1 << 30, 1 << 30),
            () -> ArrayOps.broadcastTo(row, n, n, 2, 3),
            () -> ArrayOps.pad(row, new int[][] {{1 << 30, 1 << 30}, {0, 0}}),
            () -> ArrayOps.matrixDiag(Creation.zeros(Shape.of(n), DType.INT8)));
    List<String> names =
        List.of(
            "zeros",
            "ones",
            "ones",
            "fill",
            "eye",
            "constant",
            "range",
            "range",
            "range",
            "linspace",
            "one_hot",
            "tile",
            "broadcast_to",
            "pad",
            "matrix_diag");
    for (int i = 0; i < calls.size(); i++) {
      String message = assertThrows(ShapeException.class, calls.get(i)).getMessage();
      assertTrue(message.startsWith(names.get(i) + ": "), message);
    }
  }

  @Test
  void aRangeSpansSixtyFourBits() {
    assertArrayEquals(
        new long[] {Long.MIN_VALUE, -(1L << 62), 0, 1L << 62},
        Creation.range(Tensor.of(Long.MIN_VALUE), Tensor.of(Long.MAX_VALUE), Tensor.of(1L << 62))
            .toLongs());
    assertArrayEquals(
        new long[] {Long.MAX_VALUE, -1},
        Creation.range(
                Tensor.of(Long.MAX_VALUE), Tensor.of(Long.MIN_VALUE), Tensor.of(Long.MIN_VALUE))
            .toLongs());
    assertEquals(0, Creation.range(0).size());
  }

  @Test
  void aRangeOfNarrowFloatsIsRoundedOnce() {
    Tensor y = Creation.range(Tensor.of(0f), Tensor.of(1f), Tensor.of(0.1f));
    assertEquals((float) (9 * (double) 0.1f), y.toFloats()[9]);
  }

  @Test
  void linspaceEndsExactlyAtStop() {
    Tensor y = Creation.linspace(Tensor.of(0.1), Tensor.of(0.7), 7);
    assertEquals(0.7, y.toDoubles()[6]);
    assertArrayEquals(
        new double[] {0.1}, Creation.linspace(Tensor.of(0.1), Tensor.of(0.7), 1).toDoubles());
  }

  @Test
  void castBetweenAllTypes() {
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        if (from != DType.STRING && to != DType.STRING) {
          Tensor one = Creation.ones(Shape.of(2), from);
          assertTrue(
              ArrayOps.cast(one, to).sameAs(Creation.ones(Shape.of(2), to)), from + " " + to);
        }
      }
    }
  }

  @Test
  void castRoundsIntegersOnce() {
    // just above a tie of 24 bits; by way of 53 bits it would be the tie and round down
    long v = (1L << 62) + (1L << 38) + 1;
    assertEquals((float) v, ArrayOps.cast(Tensor.of(v), DType.FLOAT32).toFloats()[0]);
    assertEquals(0x1p62 + 0x1p39, (double) (float) v);
    assertEquals(0x1p62 + 0x1p39, ArrayOps.cast(Tensor.of(v), DType.COMPLEX64).toDoubles()[0]);
  }

  @Test
  void castOfComplexTakesTheRealPart() {
    Tensor z =
        Tensor.of(
            Shape.of(2), HostStorage.ofDoubles(DType.COMPLEX128, new double[] {2.5, 7, 0, 1}));
    assertArrayEquals(new double[] {2.5, 0}, ArrayOps.cast(z, DType.FLOAT64).toDoubles());
    assertArrayEquals(new long[] {2, 0}, ArrayOps.cast(z, DType.INT32).toLongs());
    assertArrayEquals(new long[] {1, 1}, ArrayOps.cast(z, DType.BOOL).toLongs());
    assertArrayEquals(
        new double[] {3, 0}, ArrayOps.cast(Tensor.of(3), DType.COMPLEX128).toDoubles());
  }

  @Test
  void oneHotOfAnIndexOutsideIsOffEverywhere() {
    Tensor y = Creation.oneHot(Tensor.of(new int[] {0, -1, 2}), 2);
    assertArrayEquals(new double[] {1, 0, 0, 0, 0, 0}, y.toDoubles());
  }
}
