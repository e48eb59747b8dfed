package dev.assay.engine.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexingTest {
  /** Whose element at (i, j, k) is 100 i + 10 j + k. */
  private static Tensor digits(int a, int b, int c) {
    double[] v =
        IntStream.range(0, a * b * c)
            .mapToDouble(n -> 100 * (n / (b * c)) + 10 * (n / c % b) + n % c)
            .toArray();
    return Tensor.of(DType.FLOAT32, Shape.of(a, b, c), v);
  }

  @Test
  @DisplayName("an infinity on the way not taken does not reach the gradient")
  void whereMasksInfinity() {
    Tensor x = Tensor.of(new double[] {0, 4});
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor positive = Tensor.of(new boolean[] {false, true});
      Tensor one = Tensor.of(1.0);
      Tensor safe = Indexing.where(positive, x, one);
      Tensor y = Indexing.where(positive, Maths.divide(one, safe), Tensor.of(0.0));
      assertArrayEquals(new double[] {0, -0.0625}, tape.gradient(y, x).toDoubles());
    }
  }

  @Test
  void whereKeepsBitsOfEveryType() {
    Tensor condition = Tensor.of(new boolean[] {true, false});
    Tensor strings = Indexing.where(condition, Tensor.of("a"), Tensor.of(new String[] {"b", "c"}));
    assertArrayEquals(new String[] {"a", "c"}, strings.toStrings());
    Tensor re = Tensor.of(DType.COMPLEX64, Shape.of(2), 1, 2, 3, 4);
    Tensor im = Tensor.of(DType.COMPLEX64, Shape.scalar(), -0.0, 9);
    assertTrue(
        Indexing.where(condition, re, im)
            .sameAs(Tensor.of(DType.COMPLEX64, Shape.of(2), 1, 2, -0.0, 9)));
  }

  @Test
  void indicesOfAScalarCondition() {
    assertEquals(Shape.of(1, 0), Indexing.where(Tensor.of(true)).shape());
    assertEquals(Shape.of(0, 0), Indexing.where(Tensor.of(0.0)).shape());
    assertEquals(Shape.of(1, 0), Indexing.where(Tensor.of(Double.NaN)).shape());
  }

  @ParameterizedTest
  @DisplayName("subscripts pick what NumPy picks")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                  | 2,3,4 | 0",
        "1                   | 3,4   | 100",
        "-1, -1, -1          | ''    | 123",
        "..., 1              | 2,3   | 1",
        "1, ...              | 3,4   | 100",
        "..., newaxis        | 2,3,4,1 | 0",
        "newaxis, 1, newaxis | 1,1,3,4 | 100",
        ":, ::-1             | 2,3,4 | 20",
        ":, 2:0:-1, 3        | 2,2   | 23",
        "1:, 5:, 0           | 1,0   | -1",
        "-9:9, -2:, 1:-1     | 2,2,2 | 11",
        "..., ::-3           | 2,3,2 | 3",
        "1, ..., newaxis, -1 | 3,1   | 103"
      })
  void subscripts(String text, String shape, int first) {
    Tensor y = Indexing.stridedSlice(digits(2, 3, 4), text);
    assertEquals("[" + shape + "]", y.shape().toString());
    assertEquals(first, y.size() == 0 ? -1 : (int) y.toDoubles()[0]);
  }

  @Test
  @DisplayName("begin -1 under a shrink mask is the last index, whatever end says")
  void shrinkIgnoresEnd() {
    Tensor x = Tensor.of(new int[] {1, 2, 3});
    int[] one = {1};
    int[] last = {-1};
    int[] zero = {0};
    assertEquals(3, Indexing.stridedSlice(x, last, zero, one, 1, 1, 0, 0, 1).toInts()[0]);
    AttributeException e =
        assertThrows(AttributeException.class, () -> Indexing.stridedSlice(x, "3"));
    assertTrue(e.getMessage().contains("-input.shape <= begin < input.shape"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1:2:3:4", "a", "1,,2", "..,1", "1e3", "9999999999999999999"})
  void notSubscripts(String text) {
    AttributeException e =
        assertThrows(AttributeException.class, () -> Indexing.stridedSlice(digits(2, 2, 2), text));
    assertTrue(e.getMessage().contains("in \"" + text + "\""), e.getMessage());
  }

  @Test
  void stepsOfAnyWidth() {
    Tensor x = Tensor.of(new int[] {1, 2, 3});
    assertArrayEquals(new int[] {3}, Indexing.stridedSlice(x, "::-999999999999999999").toInts());
    assertArrayEquals(new int[] {1}, Indexing.stridedSlice(x, "::999999999999999999").toInts());
    assertArrayEquals(
        new int[] {3, 2, 1},
        Indexing.stridedSlice(x, "999999999999999999:-999999999999999999:-1").toInts());
  }

  @Test
  void gatherNamesTheRange() {
    Tensor params = Tensor.of(new String[] {"a", "b", "c"});
    assertArrayEquals(new String[] {"c", "a", "c"}, Indexing.gather(params, 2, 0, 2).toStrings());
    assertEquals("b", Indexing.gather(params, Tensor.of(1)).toStrings()[0]);
    ValueException e =
        assertThrows(ValueException.class, () -> Indexing.gather(params, Tensor.of(-1)));
    assertTrue(e.getMessage().contains("0 <= indices < params.dim(axis)"), e.getMessage());
  }

  @Test
  @DisplayName("tensor_scatter_add leaves what it does not touch, the sign of zero included")
  void scatterAddKeepsZeros() {
    Tensor x = Tensor.of(new double[] {-0.0, 1});
    Tensor y =
        Indexing.tensorScatterAdd(
            x, Tensor.of(new int[][] {{1}, {1}}), Tensor.of(new double[] {2, 3}));
    assertArrayEquals(new double[] {-0.0, 6}, y.toDoubles());
  }

  @Test
  void scattersComplexNumbers() {
    Tensor updates = Tensor.of(DType.COMPLEX128, Shape.of(2), 1, 2, 3, 4);
    Tensor twice = Tensor.of(new int[][] {{1}, {1}});
    assertArrayEquals(new double[] {0, 0, 4, 6}, Indexing.scatterNd(twice, updates, 2).toDoubles());
    Tensor x = Tensor.of(DType.COMPLEX128, Shape.of(2), 9, 9, 1, 1);
    assertArrayEquals(
        new double[] {9, 9, 5, 7}, Indexing.tensorScatterAdd(x, twice, updates).toDoubles());
  }

  @Test
  void sequenceMaskOfNothing() {
    Tensor none = Tensor.zeros(DType.INT32, Shape.of(0));
    assertEquals(Shape.of(0, 0), Indexing.sequenceMask(none).shape());
    assertEquals(Shape.of(1, 0), Indexing.sequenceMask(Tensor.of(new int[] {-3})).shape());
  }

  @Test
  @DisplayName("derivatives need no dimension before the session runs")
  void derivativesWithUnknownDimensions() {
    Graph g = new Graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, -1, -1));
    Symbol mask = g.placeholder("mask", DType.BOOL, Shape.of(-1));
    Tensor twice = Tensor.of(new int[] {0, 0});
    Attributes last = SubscriptText.parse("..., ::-2, -1");
    Attributes box = Attributes.of("begin", new int[] {0, 1, 0}).and("size", new int[] {-1, 2, -1});
    List<Tensor> halves = new ArrayList<>();
    halves.add(halfSquare("strided_slice", last, Shape.of(-1, -1), x));
    halves.add(halfSquare("slice", box, Shape.of(-1, 2, -1), x));
    halves.add(halfSquare("boolean_mask", Attributes.of("axis", 1), Shape.of(-1, -1, -1), x, mask));
    halves.add(halfSquare("sort", Attributes.of("axis", 0), Shape.of(-1, -1, -1), x));
    halves.add(halfSquare("gather", Attributes.of("axis", 1), Shape.of(-1, 2, -1), x, twice));
    Tensor dx = halves.stream().reduce(Maths::add).orElseThrow();
    try (Session s = new Session(g)) {
      Tensor value = digits(2, 3, 2);
      Tensor got = s.run(dx, Map.of(x, value, mask, Tensor.of(new boolean[] {true, false, true})));
      double[] want = value.toDoubles();
      for (int n = 0; n < want.length; n++) {
        int j = n / 2 % 3;
        int picked = j != 1 && n % 2 == 1 ? 1 : 0;
        int sliced = j >= 1 ? 1 : 0;
        int masked = j != 1 ? 1 : 0;
        int sorted = 1;
        int gathered = j == 0 ? 2 : 0;
        want[n] *= picked + sliced + masked + sorted + gathered;
      }
      assertArrayEquals(want, got.toDoubles());
    }
  }

  /** The gradient of {@code ½ Σ y²}, {@code y} the result: the cotangent is {@code y} itself. */
  private static Tensor halfSquare(String op, Attributes attrs, Shape shape, Tensor... inputs) {
    List<Tensor> y = Dispatch.call(OpRegistry.get(op), attrs, List.of(inputs));
    assertEquals(shape, y.get(0).shape());
    Call call = Call.of(OpRegistry.get(op), List.of(inputs), attrs);
    return Vjps.byRule(call, y, y).get(0).orElseThrow();
  }
}
