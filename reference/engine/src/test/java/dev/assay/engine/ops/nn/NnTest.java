package dev.assay.engine.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NnTest {
  private static Tensor vector(double... x) {
    return Tensor.of(x);
  }

  /** The gradient of the sum of {@code f(x)}. */
  private static double[] gradient(UnaryOperator<Tensor> f, Tensor x) {
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      return tape.gradient(Reduce.sum(f.apply(x)), x).toDoubles();
    }
  }

  /** The gradient of the sum of the gradient: of a function of single elements, f''. */
  private static double[] second(UnaryOperator<Tensor> f, Tensor x) {
    return gradient(
        t -> {
          try (GradientTape inner = GradientTape.open()) {
            inner.watch(t);
            return inner.gradient(Reduce.sum(f.apply(t)), t);
          }
        },
        x);
  }

  @Test
  void sigmoidIsRoundedOnce() {
    assertEquals(0.8807971f, Nn.sigmoid(Tensor.of(2f)).toFloats()[0]);
    assertEquals(0.95257413f, Nn.sigmoid(Tensor.of(3f)).toFloats()[0]);
  }

  @Test
  void secondDerivativesAtKinksAndAtZero() {
    Tensor zero = vector(0);
    assertArrayEquals(new double[] {0}, second(Nn::elu, zero));
    assertArrayEquals(new double[] {0}, second(Nn::selu, zero));
    assertTrue(second(Nn::softsign, zero)[0] == 0); // of either sign
    assertArrayEquals(new double[] {0.25}, second(Nn::softplus, zero));
    assertArrayEquals(
        new double[] {0.25}, second(x -> Nn.sigmoidCrossEntropyWithLogits(vector(1), x), zero));
  }

  @Test
  void theBranchNotTakenAddsNoNaN() {
    Tensor huge = vector(1e4, Double.POSITIVE_INFINITY);
    assertArrayEquals(new double[] {1, 1}, gradient(Nn::elu, huge));
    assertArrayEquals(new double[] {0, 0}, second(Nn::elu, huge));
    Tensor labels = vector(0, 0.5);
    Tensor predictions = vector(0, 0.25);
    assertArrayEquals(
        new double[] {0, 1 + StrictMath.log(2)},
        gradient(z -> Nn.klDivergence(z, predictions), labels));
    assertArrayEquals(
        new double[] {-0.0, -2}, gradient(p -> Nn.klDivergence(labels, p), predictions));
  }

  @Test
  void creluHasPositiveZeros() {
    Tensor y = Nn.crelu(Tensor.of(new float[] {-2, 0, 1}));
    assertArrayEquals(new float[] {0, 0, 1, 2, 0, 0}, y.toFloats());
    Tensor two = Nn.crelu(Tensor.of(new double[][] {{1, -2}, {-3, 4}}), 0);
    assertArrayEquals(new double[] {1, 0, 0, 4, 0, 2, 3, 0}, two.toDoubles());
  }

  @Test
  void aSureClassKeepsItsDigits() {
    Tensor x = vector(50, 0);
    assertEquals(-StrictMath.exp(-50), Nn.logSoftmax(x).toDoubles()[0]);
    assertEquals(
        StrictMath.exp(-50), Nn.sparseSoftmaxCrossEntropyWithLogits(Tensor.of(0), x).toDouble());
  }

  @Test
  void softmaxOfAnEmptyAxisIsEmpty() {
    Tensor x = Tensor.zeros(DType.FLOAT32, Shape.of(2, 0));
    assertEquals(Shape.of(2, 0), Nn.softmax(x).shape());
    assertEquals(
        Shape.of(0, 2), Nn.logSoftmax(Tensor.zeros(DType.FLOAT32, Shape.of(0, 2))).shape());
    assertArrayEquals(new double[] {0, 0}, Nn.softmaxCrossEntropyWithLogits(x, x).toDoubles());
  }

  @Test
  void crossEntropyOfLabelsThatDoNotSumToOne() {
    Tensor labels = vector(1, 1);
    assertArrayEquals(
        new double[] {0, 0},
        gradient(x -> Nn.softmaxCrossEntropyWithLogits(labels, x), vector(0, 0)));
    assertArrayEquals(
        new double[] {StrictMath.log(2), StrictMath.log(2)},
        gradient(z -> Nn.softmaxCrossEntropyWithLogits(z, vector(0, 0)), labels));
  }

  @Test
  void clippingKeepsTheBitsOfShortTensors() {
    Tensor x = vector(0.1, -0.7);
    assertTrue(Nn.clipByNorm(x, 3).sameAs(x));
    assertTrue(Nn.clipByGlobalNorm(List.of(x), 3).get(0).sameAs(x));
    assertArrayEquals(new double[] {0.6, 0.8}, Nn.clipByNorm(vector(3, 4), 1).toDoubles());
  }

  @Test
  void clippingByGlobalNormAtZeroAndAtInfinity() {
    Tensor zero = vector(0, 0);
    assertArrayEquals(
        new double[] {1, 1}, gradient(t -> Nn.clipByGlobalNorm(List.of(t), 2).get(0), zero));
    assertArrayEquals(
        new double[] {0, 0}, gradient(t -> Nn.clipByGlobalNorm(List.of(t), 2).get(1), zero));
    List<Tensor> y = Nn.clipByGlobalNorm(List.of(vector(1), vector(Double.POSITIVE_INFINITY)), 2);
    assertTrue(Double.isNaN(y.get(0).toDoubles()[0]));
    assertTrue(Double.isNaN(y.get(1).toDoubles()[0]));
    assertEquals(Double.POSITIVE_INFINITY, y.get(2).toDouble());
  }

  @Test
  void theMeanOfNothingIsNaN() {
    Tensor none = Tensor.zeros(DType.FLOAT64, Shape.of(0));
    assertTrue(Double.isNaN(Nn.meanSquaredError(none, none).toDouble()));
  }

  @Test
  void anEmbeddingLookedUpTwiceGetsTheSum() {
    Tensor params = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    Tensor ids = Tensor.of(new int[] {2, 0, 2});
    assertArrayEquals(
        new double[] {1, 1, 0, 0, 2, 2}, gradient(p -> Nn.embeddingLookup(p, ids), params));
  }

  @Test
  void inTopKCountsTiesAndRefusesWhatIsNotFinite() {
    double nan = Double.NaN;
    Tensor predictions =
        Tensor.of(new double[][] {{1, 2, 2}, {1, 2, 2}, {3, 2, 1}, {1, nan, 0}, {1, 0, 0}});
    Tensor targets = Tensor.of(new int[] {1, 2, 2, 0, 7});
    assertArrayEquals(new long[] {1, 1, 0, 0, 0}, Nn.inTopK(targets, predictions, 1).toLongs());
    assertArrayEquals(new long[] {1, 1, 1, 0, 0}, Nn.inTopK(targets, predictions, 3).toLongs());
  }

  @Test
  void hingeAtTheMargin() {
    Tensor labels = vector(1, 0);
    assertArrayEquals(new double[] {0, 0}, gradient(x -> Nn.hingeLoss(labels, x), vector(1, -1)));
    assertArrayEquals(
        new double[] {-0.5, 0.5}, gradient(x -> Nn.hingeLoss(labels, x), vector(0, 0)));
  }

  @Test
  void huberIsSmoothWhereTheLineBegins() {
    Tensor e = vector(1, -1, 1.5, 0.25);
    assertArrayEquals(
        new double[] {1, -1, 1, 0.25},
        Maths.multiply(Tensor.of(gradient(x -> Nn.huberLoss(vector(0, 0, 0, 0), x), e)), 4)
            .toDoubles());
  }
}
