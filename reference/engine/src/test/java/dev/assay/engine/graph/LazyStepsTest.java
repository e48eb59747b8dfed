package dev.assay.engine.graph;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.LazyBackend;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which calls of a graph a backend may put off: those whose result one later call reads alone. */
@SuppressWarnings("try") // scopes are opened for their effect
class LazyStepsTest {
  private static final Tensor HALF = Tensor.of(0.5);

  private final Graph g = new Graph();
  private final Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
  private final LazyBackend backend = new LazyBackend();

  private List<Tensor> run(List<Tensor> fetches, Map<? extends Tensor, Tensor> feeds) {
    try (Session s = new Session(g)) {
      return Devices.with(backend, () -> s.run(fetches, feeds));
    }
  }

  private double value(Tensor fetch) {
    return run(List.of(fetch), Map.of(x, HALF)).get(0).toDouble();
  }

  @Test
  void allOfAChainButItsEnd() {
    assertEquals(
        StrictMath.exp(-0.5) * StrictMath.exp(-0.5), value(Maths.square(Maths.exp(Maths.neg(x)))));
    assertEquals(List.of("neg", "exp"), backend.lazy());
    assertEquals(List.of("square"), backend.eager());
  }

  @Test
  void notTheTopOfADiamond() {
    Tensor a = Maths.neg(x);
    assertEquals(StrictMath.exp(-0.5) + 0.25, value(Maths.add(Maths.exp(a), Maths.square(a))));
    assertEquals(List.of("exp", "square"), backend.lazy());
    assertEquals(List.of("neg", "add"), backend.eager());
  }

  @Test
  void oneCallMayReadItTwice() {
    Tensor a = Maths.neg(x);
    assertEquals(0.25, value(Maths.multiply(a, a)));
    assertEquals(List.of("neg"), backend.lazy());
  }

  @Test
  void notWhatIsFetched() {
    Tensor a = Maths.neg(x);
    Tensor b = Maths.exp(a);
    List<Tensor> got = run(List.of(Maths.square(b), a), Map.of(x, HALF));
    assertEquals(-0.5, got.get(1).toDouble());
    assertEquals(List.of("exp"), backend.lazy());
    assertEquals(List.of("neg", "square"), backend.eager());
  }

  @Test
  void notWhatIsFedAlthoughItsNodeRuns() {
    Symbol a = (Symbol) Maths.neg(x);
    Tensor b = Maths.exp(a);
    try (Session s = new Session(g)) {
      Tensor got =
          Devices.with(
                  backend,
                  () ->
                      s.run(List.of(b), Map.of(x, HALF, a, Tensor.of(0.0)), List.of(a.operation())))
              .get(0);
      assertEquals(1, got.toDouble());
    }
    assertEquals(List.of(), backend.lazy());
    assertEquals(List.of("neg", "exp"), backend.eager());
  }

  @Test
  void notWhatAVariableIsAssigned() {
    Variable v = g.variable("v", Tensor.of(1.0));
    Tensor sum = v.assignAdd(Maths.exp(Maths.neg(x)));
    try (Session s = new Session(g)) {
      s.run(v.initializer());
      Devices.with(backend, () -> s.run(sum, Map.of(x, HALF)));
      assertEquals(1 + StrictMath.exp(-0.5), s.valueOf(v).toDouble());
    }
    assertEquals(List.of("neg"), backend.lazy());
    assertEquals(List.of("exp", "add"), backend.eager());
  }

  @Test
  void notWhatRunsOnAnotherDevice() {
    Tensor a = Maths.neg(x);
    Tensor b;
    try (var there = Devices.device("/npu:0")) {
      b = Maths.exp(a);
    }
    assertEquals(StrictMath.exp(-0.5) * StrictMath.exp(-0.5), value(Maths.square(b)));
    assertEquals(List.of(), backend.lazy());
  }

  @Test
  void nothingWhileATapeRecords() {
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(HALF);
      Tensor y = run(List.of(Maths.square(Maths.exp(x))), Map.of(x, HALF)).get(0);
      assertEquals(List.of(), backend.lazy());
      assertEquals(
          2 * StrictMath.exp(0.5) * StrictMath.exp(0.5), tape.gradient(y, HALF).toDouble());
    }
  }

  @Test
  void notWhatDrawsOrHasSeveralResults() {
    Tensor noise = Random.in(g).randomUniform(Shape.of(2), 0, 1, FLOAT64);
    List<Tensor> parts = ArrayOps.split(Maths.add(noise, x), 2, 0);
    run(List.of(Maths.square(parts.get(0))), Map.of(x, HALF));
    assertEquals(List.of("add"), backend.lazy());
  }

  @Test
  void notWhatRunsOnceInTheSession() {
    Tensor constant = Maths.square(Maths.exp(g.constant(HALF)));
    value(Maths.add(constant, x));
    assertEquals(List.of(), backend.lazy());
  }

  @Test
  void insideABodyButNeitherItsResultsNorWhatItCaptures() {
    Tensor captured = Maths.neg(x);
    Tensor y =
        Control.cond(
            Maths.less(Maths.square(x), Tensor.of(1.0)),
            () -> Maths.sin(Maths.exp(captured)),
            () -> captured);
    assertEquals(StrictMath.sin(StrictMath.exp(-0.5)), value(y));
    assertEquals(List.of("square", "exp"), backend.lazy());
    assertEquals(List.of("neg", "less", "sin"), backend.eager());
  }

  @Test
  void notWhatTheDerivativeOfALoopReads() {
    Tensor y =
        Reduce.sum(
            Control.scan(
                (acc, e) -> Maths.sin(Maths.exp(Maths.multiply(acc, e))),
                ArrayOps.stack(List.of(x, x, x), 0),
                x));
    Tensor dy = Gradients.gradients(List.of(y), List.of(x)).get(0).tensor();
    Tensor both = Maths.add(y, dy);
    assertFalse(Double.isNaN(value(both)));
    try (Session s = new Session(g)) {
      assertEquals(s.run(both, Map.of(x, HALF)).toDouble(), value(both));
    }
  }
}
