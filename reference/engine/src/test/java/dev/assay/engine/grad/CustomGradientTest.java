package dev.assay.engine.grad;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.CountingBackend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CustomGradientTest {
  /** {@code x²} with the derivative {@code 10x} and not {@code 2x}. */
  private static final CustomGradient TENFOLD =
      CustomGradient.of(Maths::square, (x, y, dy) -> Maths.multiply(dy, Maths.multiply(x, 10)));

  @Test
  void theStatedDerivativeReplacesTheDerivedOne() {
    Tensor x = Tensor.of(3.0);
    try (GradientTape outer = GradientTape.open()) {
      outer.watch(x);
      Tensor dx;
      try (GradientTape inner = GradientTape.open()) {
        inner.watch(x);
        Tensor y = TENFOLD.apply(x);
        assertEquals(9, y.toDouble());
        dx = inner.gradient(Maths.multiply(y, 2), x);
      }
      assertEquals(60, dx.toDouble());
      assertEquals(20, outer.gradient(dx, x).toDouble());
    }
  }

  @Test
  void itWorksOnGraphs() {
    Graph g = new Graph();
    Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
    Tensor y = TENFOLD.apply(x);
    Tensor dx = Gradients.gradient(y, x);
    Tensor d2x = Gradients.gradient(dx, x);
    try (Session s = new Session(g)) {
      List<Tensor> out = s.run(List.of(y, dx, d2x), Map.of(x, Tensor.of(3.0)));
      assertEquals(List.of(9.0, 30.0, 10.0), out.stream().map(Tensor::toDouble).toList());
    }
  }

  @Test
  void severalArgumentsAndResultsShareOneRule() {
    AtomicInteger asked = new AtomicInteger();
    CustomGradient f =
        CustomGradient.ofMany(
            xs -> List.of(Maths.add(xs.get(0), xs.get(1)), Maths.multiply(xs.get(0), xs.get(1))),
            (xs, ys, dys) -> {
              asked.incrementAndGet();
              return List.of(Maths.multiply(dys.get(0), 100), Maths.multiply(dys.get(1), 1000));
            });
    Tensor a = Tensor.of(2.0);
    Tensor b = Tensor.of(3.0);
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(a, b);
      List<Tensor> ys = f.applyAll(List.of(a, b));
      Tensor sum = Maths.add(ys.get(0), ys.get(1));
      List<Gradient> g = tape.gradients(sum, List.of(a, b));
      assertEquals(100, g.get(0).tensor().toDouble());
      assertEquals(1000, g.get(1).tensor().toDouble());
      assertEquals(1, asked.get());
    }
  }

  @Test
  void aWrongRuleIsATypedError() {
    Tensor x = Tensor.of(3.0);
    List<CustomGradient> wrong =
        List.of(
            CustomGradient.of(Maths::square, (a, y, dy) -> Tensor.of(1f)),
            CustomGradient.of(Maths::square, (a, y, dy) -> Tensor.zeros(FLOAT64, Shape.of(2))),
            CustomGradient.ofMany(
                xs -> List.of(Maths.square(xs.get(0))), (xs, ys, dys) -> List.of()));
    List<Class<? extends RuntimeException>> errors =
        List.of(DTypeException.class, ShapeException.class, ValueException.class);
    for (int i = 0; i < wrong.size(); i++) {
      try (GradientTape tape = GradientTape.open()) {
        tape.watch(x);
        Tensor y = wrong.get(i).apply(x);
        assertThrows(errors.get(i), () -> tape.gradient(y, x));
      }
    }
    CustomGradient nothing = CustomGradient.ofMany(xs -> List.of(), (xs, ys, dys) -> List.of());
    assertThrows(ValueException.class, () -> nothing.apply(x));
  }

  @Test
  void itsPartsRunOnTheBackendAndItselfNowhere() {
    CountingBackend backend = new CountingBackend();
    Devices.with(backend, () -> TENFOLD.apply(Tensor.of(3.0)));
    assertEquals(Map.of("square", 1), backend.counts());
  }
}
