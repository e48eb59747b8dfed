package dev.assay.engine.grad;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // scopes are opened for their effect
class GradientsTest {
  private final Graph g = new Graph();

  /** Book 3.1: (3x₁ + 4x₂)² at (2, 3). */
  @Test
  void theBooksFirstGradient() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(2, 1));
    Tensor w = Tensor.of(new float[][] {{3, 4}});
    Tensor f = Maths.square(LinAlg.matmul(w, x));
    List<Gradient> grads = Gradients.gradients(List.of(f), List.of(x));
    try (Session s = new Session(g)) {
      Tensor dx = s.run(grads.get(0).tensor(), Map.of(x, Tensor.of(new float[][] {{2}, {3}})));
      assertEquals(Shape.of(2, 1), dx.shape());
      assertArrayEquals(new double[] {108, 144}, dx.toDoubles());
    }
  }

  private static Tensor network(Tensor x, Tensor w, Tensor b) {
    return Reduce.sum(Maths.square(Maths.tanh(Maths.add(LinAlg.matmul(w, x), b))));
  }

  @Test
  void graphsAndTapesGiveTheSameBits() {
    Tensor w = Tensor.of(new float[][] {{0.1f, -0.2f}, {0.3f, 0.4f}, {-0.5f, 0.6f}});
    Tensor b = Tensor.of(new float[][] {{0.01f}, {0.02f}, {0.03f}});
    Tensor x = Tensor.of(new float[][] {{1, 2, 3, 4}, {-1, 0.5f, 0.25f, 0}});
    Symbol p = g.placeholder("x", FLOAT32, Shape.of(2, -1));
    Symbol q = g.placeholder("b", FLOAT32, Shape.of(-1, 1));
    Tensor loss = network(p, w, q);
    // by a placeholder, by one that was broadcast, and by a captured tensor
    List<Gradient> symbolic = Gradients.gradients(List.of(loss), List.of(p, q, w));
    try (Session s = new Session(g);
        GradientTape tape = GradientTape.open()) {
      tape.watch(x, b, w);
      List<Gradient> eager = tape.gradients(network(x, w, b), List.of(x, b, w));
      List<Tensor> run =
          s.run(symbolic.stream().map(Gradient::tensor).toList(), Map.of(p, x, q, b));
      for (int i = 0; i < run.size(); i++) {
        assertTrue(eager.get(i).tensor().sameAs(run.get(i)), "gradient " + i);
      }
    }
  }

  @Test
  void gradientsOfGradients() {
    Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
    Tensor y = Maths.square(Maths.square(x));
    Tensor d1 = Gradients.gradient(y, x);
    Tensor d2 = Gradients.gradient(d1, x);
    Tensor d3 = Gradients.gradient(d2, x);
    try (Session s = new Session(g)) {
      List<Tensor> d = s.run(List.of(d1, d2, d3), Map.of(x, Tensor.of(3.0)));
      assertEquals(List.of(108.0, 108.0, 72.0), d.stream().map(Tensor::toDouble).toList());
    }
  }

  @Test
  void cotangentsAndStopsAreHonoured() {
    Symbol x = g.placeholder("x", FLOAT64, Shape.of(-1));
    Tensor y = Maths.square(x);
    Tensor z = Maths.multiply(x, y);
    Symbol dz = g.placeholder("dz", FLOAT64, Shape.of(-1));
    Tensor weighted = Gradients.gradients(List.of(z), List.of(x), List.of(dz)).get(0).tensor();
    List<Gradient> partial =
        Gradients.gradients(
            List.of(z), List.of(x, y), Backward.onesLike(List.of(z)), List.of(x, y));
    Tensor two = Gradients.gradients(List.of(z, y), List.of(x)).get(0).tensor();
    try (Session s = new Session(g)) {
      Map<Symbol, Tensor> feeds =
          Map.of(
              x, Tensor.of(FLOAT64, Shape.of(2), 2, 3), dz, Tensor.of(FLOAT64, Shape.of(2), 1, 10));
      assertArrayEquals(new double[] {12, 270}, s.run(weighted, feeds).toDoubles());
      assertArrayEquals(new double[] {4, 9}, s.run(partial.get(0).tensor(), feeds).toDoubles());
      assertArrayEquals(new double[] {2, 3}, s.run(partial.get(1).tensor(), feeds).toDoubles());
      assertArrayEquals(new double[] {12 + 4, 27 + 6}, s.run(two, feeds).toDoubles());
    }
  }

  @Test
  void unconnectedIsSaidAndItsZerosAreSymbolic() {
    Symbol x = g.placeholder("x", FLOAT64, Shape.of(-1));
    Symbol aside = g.placeholder("aside", FLOAT64, Shape.of(-1));
    Gradient none = Gradients.gradients(List.of(Maths.square(x)), List.of(aside)).get(0);
    assertFalse(none.isConnected());
    assertThrows(ValueException.class, none::tensor);
    try (Session s = new Session(g)) {
      Tensor zeros = none.orZeros();
      assertArrayEquals(
          new double[3],
          s.run(zeros, Map.of(aside, Tensor.of(FLOAT64, Shape.of(3), 1, 2, 3))).toDoubles());
    }
  }

  @Test
  void wrongQuestionsAreTypedErrors() {
    Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
    Symbol n = g.placeholder("n", INT32, Shape.scalar());
    Symbol other = new Graph().placeholder("z", FLOAT64, Shape.scalar());
    Tensor y = Maths.square(x);
    assertThrows(DTypeException.class, () -> Gradients.gradient(y, n));
    assertThrows(DTypeException.class, () -> Gradients.gradient(Maths.square(n), n));
    assertThrows(ValueException.class, () -> Gradients.gradient(y, other));
    assertThrows(ValueException.class, () -> Gradients.gradient(Tensor.of(1.0), x));
    assertThrows(
        DTypeException.class,
        () -> Gradients.gradients(List.of(y), List.of(x), List.of(Tensor.of(1f))));
  }

  @Test
  void theGradientByAVariableIsThatOfAllItsReads() {
    Variable v = g.variable("v", Tensor.of(3.0));
    Variable unused = g.variable("unused", Tensor.of(3.0));
    Tensor first = Maths.square(v.read());
    Tensor second;
    try (var after = g.controlDependencies(v.assignAdd(Tensor.of(1.0)))) {
      second = Maths.square(v.read());
    }
    Tensor y = Maths.add(first, second);
    List<Gradient> grads = Gradients.byVariables(y, List.of(v, unused));
    assertFalse(grads.get(1).isConnected());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(6 + 8, s.run(grads.get(0).tensor()).toDouble());
    }
  }

  /** Book 4.1: the line through six points, by gradient descent on a graph. */
  @Test
  void aLineIsFittedByGradientDescent() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(-1));
    Symbol y = g.placeholder("y", FLOAT32, Shape.of(-1));
    Variable w = g.variable("w", Tensor.of(1f));
    Variable b = g.variable("b", Tensor.of(1f));
    Tensor line = Maths.add(Maths.multiply(w.read(), x), b.read());
    Tensor loss = Reduce.sum(Maths.square(Maths.subtract(y, line)));
    List<Gradient> grads = Gradients.byVariables(loss, List.of(w, b));
    Operation step =
        g.group(
            "step",
            w.assignSub(Maths.multiply(grads.get(0).tensor(), 0.005)),
            b.assignSub(Maths.multiply(grads.get(1).tensor(), 0.005)));
    Map<Symbol, Tensor> points =
        Map.of(
            x,
            Tensor.of(new float[] {1, 2, 3, 4, 5, 6}),
            y,
            Tensor.of(new float[] {3, 4, 7, 8, 11, 14}));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      double before = s.run(loss, points).toDouble();
      for (int i = 0; i < 1500; i++) {
        s.run(step, points);
      }
      // least squares: w = Σ(x−x̄)(y−ȳ)/Σ(x−x̄)² = 38.5/17.5, b = ȳ − w·x̄
      assertEquals(2.2, s.valueOf(w).toDouble(), 1e-3);
      assertEquals(47 / 6.0 - 2.2 * 3.5, s.valueOf(b).toDouble(), 1e-3);
      assertTrue(s.run(loss, points).toDouble() < before / 10);
    }
  }

  @Test
  void deepGraphsAreDifferentiated() {
    assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
          Tensor y = x;
          for (int i = 0; i < 10_000; i++) {
            y = Maths.add(y, x);
          }
          Tensor dx = Gradients.gradient(y, x);
          try (Session s = new Session(g)) {
            assertEquals(10_001, s.run(dx, Map.of(x, Tensor.of(2.0))).toDouble());
          }
        });
  }
}
