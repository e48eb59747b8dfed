package dev.assay.engine.ops.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps of optimizers where the numbers are exact, and what they answer at zeros and NaN. */
class TrainTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static Tensor row(double... x) {
    return Tensor.of(DType.FLOAT64, Shape.of(x.length), x);
  }

  private static Tensor number(double x) {
    return Tensor.of(x);
  }

  private static void assertState(List<Tensor> state, double[]... want) {
    assertEquals(want.length, state.size());
    for (int k = 0; k < want.length; k++) {
      assertArrayEquals(want[k], state.get(k).toDoubles());
    }
  }

  private static double[] of(double... x) {
    return x;
  }

  @Test
  void theResultsAreTheVariableAndItsSlotsInOrderAndTheArgumentsStay() {
    Tensor var = row(4);
    Tensor accum = row(2);
    List<Tensor> y = Train.applyMomentum(var, accum, number(0.5), row(3), number(0.25), false);
    assertState(y, of(4 - 0.5 * 3.5), of(3.5));
    assertState(List.of(var, accum), of(4), of(2));
    assertState(
        Train.applyMomentum(var, accum, number(0.5), row(3), number(0.25), true),
        of(4 - 0.5 * (3 + 0.25 * 3.5)),
        of(3.5));
  }

  @Test
  void stepsWithExactNumbers() {
    assertArrayEquals(
        of(1 - 0.5 * 3, 2),
        Train.applyGradientDescent(row(1, 2), number(0.5), row(3, 0)).toDoubles());
    assertState(
        Train.applyAdagrad(row(1), row(16), number(2), row(3)), of(1 - 2 * 3.0 / 5), of(25));
    assertState(
        Train.applyAdagrad(row(1), row(16), number(2), row(3), false), of(1 - 2 * 3.0 / 4), of(16));
    // |3| − 0.5·4 = 1; 0.25·4·2 + √(16 + 9) = 7
    assertState(
        Train.applyAdagradDa(
            row(9), row(0), row(16), row(3), number(2), number(0.5), number(0.25), Tensor.of(4L)),
        of(-2.0 / 7),
        of(3),
        of(25));
    // accum' = 0.5·14 + 0.5·4 = 9; step = 2·√(3 + 1)/√(9 + 7)
    double step = Math.sqrt(3) / Math.sqrt(9) * 2;
    assertState(
        Train.applyAdadelta(row(1), row(14), row(3), number(3), number(0.5), number(0), row(2)),
        of(1 - 3 * step),
        of(9),
        of(0.5 * 3 + 0.5 * (step * step)));
    assertState(
        Train.applyRmsProp(
            row(1), row(14), row(4), number(8), number(0.5), number(0.25), number(7), row(2)),
        of(1 - 5),
        of(9),
        of(0.25 * 4 + 8 * 2.0 / 4));
    // mg' = 3, ms' = 13.5, 13.5 − 9 + 11.5 = 16
    assertState(
        Train.applyCenteredRmsProp(
            row(1),
            row(4),
            row(23),
            row(4),
            number(8),
            number(0.5),
            number(0.25),
            number(11.5),
            row(2)),
        of(1 - 5),
        of(3),
        of(13.5),
        of(5));
  }

  @Test
  void stepsOfAdamWithExactNumbers() {
    Tensor one = number(0.75); // √(1 − 0.75) = ½, 1 − 0.75 = ¼: the rate is doubled
    Tensor half = number(0.5);
    // m' = 3, v' = 9
    assertState(
        Train.applyAdam(
            row(1), row(4), row(14), one, one, half, half, half, number(1), row(2), false),
        of(1 - 3.0 / 4),
        of(3),
        of(9));
    assertState(
        Train.applyAdam(
            row(1), row(4), row(14), one, one, half, half, half, number(1), row(2), true),
        of(1 - 2.5 / 4),
        of(3),
        of(9));
    assertState(
        Train.applyAdaMax(
            row(1), row(4), row(14), one, number(0.25), half, half, number(1), row(-2)),
        of(1 - 1.0 / 8),
        of(1),
        of(7));
    assertState(
        Train.applyAdamWithAmsgrad(
            row(1, 1),
            row(4, 4),
            row(14, 14),
            row(49, 4),
            one,
            one,
            half,
            half,
            half,
            number(1),
            row(2, 2)),
        of(1 - 3.0 / 8, 1 - 3.0 / 4),
        of(3, 3),
        of(9, 9),
        of(49, 9));
    assertState(
        Train.applyAdamW(
            row(8), row(4), row(14), one, one, half, half, half, number(1), number(0.25), row(2)),
        of(8 - 2 - 3.0 / 4),
        of(3),
        of(9));
  }

  @Test
  void penaltiesShrinkToZeroAndNotBeyond() {
    // v = 2, −2, 0.25, −0.25; a·l1 = 0.5, 1 + a·l2 = 2
    double[] y =
        Train.applyProximalGradientDescent(
                row(2.5, -1.5, 0.75, 0.25), number(0.5), number(1), number(2), row(1, 1, 1, 1))
            .toDoubles();
    assertArrayEquals(of(0.75, -0.75, 0, -0.0), y);
    // accum' = 25, r = 2; v = 7 − 6
    assertState(
        Train.applyProximalAdagrad(row(7), row(16), number(10), number(0.25), number(0.5), row(3)),
        of(0.25),
        of(25));
  }

  @Test
  void theLeaderFollowsItsLinearCoefficient() {
    Tensor zero = number(0);
    // accum' = 25; linear' = 1 + 3 + 2·0.25·2 − (5 − 4)/0.5·2 = 1; var' = −(1 − 0.5)/(5/0.5 + 2·3)
    assertState(
        Train.applyFtrl(
            row(2),
            row(16),
            row(1),
            row(3),
            number(0.5),
            number(0.5),
            number(3),
            number(0.25),
            number(-0.5)),
        of(-0.5 / 16),
        of(25),
        of(1));
    assertState(
        Train.applyFtrl(row(2), row(16), row(1), row(3), number(0.5), number(4), zero, zero, zero),
        of(0),
        of(25),
        of(4));
    // of power −1: 16 and 25 themselves
    assertState(
        Train.applyFtrl(row(1), row(16), row(0), row(3), number(3), zero, zero, zero, number(-1)),
        of(0),
        of(25),
        of(0));
  }

  @Test
  void whatNothingHasBeenSeenOfIsNotANumberInAdagrad() {
    Tensor nothing = row(0, 0);
    Tensor g = row(0, 2);
    assertArrayEquals(
        of(NAN, 0.5), Train.applyAdagrad(row(1, 1), nothing, number(0.5), g).get(0).toDoubles());
    assertArrayEquals(
        of(NAN, 0.5),
        Train.applyProximalAdagrad(row(1, 1), nothing, number(0.5), number(0), number(0), g)
            .get(0)
            .toDoubles());
    assertArrayEquals(
        of(NAN, -0.5),
        Train.applyAdagradDa(
                row(1, 1), nothing, nothing, g, number(0.5), number(0), number(0), Tensor.of(1L))
            .get(0)
            .toDoubles());
  }

  @Test
  void aGradientThatIsNotANumberShows() {
    Tensor half = number(0.5);
    assertState(
        Train.applyAdaMax(row(1), row(0), row(9), half, half, half, half, half, row(NAN)),
        of(NAN),
        of(NAN),
        of(NAN));
    List<Tensor> amsgrad =
        Train.applyAdamWithAmsgrad(
            row(1), row(0), row(0), row(9), half, half, half, half, half, half, row(NAN));
    assertState(amsgrad, of(NAN), of(NAN), of(NAN), of(NAN));
    Tensor zero = number(0);
    // TensorFlow's convention: what does not exceed l1 gives 0; the slots show it
    assertState(
        Train.applyFtrl(row(1), row(1), row(0), row(NAN), half, zero, zero, zero, number(-0.5)),
        of(0),
        of(NAN),
        of(NAN));
    assertState(
        Train.applyAdam(
            row(1), row(INF), row(1), half, half, half, half, half, half, row(1), false),
        of(NAN),
        of(NAN),
        of(1));
  }

  @Test
  void anEmptyVariableAndAScalarAreVariablesToo() {
    assertState(Train.applyMomentum(row(), row(), number(1), row(), number(1), true), of(), of());
    assertEquals(0.5, Train.applyGradientDescent(number(1), number(0.25), number(2)).toDouble());
  }

  @Test
  void scalarsMayComeFromAGraphAndShapesMayBeUnknown() {
    Graph g = new Graph();
    Symbol var = g.placeholder("var", DType.FLOAT32, Shape.of(-1, 2));
    Symbol accum = g.placeholder("accum", DType.FLOAT32, Shape.of(3, -1));
    Symbol grad = g.placeholder("grad", DType.FLOAT32, Shape.of(-1, -1));
    Symbol lr = g.placeholder("lr", DType.FLOAT32, Shape.scalar());
    List<Tensor> y = Train.applyMomentum(var, accum, lr, grad, Tensor.of(0.5f), false);
    y.forEach(t -> assertEquals(Shape.of(3, 2), t.shape()));
    Tensor ones = Tensor.of(DType.FLOAT32, Shape.of(3, 2), 1, 1, 1, 1, 1, 1);
    try (Session s = new Session(g)) {
      Map<Tensor, Tensor> feeds = Map.of(var, ones, accum, ones, grad, ones, lr, Tensor.of(2f));
      assertArrayEquals(of(-2, -2, -2, -2, -2, -2), s.run(y.get(0), feeds).toDoubles());
    }
    Symbol other = g.placeholder("other", DType.FLOAT32, Shape.of(4, 2));
    assertThrows(
        ShapeException.class,
        () -> Train.applyMomentum(var, accum, lr, other, Tensor.of(0.5f), false));
  }

  @Test
  void aPenaltyBelowZeroIsRefusedWhenItIsFed() {
    Graph g = new Graph();
    Symbol l1 = g.placeholder("l1", DType.FLOAT64, Shape.scalar());
    Tensor y = Train.applyProximalGradientDescent(row(1), number(1), l1, number(0), row(1));
    try (Session s = new Session(g)) {
      assertEquals(
          "apply_proximal_gradient_descent (C9): l1 >= 0, got -0.5",
          assertThrows(ValueException.class, () -> s.run(y, Map.of(l1, number(-0.5))))
              .getMessage());
    }
  }

  @Test
  void refusalsSayWhatIsWrong() {
    assertEquals(
        "apply_gradient_descent (C4): var, alpha and delta have one dtype,"
            + " got float64 and float32 and float64",
        assertThrows(
                DTypeException.class,
                () -> Train.applyGradientDescent(row(1), Tensor.of(1f), row(1)))
            .getMessage());
    assertEquals(
        "apply_gradient_descent (C5): var and delta have one shape, got [1] and [] and [2]",
        assertThrows(
                ShapeException.class,
                () -> Train.applyGradientDescent(row(1), number(1), row(1, 2)))
            .getMessage());
    assertEquals(
        "apply_gradient_descent (C6): alpha is a scalar, got [1] and [1] and [1]",
        assertThrows(ShapeException.class, () -> Train.applyGradientDescent(row(1), row(1), row(1)))
            .getMessage());
  }

  @Test
  void statesHaveNoDerivative() {
    for (Op op : OpRegistry.all()) {
      if (OpRegistry.family(op).equals("train")) {
        assertTrue(op.isComplete() && !op.isDifferentiable(), op.name());
        assertEquals(
            op.outputs(),
            op.inputs().subList(0, op.outputs().size()).stream().map(i -> i.name()).toList());
      }
    }
  }
}
