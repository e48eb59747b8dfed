package dev.assay.engine.ops.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerArithmeticTest {
  private static final Tensor LOWEST = Tensor.of(Integer.MIN_VALUE);
  private static final Tensor MINUS_ONE = Tensor.of(-1);

  private static long value(Tensor t) {
    return t.toLongs()[0];
  }

  private static Tensor ints(DType type, long... values) {
    return Tensor.ofLongs(type, Shape.of(values.length), values);
  }

  @Test
  void theLowestIntegerWraps() {
    assertEquals(Integer.MIN_VALUE, value(Maths.neg(LOWEST)));
    assertEquals(Integer.MIN_VALUE, value(Maths.abs(LOWEST)));
    assertEquals(Integer.MIN_VALUE, value(Maths.floordiv(LOWEST, MINUS_ONE)));
    assertEquals(Integer.MIN_VALUE, value(Maths.multiply(LOWEST, MINUS_ONE)));
    assertEquals(0, value(Maths.floormod(LOWEST, MINUS_ONE)));
    assertEquals(0, value(Maths.truncatemod(LOWEST, MINUS_ONE)));
    Tensor lowest = Tensor.of(Long.MIN_VALUE);
    Tensor minusOne = Tensor.of(-1L);
    assertEquals(Long.MIN_VALUE, value(Maths.abs(lowest)));
    assertEquals(Long.MIN_VALUE, value(Maths.floordiv(lowest, minusOne)));
    assertEquals(0, value(Maths.floormod(lowest, minusOne)));
    assertEquals(0, value(Maths.truncatemod(lowest, minusOne)));
  }

  @Test
  void sumsProductsAndPowersWrapAtTheWidthOfTheirType() {
    Tensor big = ints(DType.INT8, 100, -128, 16);
    assertArrayEquals(new long[] {-56, 0, 32}, Maths.add(big, big).toLongs());
    assertArrayEquals(new long[] {16, 0, 0}, Maths.square(big).toLongs());
    assertArrayEquals(new long[] {-56, 0, 32}, Maths.addN(List.of(big, big)).toLongs());
    Tensor bytes = ints(DType.UINT8, 0, 1, 255);
    assertArrayEquals(new long[] {0, 255, 1}, Maths.neg(bytes).toLongs());
    assertArrayEquals(
        new long[] {0, 1, 1}, Maths.pow(bytes, ints(DType.UINT8, 2, 3, 254)).toLongs());
    assertEquals(6203307696791771937L, value(Maths.pow(Tensor.of(3L), Tensor.of(1000L))));
    assertEquals(0, value(Maths.pow(Tensor.of(2L), Tensor.of(64L))));
    assertEquals(Long.MIN_VALUE, value(Maths.pow(Tensor.of(2L), Tensor.of(63L))));
    assertEquals(1, value(Maths.pow(Tensor.of(0), Tensor.of(0))));
    assertEquals(1L << 62, value(Maths.squaredDifference(Tensor.of(1L << 31), Tensor.of(0L))));
  }

  @ParameterizedTest
  @CsvSource({"7,2,3,1,1", "-7,2,-4,1,-1", "7,-2,-4,-1,1", "-7,-2,3,-1,-1", "6,-3,-2,0,0"})
  void remaindersTakeTheSignThatTheirNameSays(int x, int y, int floor, int mod, int truncated) {
    assertEquals(floor, value(Maths.floordiv(Tensor.of(x), Tensor.of(y))));
    assertEquals(mod, value(Maths.floormod(Tensor.of(x), Tensor.of(y))));
    assertEquals(truncated, value(Maths.truncatemod(Tensor.of(x), Tensor.of(y))));
  }

  @Test
  void divisionByZeroIsAnErrorThatShowsTheArguments() {
    ValueException e =
        assertThrows(
            ValueException.class,
            () -> Maths.floordiv(ints(DType.INT32, 1, 2), ints(DType.INT32, 1, 0)));
    assertEquals("floordiv (C5): an integer y is not 0, got [1 2] and [1 0]", e.getMessage());
    assertThrows(ValueException.class, () -> Maths.floormod(LOWEST, Tensor.of(0)));
    assertThrows(ValueException.class, () -> Maths.truncatemod(LOWEST, Tensor.of(0)));
    assertThrows(ValueException.class, () -> Maths.pow(LOWEST, MINUS_ONE));
  }

  @Test
  void trueDivisionOfIntegersIsFloating() {
    Tensor q = Maths.truediv(Tensor.of(7), Tensor.of(2));
    assertEquals(DType.FLOAT64, q.dtype());
    assertEquals(3.5, q.toDouble());
    assertEquals(Double.NEGATIVE_INFINITY, Maths.truediv(MINUS_ONE, Tensor.of(0)).toDouble());
    Tensor bytes = ints(DType.UINT8, 255, 1);
    assertEquals(DType.FLOAT32, Maths.truediv(bytes, bytes).dtype());
    assertEquals(DType.FLOAT64, Maths.truediv(Tensor.of(1L), Tensor.of(3L)).dtype());
    assertThrows(DTypeException.class, () -> Maths.divide(Tensor.of(7), Tensor.of(2)));
  }

  @Test
  void equalityKnowsTruthValuesAndStrings() {
    Tensor bools = ints(DType.BOOL, 1, 0);
    assertArrayEquals(new long[] {1, 0}, Maths.equal(bools, Tensor.of(true)).toLongs());
    assertArrayEquals(new long[] {0, 1}, Maths.notEqual(bools, Tensor.of(true)).toLongs());
    Tensor names = Tensor.ofStrings(Shape.of(3), "a", "", "ä");
    assertArrayEquals(new long[] {0, 0, 1}, Maths.equal(names, Tensor.of("ä")).toLongs());
    assertArrayEquals(new long[] {1, 0, 1}, Maths.notEqual(names, Tensor.of("")).toLongs());
    assertThrows(DTypeException.class, () -> Maths.less(bools, bools));
    assertThrows(DTypeException.class, () -> Maths.less(names, names));
  }

  @Test
  void integersBeyondBinary64AreComparedExactly() {
    Tensor x = Tensor.of(Long.MAX_VALUE);
    Tensor y = Tensor.of(Long.MAX_VALUE - 1);
    assertEquals(0, value(Maths.equal(x, y)));
    assertEquals(1, value(Maths.greater(x, y)));
    assertEquals(Long.MAX_VALUE, value(Maths.maximum(y, x)));
    assertEquals(Long.MAX_VALUE - 1, value(Maths.minimum(x, y)));
  }
}
