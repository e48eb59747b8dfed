package dev.assay.engine.ops.reduce;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static dev.assay.engine.tensor.DType.INT8;
import static dev.assay.engine.tensor.DType.UINT8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Where a convention decides: ties, zeros, nothing at all, integers. */
class ReduceConventionsTest {
  private static final double NAN = Double.NaN;

  private static Tensor row(double... x) {
    return Tensor.of(FLOAT64, Shape.of(x.length), x);
  }

  private static double[] gradient(UnaryOperator<Tensor> f, double... x) {
    Tensor t = row(x);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(t);
      return tape.gradient(f.apply(t), t).toDoubles();
    }
  }

  @Test
  void tiesShareEqually() {
    assertArrayEquals(new double[] {0.5, 0, 0.5}, gradient(Reduce::max, 3, 1, 3));
    assertArrayEquals(new double[] {0, 1, 0}, gradient(Reduce::min, 3, 1, 3));
    assertArrayEquals(new double[] {0.5, 0.5}, gradient(Reduce::max, 0.0, -0.0));
    assertArrayEquals(new double[] {0.5, -0.5, 0}, gradient(t -> Reduce.norm(t, "inf"), 3, -3, 1));
  }

  @Test
  void anExtremeThatIsNaNHasNoGradient() {
    assertArrayEquals(new double[] {0, 0}, gradient(Reduce::max, 3, NAN));
  }

  @Test
  void zerosAmongFactors() {
    assertArrayEquals(new double[] {0, 6, 0}, gradient(Reduce::prod, 2, 0, 3));
    assertArrayEquals(new double[] {0, 0, 0}, gradient(Reduce::prod, 0, 5, 0));
    // y = [x₀, x₀x₁, x₀x₁x₂]
    assertArrayEquals(new double[] {1, 8, 0}, gradient(t -> Reduce.cumprod(t, 0), 2, 0, 3));
  }

  @Test
  void secondDerivativeOfAProductWithZeros() {
    Tensor x = row(2, 0, 0);
    try (GradientTape outer = GradientTape.open()) {
      outer.watch(x);
      Tensor dx;
      try (GradientTape inner = GradientTape.open()) {
        inner.watch(x);
        dx = inner.gradient(Reduce.prod(x), x);
      }
      // Σ of the gradient (x₁x₂, x₀x₂, x₀x₁)
      assertArrayEquals(new double[] {0, 2, 2}, outer.gradient(dx, x).toDoubles());
    }
  }

  @Test
  void rootsAtZeroHaveNoGradient() {
    assertArrayEquals(new double[] {NAN, NAN}, gradient(Reduce::std, 7, 7));
    assertArrayEquals(new double[] {NAN, NAN}, gradient(Reduce::norm, 0, 0));
    assertArrayEquals(new double[] {0, 0}, gradient(t -> Reduce.norm(t, "1"), 0, 0));
    assertArrayEquals(new double[] {0, 0}, gradient(t -> Reduce.norm(t, "inf"), 0, 0));
  }

  @Test
  void anEmptyListOfAxesReducesNothing() {
    Tensor x = Tensor.of(FLOAT64, Shape.of(2, 1), 3, 4);
    assertEquals(Shape.of(2, 1), Reduce.sum(x, false).shape());
    assertArrayEquals(new double[] {3, 4}, Reduce.max(x, true).toDoubles());
  }

  @Test
  void integerMeansTruncateAndDoNotOverflow() {
    assertEquals(-127, Reduce.mean(Tensor.ofLongs(INT8, Shape.of(2), -128, -127)).toDouble());
    assertEquals(-1, Reduce.mean(Tensor.ofLongs(INT32, Shape.of(2), -1, -2)).toDouble());
    assertEquals(200, Reduce.mean(Tensor.ofLongs(UINT8, Shape.of(2), 200, 201)).toDouble());
  }

  @Test
  void anIntegerMeanOfNothingIsAnErrorUnlessThereIsNoneToTake() {
    Tensor x = Tensor.ofLongs(INT32, Shape.of(2, 0));
    assertThrows(ShapeException.class, () -> Reduce.mean(x, false, 1));
    assertEquals(Shape.of(0), Reduce.mean(x, false, 0).shape());
  }

  @Test
  void emptyExtremesOfIntegersAreTheEndsOfTheType() {
    assertEquals(-128, Reduce.max(Tensor.ofLongs(INT8, Shape.of(0))).toDouble());
    assertEquals(127, Reduce.min(Tensor.ofLongs(INT8, Shape.of(0))).toDouble());
    assertEquals(0, Reduce.max(Tensor.ofLongs(UINT8, Shape.of(0))).toDouble());
    assertEquals(255, Reduce.min(Tensor.ofLongs(UINT8, Shape.of(0))).toDouble());
  }

  @Test
  void segmentsThatAreLeftOutAreZero() {
    Tensor ids = Tensor.ofLongs(INT32, Shape.of(3), 1, 1, 3);
    assertArrayEquals(new double[] {0, 3, 0, 4}, Reduce.segmentSum(row(1, 2, 4), ids).toDoubles());
    Tensor dropping = Tensor.ofLongs(INT32, Shape.of(3), 1, -1, 1);
    assertArrayEquals(
        new double[] {0, 5}, Reduce.unsortedSegmentSum(row(1, 2, 4), dropping, 2).toDoubles());
  }

  @Test
  void anIdThatIsTooLargeNamesItsConstraint() {
    Tensor ids = Tensor.ofLongs(INT32, Shape.of(2), 0, 2);
    ValueException e =
        assertThrows(ValueException.class, () -> Reduce.unsortedSegmentSum(row(1, 2), ids, 2));
    assertEquals(
        "unsorted_segment_sum (C5): segment_ids < num_segments", e.getMessage().split(", got")[0]);
  }
}
