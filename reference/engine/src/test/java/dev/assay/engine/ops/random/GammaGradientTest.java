package dev.assay.engine.ops.random;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GammaGradientTest {
  private static final Tensor SEED = Tensor.of(new int[] {3, 1});

  private static double at(double alpha, double x) {
    return Random.randomGammaGrad(Tensor.of(alpha), Tensor.of(x)).toDouble();
  }

  /** Against differences of the distribution function, another implementation's. */
  @ParameterizedTest
  @CsvSource({
    "0.01, 1e-9", "0.01, 0.3", "0.5, 0.1", "0.5, 0.99", "0.5, 1.01", "0.5, 6", "1, 1", "1, 3",
    "3, 0.2", "3, 3.0001", "3, 12", "40, 30", "40, 40.5", "40, 70", "900, 850", "900, 960"
  })
  void quantilesMove(double alpha, double x) {
    double h = 1e-4 * alpha;
    double slope =
        (8 * (p(alpha + h, x) - p(alpha - h, x)) - (p(alpha + 2 * h, x) - p(alpha - 2 * h, x)))
            / (12 * h);
    double density = StrictMath.exp((alpha - 1) * StrictMath.log(x) - x - Gamma.logGamma(alpha));
    assertEquals(-slope / density, at(alpha, x), 1e-6 * at(alpha, x));
  }

  private static double p(double alpha, double x) {
    return Gamma.regularizedGammaP(alpha, x, 1e-16, 100_000);
  }

  /** Where one formula takes over from another. */
  @Test
  void seamsAreSmooth() {
    for (double alpha : new double[] {0.2, 1, 2.5, 64, 1e4, 1e7}) {
      double seam = Math.max(alpha, 1);
      assertEquals(at(alpha, seam), at(alpha, seam + Math.ulp(seam)), 1e-10);
    }
    assertEquals(at(1e8, 1e8 + 12345), at(1e8 + 0.1, 1e8 + 12345), 1e-9);
  }

  @Test
  void ends() {
    assertEquals(0, at(2, 0));
    assertEquals(Double.POSITIVE_INFINITY, at(2, Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, at(-1, 1));
    assertEquals(Double.NaN, at(1, -1));
    assertEquals(Double.NaN, at(Double.NaN, 1));
    assertTrue(at(1e-3, 1e-300) > 0);
  }

  /** The mean of a gamma distribution is alpha: its derivative is 1. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 8, 300})
  void theMeanDerivativeIsOne(double alpha) {
    int n = 20_000;
    Tensor a = Tensor.of(alpha);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(a);
      Tensor mean = Reduce.mean(Random.statelessRandomGamma(Shape.of(n), SEED, a));
      assertEquals(alpha, mean.toDouble(), 5 * Math.sqrt(alpha / n));
      assertEquals(1, tape.gradient(mean, a).toDouble(), 0.05 / Math.min(alpha, 1));
    }
  }

  @Test
  void inAGraphTheDerivativeIsThatOfTheSampleDrawn() {
    Graph g = new Graph();
    Symbol alpha = g.placeholder("alpha", FLOAT64, Shape.of(2));
    Tensor y = Random.randomGamma(Shape.of(3), alpha, 5);
    Tensor slope = Gradients.gradient(y, alpha);
    Tensor a = Tensor.of(new double[] {0.5, 4});
    try (Session s = new Session(g)) {
      for (int run = 0; run < 2; run++) {
        var out = s.run(List.of(y, slope), Map.of(alpha, a));
        Tensor each = Random.randomGammaGrad(a, out.get(0));
        assertTrue(Reduce.sum(each, false, 0).sameAs(out.get(1)));
        assertEquals(0, Maths.subtract(Reduce.sum(each), Reduce.sum(out.get(1))).toDouble(), 1e-12);
      }
    }
  }
}
