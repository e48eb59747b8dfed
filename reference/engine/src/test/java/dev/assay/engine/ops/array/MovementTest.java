package dev.assay.engine.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What only moves elements moves them for every type, strings and pairs of numbers too. */
class MovementTest {
  private static final List<UnaryOperator<Tensor>> MOVEMENTS =
      List.of(
          x -> ArrayOps.reshape(x, 3, -1),
          ArrayOps::transpose,
          x -> ArrayOps.expandDims(x, 1),
          x -> ArrayOps.squeeze(ArrayOps.reshape(x, 1, 6, 1)),
          x -> ArrayOps.tile(x, 2, 3),
          x -> ArrayOps.broadcastTo(x, 2, 2, 3),
          x -> ArrayOps.concat(List.of(x, ArrayOps.reverse(x, 0)), 1),
          x -> ArrayOps.stack(List.of(x, x), 2),
          x -> ArrayOps.unstack(x, 1).get(2),
          x -> ArrayOps.split(x, new int[] {1, -1}, 1).get(1),
          x -> ArrayOps.pad(x, new int[][] {{1, 0}, {2, 2}}, "REFLECT", 0),
          x -> ArrayOps.pad(x, new int[][] {{1, 2}, {3, 0}}, "SYMMETRIC", 0),
          x -> ArrayOps.reverse(x, -1),
          x -> ArrayOps.roll(x, List.of(1L, -4L), List.of(0L, 1L)),
          x -> ArrayOps.meshgrid(ArrayOps.unstack(x, 0)).get(1),
          ArrayOps::matrixDiagPart,
          x -> ArrayOps.matrixSetDiag(x, ArrayOps.matrixDiagPart(ArrayOps.reverse(x, 1))),
          ArrayOps::identity,
          ArrayOps::stopGradient);

  /** Elements 0 … 5 as {@code dtype}, those of complex types with an imaginary part of 7. */
  private static Tensor numbered(DType dtype, Shape shape, double... numbers) {
    if (dtype == DType.STRING) {
      return Tensor.ofStrings(
          shape, Arrays.stream(numbers).mapToObj(String::valueOf).toArray(String[]::new));
    }
    if (!dtype.isComplex()) {
      return Tensor.of(dtype, shape, numbers);
    }
    double[] pairs =
        Arrays.stream(numbers).flatMap(v -> Arrays.stream(new double[] {v, 7})).toArray();
    return Tensor.of(shape, HostStorage.ofDoubles(dtype, pairs));
  }

  @Test
  void movementsWorkForEveryType() {
    for (int m = 0; m < MOVEMENTS.size(); m++) {
      Tensor plain =
          MOVEMENTS.get(m).apply(numbered(DType.FLOAT64, Shape.of(2, 3), 0, 1, 2, 3, 4, 5));
      for (DType t : DType.values()) {
        Tensor got = MOVEMENTS.get(m).apply(numbered(t, Shape.of(2, 3), 0, 1, 2, 3, 4, 5));
        assertTrue(got.sameAs(numbered(t, plain.shape(), plain.toDoubles())), m + " " + t);
      }
    }
  }

  @Test
  void stringsArePaddedWithTheEmptyText() {
    Tensor x = Tensor.of(new String[] {"a"});
    assertArrayEquals(new String[] {"", "a"}, ArrayOps.pad(x, new int[][] {{1, 0}}).toStrings());
    assertArrayEquals(
        new String[] {"a", "", "", "a"},
        ArrayOps.matrixDiag(Tensor.of(new String[] {"a", "a"})).toStrings());
  }

  @Test
  void adjointsSumPairsOfNumbers() {
    Tensor z = numbered(DType.COMPLEX128, Shape.of(2), 1, 2);
    Tensor y = Like.sumLike(ArrayOps.broadcastTo(z, 3, 2), z);
    assertArrayEquals(new double[] {3, 21, 6, 21}, y.toDoubles());
  }

  @Test
  void paddingIsRoundedOnceToTheType() {
    Tensor x = Tensor.of(new float[] {1});
    Tensor y = ArrayOps.pad(x, new int[][] {{0, 1}}, "CONSTANT", 0.1);
    assertArrayEquals(new float[] {1, 0.1f}, y.toFloats());
  }

  @Test
  void splitTellsANumberOfPartsFromAListOfSizes() {
    Tensor x = Tensor.of(new int[] {1, 2, 3});
    assertEquals(3, ArrayOps.split(x, 3, 0).size());
    assertEquals(1, ArrayOps.split(x, new int[] {3}, 0).size());
  }

  @Test
  void anAxisOfSizeZeroUnstacksToNothing() {
    assertTrue(ArrayOps.unstack(Creation.zeros(Shape.of(0, 2), DType.INT32), 0).isEmpty());
  }

  @Test
  void sumLikeOfEqualShapesKeepsMinusZero() {
    Tensor x = Tensor.of(new double[] {-0.0});
    Tensor y = Dispatch.one(Like.SUM_LIKE, x, x);
    assertTrue(y.sameAs(x));
  }

  @Test
  void stoppedGradientsAreUnconnected() {
    Tensor x = Tensor.of(new double[] {1, 2});
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor y = ArrayOps.stopGradient(x);
      assertFalse(tape.gradients(y, List.of(x)).get(0).isConnected());
    }
  }
}
