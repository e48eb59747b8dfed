package dev.assay.engine.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conventions of normalisation and dropout where the numbers are exact. */
class NormalizationTest {
  private static final Tensor ONE = Tensor.of(new double[] {1});
  private static final Tensor ZERO = Tensor.of(new double[] {0});

  private static Tensor column(double... x) {
    return Tensor.of(DType.FLOAT64, Shape.of(x.length, 1, 1, 1), x);
  }

  @Test
  void theRunningVarianceIsTheUnbiasedOneAndYIsByTheBiasedOne() {
    Normalization.FusedBatch two = Normalization.fusedBatchNorm(column(1, 3), ONE, ZERO, 3, "NHWC");
    assertArrayEquals(new double[] {-0.5, 0.5}, two.y().toDoubles());
    assertEquals(2, two.batchMean().toDoubles()[0]);
    assertEquals(2, two.batchVariance().toDoubles()[0]);
  }

  @Test
  void ofOneElementTheVarianceIsZeroEitherWay() {
    Normalization.FusedBatch one = Normalization.fusedBatchNorm(column(7), ONE, ONE);
    assertArrayEquals(new double[] {1}, one.y().toDoubles());
    assertEquals(0, one.batchVariance().toDoubles()[0]);
  }

  @Test
  void theFactorIsTheWeightOfTheBatch() {
    Tensor ten = Tensor.of(new double[] {10});
    Tensor twenty = Tensor.of(new double[] {20});
    Normalization.FusedBatch moved =
        Normalization.fusedBatchNorm(column(1, 3), ONE, ZERO, ten, twenty, 0.001, "NHWC", 0.25);
    assertEquals(8, moved.batchMean().toDoubles()[0]);
    assertEquals(15.5, moved.batchVariance().toDoubles()[0]);
  }

  @Test
  void withoutAxesMomentsAreOfAllElements() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 6}});
    assertEquals(3, Normalization.moments(x).mean().toDouble());
    assertEquals(3.5, Normalization.moments(x).variance().toDouble());
    assertArrayEquals(
        new double[] {0.25, 2.25}, Normalization.moments(x, 1).variance().toDoubles());
  }

  @Test
  void aDroppedElementIsZeroWhateverItWas() {
    Tensor x = Tensor.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, 1, 1, 1});
    Regularization.Dropped y = Regularization.dropoutOf(x, 0.5, 3, 7);
    double[] out = y.output().toDoubles();
    double[] kept = y.mask().toDoubles();
    assertTrue(Arrays.stream(kept).anyMatch(k -> k == 0));
    for (int i = 0; i < out.length; i++) {
      assertEquals(kept[i] == 0 ? 0 : 2 * x.toDoubles()[i], out[i]);
    }
  }

  @Test
  void theGradientOfDropoutTakesTheMaskThatWasDrawn() {
    Tensor x = Tensor.of(new double[64]);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Regularization.Dropped y = Regularization.dropout(x, 0.75);
      double[] mask = y.mask().toDoubles();
      double[] dx = tape.gradient(y.output(), x).toDoubles();
      for (int i = 0; i < dx.length; i++) {
        assertEquals(4 * mask[i], dx[i]);
      }
    }
  }

  @Test
  void aSessionDropsOthersInEveryRunAndSessionsRepeat() {
    Graph g = new Graph();
    g.setRandomSeed(5);
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(-1));
    Tensor y = Regularization.dropout(x, 0.5).mask();
    Map<Symbol, Tensor> feed = Map.of(x, Tensor.of(new double[64]));
    Tensor first;
    try (Session s = new Session(g)) {
      first = s.run(y, feed);
      assertFalse(first.sameAs(s.run(y, feed)));
    }
    try (Session s = new Session(g)) {
      assertTrue(first.sameAs(s.run(y, feed)));
    }
  }

  @Test
  void aWindowThatReachesOverAllChannelsIsCut() {
    Tensor x = Tensor.of(DType.FLOAT64, Shape.of(1, 1, 1, 2), 3, 4);
    Tensor y = Normalization.localResponseNormalization(x, Integer.MAX_VALUE, 0, 1, 0.5);
    assertArrayEquals(new double[] {3 * 0.2, 4 * 0.2}, y.toDoubles());
  }
}
