package dev.assay.learn.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final long[] STEPS = {0, 1, 4, 5, 6, 9, 10, 11, 14, 15, 20, 29, 30, 31, 100};

  /** Fewer than 16 roundings and functions of an ulp or less, of values of at most 1. */
  private static final double BOUND = 16 * Math.ulp(1.0);

  private static void assertFormula(Schedule schedule, LongToDoubleFunction formula) {
    Graph g = new Graph();
    Symbol step = g.placeholder("step", DType.INT64, Shape.scalar());
    Tensor rate = schedule.at(step);
    try (Session s = new Session(g)) {
      for (long t : STEPS) {
        assertEquals(formula.applyAsDouble(t), schedule.at(t), BOUND, "step " + t);
        Tensor single = schedule.at(Tensor.of(t));
        assertEquals(DType.FLOAT32, single.dtype());
        Tensor run = rate instanceof Symbol ? s.run(rate, Map.of(step, Tensor.of(t))) : rate;
        assertTrue(single.sameAs(run), "step " + t);
        Tensor narrow = schedule.at(Tensor.of((int) t));
        assertTrue(single.sameAs(narrow), "int32 step " + t);
      }
    }
  }

  private static double power(double x, double y) {
    return StrictMath.pow(x, y);
  }

  @Test
  void exponential() {
    assertFormula(Schedules.exponentialDecay(0.8, 10, 0.9, false), t -> 0.8 * power(0.9, t / 10.0));
    assertFormula(Schedules.exponentialDecay(0.8, 10, 0.9, true), t -> 0.8 * power(0.9, t / 10));
  }

  @Test
  void naturalExponential() {
    assertFormula(
        Schedules.naturalExpDecay(0.8, 10, 0.5, false), t -> 0.8 * StrictMath.exp(-0.05 * t));
    assertFormula(
        Schedules.naturalExpDecay(0.8, 10, 0.5, true), t -> 0.8 * StrictMath.exp(-0.5 * (t / 10)));
  }

  @Test
  void inverseTime() {
    assertFormula(Schedules.inverseTimeDecay(0.8, 10, 0.5, false), t -> 0.8 / (1 + 0.05 * t));
    assertFormula(Schedules.inverseTimeDecay(0.8, 10, 0.5, true), t -> 0.8 / (1 + 0.5 * (t / 10)));
  }

  @Test
  void polynomial() {
    assertFormula(
        Schedules.polynomialDecay(0.8, 10, 0.1), t -> 0.7 * (1 - Math.min(t, 10) / 10.0) + 0.1);
    assertFormula(
        Schedules.polynomialDecay(0.8, 10, 0.1, 2, false),
        t -> 0.7 * power(1 - Math.min(t, 10) / 10.0, 2) + 0.1);
    assertFormula(
        Schedules.polynomialDecay(0.8, 10, 0.1, 1, true),
        t -> 0.7 * (1 - t / (10.0 * Math.max(1, (t + 9) / 10))) + 0.1);
  }

  /** At a boundary the rate before it holds. */
  @Test
  void piecewise() {
    assertFormula(
        Schedules.piecewiseConstant(new long[] {5, 10}, new double[] {1, 0.5, 0.25}),
        t -> t <= 5 ? 1 : t <= 10 ? 0.5 : 0.25);
    assertFormula(Schedules.piecewiseConstant(new long[0], new double[] {0.5}), t -> 0.5);
    // beyond what float32 can count
    Schedule late = Schedules.piecewiseConstant(new long[] {16_777_216}, new double[] {1, 2});
    assertEquals(1, late.at(Tensor.of(16_777_216L)).toDouble());
    assertEquals(2, late.at(Tensor.of(16_777_217L)).toDouble());
  }

  @Test
  void cosine() {
    assertFormula(
        Schedules.cosineDecay(0.8, 10, 0.1),
        t -> 0.8 * (0.9 * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(t, 10) / 10.0)) + 0.1));
  }

  @Test
  void cosineWithRestarts() {
    // periods 0 … 9, 10 … 29, 30 … 69, 70 …
    assertFormula(
        Schedules.cosineDecayRestarts(0.8, 10, 2, 0.5, 0.1),
        t -> {
          int i = t < 10 ? 0 : t < 30 ? 1 : t < 70 ? 2 : 3;
          double length = 10 << i;
          double done = (t - 10 * ((1 << i) - 1)) / length;
          double wave = 0.5 * power(0.5, i) * (1 + StrictMath.cos(Math.PI * done));
          return 0.8 * (0.9 * wave + 0.1);
        });
    assertFormula(
        Schedules.cosineDecayRestarts(0.8, 10, 1, 1, 0),
        t -> 0.4 * (1 + StrictMath.cos(Math.PI * (t % 10) / 10.0)));
  }

  @Test
  void warmUp() {
    Schedule after = Schedules.inverseTimeDecay(0.8, 10, 0.5, false);
    assertFormula(
        Schedules.linearWarmUp(10, after), t -> t < 10 ? after.at(10) * t / 10.0 : after.at(t));
    assertFormula(Schedules.constant(0.5), t -> 0.5);
  }

  @Test
  void wrongArguments() {
    for (long steps : List.of(0L, -1L)) {
      assertThrows(
          AttributeException.class, () -> Schedules.exponentialDecay(1, steps, 0.5, false));
      assertThrows(AttributeException.class, () -> Schedules.polynomialDecay(1, steps, 0));
      assertThrows(AttributeException.class, () -> Schedules.cosineDecay(1, steps, 0));
      assertThrows(
          AttributeException.class, () -> Schedules.cosineDecayRestarts(1, steps, 2, 1, 0));
      assertThrows(
          AttributeException.class, () -> Schedules.linearWarmUp(steps, Schedules.constant(1)));
    }
    assertThrows(AttributeException.class, () -> Schedules.cosineDecayRestarts(1, 1, 0.5, 1, 0));
    assertThrows(AttributeException.class, () -> Schedules.constant(Double.NaN));
    assertThrows(
        AttributeException.class,
        () -> Schedules.piecewiseConstant(new long[] {1}, new double[] {1}));
    assertThrows(
        AttributeException.class,
        () -> Schedules.piecewiseConstant(new long[] {2, 2}, new double[] {1, 2, 3}));
    assertThrows(ValueException.class, () -> Schedules.piecewiseConstant(null, new double[0]));
    assertThrows(ValueException.class, () -> Schedules.linearWarmUp(1, null));
    Schedule s = Schedules.constant(1);
    assertThrows(DTypeException.class, () -> s.at(Tensor.of(1f)));
    assertThrows(ShapeException.class, () -> s.at(Tensor.of(new int[] {1})));
    assertThrows(ValueException.class, () -> s.at(null));
  }
}
