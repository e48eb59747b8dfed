package dev.assay.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what NumPy 1.24 prints. */
class TensorFormatTest {
  private static String f32(Shape shape, double... values) {
    return Tensor.of(DType.FLOAT32, shape, values).toString();
  }

  private static String f64(double... values) {
    return Tensor.of(DType.FLOAT64, Shape.of(values.length), values).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "float32, 13, 13.0",
    "float32, 0.88079707, 0.8807971",
    "float32, 1e-4, 1e-04",
    "float64, 1e-4, 0.0001",
    "float64, 9.9e-5, 9.9e-05",
    "float64, 1e15, 1000000000000000.0",
    "float64, 1e16, 1e+16",
    "float64, 4.9e-324, 5e-324",
    "float64, -0.0, -0.0",
    "float64, NaN, nan",
    "float64, -Infinity, -inf",
    "float32, 123456789, 123456790.0",
    "float32, 3.4028234663852886e38, 3.4028235e+38",
    "float16, 65504, 65500.0",
    "float16, 0.1, 0.1",
    "bfloat16, 0.1, 0.1",
    "bfloat16, 3.14159, 3.14",
  })
  void scalarsPrintTheirShortestDigits(String dtype, double value, String text) {
    assertEquals(text, Tensor.of(DType.named(dtype), Shape.scalar(), value).toString());
  }

  @Test
  void otherScalars() {
    assertEquals("-3", Tensor.of(-3).toString());
    assertEquals("True", Tensor.of(true).toString());
    assertEquals("b'hello world'", Tensor.of("hello world").toString());
    assertEquals("(1+2j)", Tensor.of(DType.COMPLEX64, Shape.scalar(), 1, 2).toString());
    assertEquals("-1j", Tensor.of(DType.COMPLEX64, Shape.scalar(), 0, -1).toString());
    assertEquals("(-0+1j)", Tensor.of(DType.COMPLEX64, Shape.scalar(), -0.0, 1).toString());
    assertEquals(
        "(nan+infj)",
        Tensor.of(DType.COMPLEX128, Shape.scalar(), Double.NaN, Double.POSITIVE_INFINITY)
            .toString());
  }

  @Test
  void columnsAreAlignedAtThePoint() {
    assertEquals("[[ 1.  -0.5  1. ]]", f32(Shape.of(1, 3), 1, -0.5, 1));
    assertEquals("[0.1  0.25 3.  ]", f32(Shape.of(3), 0.1, 0.25, 3));
    assertEquals("[-0.  0.]", f32(Shape.of(2), -0.0, 0));
    assertEquals("[0.33333333 0.66666667]", f64(1.0 / 3, 2.0 / 3));
    assertEquals("[0.33333334 0.6666667 ]", f32(Shape.of(2), 1.0 / 3, 2.0 / 3));
  }

  @Test
  void infinitiesAndNaNTakeAWholeCell() {
    double inf = Double.POSITIVE_INFINITY;
    assertEquals("[nan inf  1.]", f64(Double.NaN, inf, 1));
    assertEquals("[ nan -inf   1.]", f64(Double.NaN, -inf, 1));
    assertEquals("[nan nan]", f64(Double.NaN, Double.NaN));
    assertEquals("[1.e-05    inf]", f64(1e-5, inf));
  }

  @Test
  void notationIsOneForTheWholeArray() {
    assertEquals("[1.e+08]", f64(1e8));
    assertEquals("[99999999.]", f64(99999999));
    assertEquals("[9.9e-05]", f64(9.9e-5));
    assertEquals("[   1. 1000.]", f64(1, 1000));
    assertEquals("[1.000e+00 1.001e+03]", f64(1, 1001));
    assertEquals("[0.e+00 1.e+10]", f64(0, 1e10));
    assertEquals("[-1.5e-10  2.0e+00]", f64(-1.5e-10, 2));
    assertEquals("[5.68434189e-014 4.94065646e-324]", f64(0x1p-44, 4.9e-324));
    // padded with digits of the value, not with zeros
    assertEquals("[9.9999997e-06 1.2345678e+05]", f32(Shape.of(2), 1e-5, 1.2345678e5));
  }

  @Test
  void integersBoolsStringsAndComplexNumbers() {
    assertEquals("[292 400   3]", Tensor.of(new int[] {292, 400, 3}).toString());
    assertEquals(
        "[-9223372036854775808                    7]",
        Tensor.of(new long[] {Long.MIN_VALUE, 7}).toString());
    assertEquals("[255   0]", Tensor.ofLongs(DType.UINT8, Shape.of(2), 255, 0).toString());
    assertEquals("[ True False]", Tensor.of(new boolean[] {true, false}).toString());
    assertEquals("[ True  True]", Tensor.of(new boolean[] {true, true}).toString());
    assertEquals(
        "[b'a' b\"it's\" b'\\\\\\n\\xc3\\xa9']",
        Tensor.of(new String[] {"a", "it's", "\\\né"}).toString());
    assertEquals(
        "[ 1.  +2.5j -3.25-1.j ]",
        Tensor.of(DType.COMPLEX64, Shape.of(2), 1, 2.5, -3.25, -1).toString());
  }

  @Test
  void higherDimensionsAreNestedAndSeparated() {
    assertEquals("[[[ 1.]\n  [ 2.]]\n\n [[ 9.]\n  [-3.]]]", f32(Shape.of(2, 2, 1), 1, 2, 9, -3));
    assertEquals(
        "[[[[1 2]]]\n\n\n [[[3 4]]]]",
        Tensor.of(new int[][][][] {{{{1, 2}}}, {{{3, 4}}}}).toString());
  }

  @Test
  void emptyArrays() {
    assertEquals("[]", f32(Shape.of(0)));
    assertEquals("[]", f32(Shape.of(2, 0, 3)));
  }

  @Test
  void linesHoldAtMost75Characters() {
    String line = Tensor.of(IntStream.range(0, 30).toArray()).toString();
    assertEquals(
        "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
            + " 24 25 26 27 28 29]",
        line);
    String text = "x".repeat(80);
    assertEquals(
        "[b'" + text + "'\n b'" + text + "']", Tensor.of(new String[] {text, text}).toString());
  }

  @Test
  void moreThanAThousandElementsAreSummarised() {
    assertEquals(
        "[   0    1    2 ...  998  999 1000]",
        Tensor.of(LongStream.range(0, 1001).toArray()).toString());
    String square = Tensor.ofLongs(DType.INT32, Shape.of(7, 200), new long[1400]).toString();
    String row = "[0 0 0 ... 0 0 0]";
    assertEquals(String.join("\n ", "[" + row, row, row, "...", row, row, row + "]"), square);
    // the six rows are few enough to be shown, and widths are those of the elements shown
    long[] values = new long[1200];
    values[100] = 1_000_000;
    assertEquals(
        "[" + String.join("\n ", row, row, row, row, row, row) + "]",
        Tensor.ofLongs(DType.INT32, Shape.of(6, 200), values).toString());
  }
}
