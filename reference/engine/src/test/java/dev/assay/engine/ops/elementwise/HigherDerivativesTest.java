package dev.assay.engine.ops.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.grad.Gradient;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derivatives of all orders at points where a factor of a rule is 0 or infinite. */
class HigherDerivativesTest {
  private static UnaryOperator<Tensor> derivative(UnaryOperator<Tensor> f) {
    return x -> {
      try (GradientTape tape = GradientTape.open()) {
        tape.watch(x);
        return tape.gradients(f.apply(x), List.of(x)).get(0).orZeros();
      }
    };
  }

  private static double derivative(UnaryOperator<Tensor> f, int order, double at) {
    UnaryOperator<Tensor> g = f;
    for (int i = 0; i < order; i++) {
      g = derivative(g);
    }
    return g.apply(Tensor.of(at)).toDouble() + 0.0; // a slope of zero has no sign
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,1", "0,1,0", "0,2,0", "1,1,1", "1,2,0", "1,3,0", "2,1,0", "2,2,2", "2,3,0", "2,4,0",
    "3,2,0", "3,3,6", "3,4,0"
  })
  void powersOfZeroHaveFiniteDerivatives(int exponent, int order, double expected) {
    UnaryOperator<Tensor> f = x -> Maths.pow(x, exponent);
    assertEquals(expected, derivative(f, order, 0.0));
    assertEquals(expected, derivative(f, order, -0.0));
  }

  @Test
  void powersOfNegativeBases() {
    assertEquals(24, derivative(x -> Maths.pow(x, 4), 4, -2));
    assertEquals(-12, derivative(x -> Maths.pow(x, 3), 2, -2));
  }

  @Test
  void anExponentOfZeroBase() {
    UnaryOperator<Tensor> f = y -> Maths.pow(Tensor.of(0.0), y);
    for (double y : new double[] {0, 1, 2.5}) {
      assertEquals(0, derivative(f, 1, y));
      assertEquals(0, derivative(f, 2, y));
    }
    assertEquals(0, derivative(y -> Maths.pow(Tensor.of(-2.0), y), 1, 3));
  }

  @Test
  void maskedQuotientsAndLogarithmsStayZero() {
    for (int order = 1; order <= 3; order++) {
      assertEquals(0, derivative(y -> Maths.divNoNan(Tensor.of(1.0), y), order, 0));
      assertEquals(0, derivative(x -> Maths.divNoNan(x, Tensor.of(0.0)), order, 3));
      assertEquals(0, derivative(y -> Maths.xlogy(Tensor.of(0.0), y), order, 0));
      assertEquals(0, derivative(y -> Maths.xlogy(Tensor.of(0.0), y), order, Double.NaN));
    }
  }

  /** {@code d²/dx dy (x ln y)} at x = 0: both masks hold x and y constant. */
  @Test
  void mixedDerivativesOfXlogyStayFiniteAtZero() {
    Tensor x = Tensor.of(0.0);
    Tensor y = Tensor.of(0.0);
    try (GradientTape outer = GradientTape.open()) {
      outer.watch(x, y);
      try (GradientTape inner = GradientTape.open()) {
        inner.watch(x, y);
        List<Gradient> g = inner.gradients(Maths.xlogy(x, y), List.of(x, y));
        Tensor sum = Maths.add(g.get(0).tensor(), g.get(1).tensor());
        for (Gradient h : outer.gradients(sum, List.of(x, y))) {
          assertEquals(0, h.orZeros().toDouble() + 0.0);
        }
      }
    }
  }

  @Test
  void tiesGiveTheWholeDerivativeToTheFirst() {
    assertEquals(0, derivative(y -> Maths.maximum(Tensor.of(1.0), y), 1, 1));
    assertEquals(0, derivative(y -> Maths.minimum(Tensor.of(1.0), y), 1, 1));
    assertEquals(1, derivative(y -> Maths.maximum(Tensor.of(Double.NaN), y), 1, 1));
    assertEquals(1, derivative(x -> Maths.maximum(x, x), 1, 1));
  }

  /** The way not taken is infinite: where, not times 0. */
  @Test
  void aKinkLetsNoInfinityThrough() {
    UnaryOperator<Tensor> f = x -> Maths.maximum(Tensor.of(1.0), Maths.sqrt(x));
    assertEquals(0, derivative(f, 1, 0.25));
    try (GradientTape tape = GradientTape.open()) {
      Tensor x = Tensor.of(-5.0);
      tape.watch(x);
      Tensor y = Maths.clipByValue(x, -1, 1);
      Tensor seed = Tensor.of(Double.POSITIVE_INFINITY);
      assertEquals(
          0, tape.gradients(List.of(y), List.of(seed), List.of(x)).get(0).tensor().toDouble());
    }
  }

  @Test
  void floormodHoldsItsQuotient() {
    assertEquals(4, derivative(y -> Maths.floormod(Tensor.of(-7.0), y), 1, 2));
    assertEquals(3, derivative(y -> Maths.truncatemod(Tensor.of(-7.0), y), 1, 2));
    assertEquals(0, derivative(y -> Maths.floormod(Tensor.of(-7.0), y), 2, 2));
    assertEquals(0, derivative(y -> Maths.truncatemod(Tensor.of(-7.0), y), 2, 2));
  }

  /** {@code ψ⁽ⁿ⁾(1) = (−1)ⁿ⁺¹ n! ζ(n + 1)}: 2ζ(3), 6ζ(4) = π⁴/15. */
  @Test
  void lgammaDifferentiatesThroughThePolygammas() {
    double first = derivative(Maths::lgamma, 1, 1);
    assertEquals(-0.57721566490153286, first, 0x1p-52);
    assertEquals(Math.PI * Math.PI / 6, derivative(Maths::lgamma, 2, 1), 0x1p-51);
    assertEquals(-2.4041138063191886, derivative(Maths::lgamma, 3, 1), 0x1p-50);
    assertEquals(StrictMath.pow(Math.PI, 4) / 15, derivative(Maths::lgamma, 4, 1), 0x1p-48);
    assertTrue(Double.isNaN(derivative(Maths::lgamma, 1, -1)));
  }
}
