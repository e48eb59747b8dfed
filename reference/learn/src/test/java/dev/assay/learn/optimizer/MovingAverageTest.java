package dev.assay.learn.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // scopes are opened for their effect
class MovingAverageTest {
  @Test
  void aVariableThatIsMissingIsATypedError() {
    MovingAverage average = MovingAverage.of(0.5);
    assertThrows(ValueException.class, () -> average.apply(Arrays.asList((Variable) null)));
  }

  private static final double DECAY = 0.75;

  private final Graph g = new Graph();

  @Test
  void theAverageOfAVariableBeginsWithItAndFollowsIt() {
    Variable w = g.variable("w", Tensor.of(8.0));
    MovingAverage average = MovingAverage.of(DECAY);
    assertThrows(ValueException.class, () -> average.average(w));
    Symbol halved = w.assign(Tensor.of(4.0));
    Operation both;
    try (var after = g.controlDependencies(halved)) {
      both = average.apply(List.of(w));
    }
    Variable a = average.average(w);
    assertEquals("w/ExponentialMovingAverage", a.name());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(8, s.valueOf(a).toDouble());
      s.run(both);
      assertEquals(7, s.valueOf(a).toDouble());
      s.run(both);
      assertEquals(6.25, s.valueOf(a).toDouble());
    }
    assertEquals(List.of(w), g.trainableVariables());
    assertEquals(Map.of("w/ExponentialMovingAverage", w), average.variablesToRestore(g));
  }

  /** Without a dependency the average is of the values before the run's assignments. */
  @Test
  void readsComeBeforeAssignments() {
    Variable w = g.variable("w", Tensor.of(8.0));
    MovingAverage average = MovingAverage.of(DECAY);
    Operation update = average.apply(List.of(w));
    Symbol halved = w.assign(Tensor.of(4.0));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(List.of(halved), Map.of(), List.of(update));
      assertEquals(8, s.valueOf(average.average(w)).toDouble());
    }
  }

  @Test
  void theNumberOfUpdatesLimitsTheDecay() {
    Variable w = g.variable("w", Tensor.of(8.0));
    Symbol n = g.placeholder("n", DType.INT64, Shape.scalar());
    MovingAverage average = MovingAverage.of(0.9).numUpdates(n);
    Operation update = average.apply(List.of(w));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.load(w, Tensor.of(0.0));
      s.run(update, Map.of(n, Tensor.of(0L)));
      double a = 8 * 0.1;
      // each step rounds fewer than 8 times numbers of at most 8
      assertEquals(a, s.valueOf(average.average(w)).toDouble(), 8 * Math.ulp(8.0));
      s.run(update, Map.of(n, Tensor.of(71L))); // 72/81 < 0.9
      a *= 72 / 81.0;
      assertEquals(a, s.valueOf(average.average(w)).toDouble(), 16 * Math.ulp(8.0));
      s.run(update, Map.of(n, Tensor.of(100_000L)));
      assertEquals(a * 0.9, s.valueOf(average.average(w)).toDouble(), 24 * Math.ulp(8.0));
    }
  }

  @Test
  void theAverageOfASymbolBeginsWithZeroUnlessItIsCorrectedFor() {
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.scalar());
    MovingAverage plain = MovingAverage.of(DECAY);
    MovingAverage corrected = MovingAverage.of(DECAY).zeroDebias();
    Operation p = plain.applyTo(List.of(x));
    Operation c = corrected.applyTo(List.of(x));
    assertEquals("x/ExponentialMovingAverage_1", corrected.average(x).name());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      double a = 0;
      for (int t = 1; t <= 20; t++) {
        Map<Tensor, Tensor> fed = Map.of(x, Tensor.of((double) (t % 3)));
        s.run(List.of(), fed, List.of(p, c));
        a -= (1 - DECAY) * (a - t % 3);
        // sums of 20 terms of at most 2, some roundings each; the divisor is 1/4 at least
        assertEquals(a, s.valueOf(plain.average(x)).toDouble(), 80 * Math.ulp(2.0));
        assertEquals(
            a / (1 - StrictMath.pow(DECAY, t)),
            s.valueOf(corrected.average(x)).toDouble(),
            320 * Math.ulp(2.0));
      }
    }
  }

  @Test
  void whatIsNotAveragedIsRestoredAsItIs() {
    Variable w = g.variable("w", Tensor.of(8.0));
    Variable step = GlobalStep.make(g);
    MovingAverage average = MovingAverage.of(DECAY);
    average.apply(List.of(w));
    assertEquals(
        List.of("w/ExponentialMovingAverage", "global_step"),
        List.copyOf(average.variablesToRestore(g).keySet()));
    assertEquals(step, average.variablesToRestore(g).get("global_step"));
  }

  @Test
  void numbersOfOnesOwn() {
    assertEquals(7, MovingAverage.next(Tensor.of(8.0), Tensor.of(4.0), DECAY).toDouble());
  }

  @Test
  void wrongArguments() {
    assertThrows(AttributeException.class, () -> MovingAverage.of(1.5));
    assertThrows(AttributeException.class, () -> MovingAverage.of(Double.NaN));
    MovingAverage average = MovingAverage.of(DECAY);
    assertThrows(ValueException.class, () -> average.apply(List.of()));
    Variable n = g.variable("n", Tensor.of(1));
    assertThrows(DTypeException.class, () -> average.apply(List.of(n)));
    Variable v = g.variable("v", Tensor.of(1f));
    Variable w = new Graph().variable("w", Tensor.of(1f));
    assertThrows(ValueException.class, () -> average.apply(List.of(v, w)));
    assertThrows(ValueException.class, () -> average.applyTo(List.of(Tensor.of(1f))));
    Symbol open = g.placeholder(DType.FLOAT32, Shape.of(-1));
    assertThrows(ShapeException.class, () -> average.applyTo(List.of(open)));
    assertThrows(ShapeException.class, () -> average.numUpdates(open));
    assertThrows(DTypeException.class, () -> average.numUpdates(Tensor.of(true)));
  }
}
