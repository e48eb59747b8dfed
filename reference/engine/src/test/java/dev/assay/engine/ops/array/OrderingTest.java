package dev.assay.engine.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrderingTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  @DisplayName("NaN comes after every number, in every operation and direction")
  void nanComesLast() {
    Tensor x = Tensor.of(new double[] {NAN, -INF, 3, NAN, INF});
    assertArrayEquals(new int[] {1, 2, 4, 0, 3}, Ordering.argsort(x).toInts());
    assertArrayEquals(
        new int[] {4, 2, 1, 0, 3}, Ordering.argsort(x, 0, Direction.DESCENDING).toInts());
    assertArrayEquals(new int[] {4, 2, 1, 0, 3}, Ordering.topK(x, 5).indices().toInts());
    assertArrayEquals(new int[] {4}, Ordering.argmax(x).toInts());
    assertArrayEquals(new int[] {1}, Ordering.argmin(x).toInts());
  }

  @Test
  @DisplayName("equals keep their order, in either direction; the zeros are equal")
  void stable() {
    Tensor x = Tensor.of(new double[] {0, 1, -0.0, 1, 0});
    assertArrayEquals(new int[] {0, 2, 4, 1, 3}, Ordering.argsort(x).toInts());
    assertArrayEquals(new int[] {1, 3, 0, 2, 4}, Ordering.topK(x, 5).indices().toInts());
    assertArrayEquals(new double[] {0, -0.0, 0, 1, 1}, Ordering.sort(x).toDoubles());
  }

  @Test
  void integersOfFullWidth() {
    Tensor x = Tensor.of(new long[] {Long.MAX_VALUE - 1, Long.MIN_VALUE, Long.MAX_VALUE});
    assertArrayEquals(new int[] {1, 0, 2}, Ordering.argsort(x).toInts());
    assertArrayEquals(new int[] {2}, Ordering.argmax(x).toInts());
    assertArrayEquals(new int[] {1}, Ordering.argmin(x).toInts());
    Tensor unsigned = Tensor.ofLongs(DType.UINT8, Shape.of(2), 200, 100);
    assertArrayEquals(new int[] {1, 0}, Ordering.argsort(unsigned).toInts());
  }

  @Test
  void uniqueStrings() {
    Ordering.Unique u = Ordering.unique(Tensor.of(new String[] {"b", "a", "b", "", "a"}));
    assertArrayEquals(new String[] {"b", "a", ""}, u.y().toStrings());
    assertArrayEquals(new int[] {0, 1, 0, 2, 1}, u.idx().toInts());
  }

  @Test
  @DisplayName("unique: the zeros are one element, every NaN is another")
  void uniqueByEquality() {
    Ordering.Unique u = Ordering.unique(Tensor.of(new double[] {-0.0, NAN, 0, NAN}), DType.INT64);
    assertArrayEquals(new double[] {-0.0, NAN, NAN}, u.y().toDoubles());
    assertEquals(DType.INT64, u.idx().dtype());
    assertArrayEquals(new int[] {0, 1, 0, 2}, u.idx().toInts());
    Tensor z = Tensor.of(DType.COMPLEX64, Shape.of(3), 1, 0, 1, 2, 1, -0.0);
    assertTrue(Ordering.unique(z).y().sameAs(Tensor.of(DType.COMPLEX64, Shape.of(2), 1, 0, 1, 2)));
  }
}
