package dev.assay.engine.ops.control;

import static dev.assay.engine.tensor.DType.BOOL;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.grad.Gradient;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.grad.Hessian;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Derivatives through branches and loops, against closed forms and against tapes. */
class ControlGradientTest {
  private static final Tensor ONE = Tensor.of(1);

  private final Graph g = new Graph();
  private final Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
  private final Symbol n = g.placeholder("n", INT32, Shape.scalar());

  /** xⁿ by n multiplications. */
  private Tensor power(Tensor x, Tensor n) {
    return Control.whileLoop(
            v -> Maths.less(v.get(0), n),
            v -> List.of(Maths.add(v.get(0), ONE), Maths.multiply(v.get(1), x)),
            List.of(Tensor.of(0), Tensor.of(1.0)))
        .get(1);
  }

  private static List<Double> run(Graph g, List<Tensor> fetches, Map<Tensor, Tensor> feeds) {
    try (Session s = new Session(g)) {
      return s.run(fetches, feeds).stream().map(Tensor::toDouble).toList();
    }
  }

  private static List<Tensor> derivatives(Tensor y, Tensor x, int order) {
    List<Tensor> all = new ArrayList<>(List.of(y));
    for (int k = 0; k < order; k++) {
      all.add(Gradients.gradient(all.get(k), x));
    }
    return all;
  }

  @Test
  void derivativesOfAPowerToTheFifthOrder() {
    List<Tensor> all = derivatives(power(x, n), x, 5);
    Map<Integer, List<Double>> expected =
        Map.of(
            0, List.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
            1, List.of(2.0, 1.0, 0.0, 0.0, 0.0, 0.0),
            3, List.of(8.0, 12.0, 12.0, 6.0, 0.0, 0.0),
            5, List.of(32.0, 80.0, 160.0, 240.0, 240.0, 120.0));
    expected.forEach(
        (k, v) -> assertEquals(v, run(g, all, Map.of(x, Tensor.of(2.0), n, Tensor.of(k)))));
  }

  @Test
  void derivativesThroughTheBranchThatIsTaken() {
    Tensor y =
        Control.cond(
            Maths.less(x, Tensor.of(0.0)),
            () -> Maths.multiply(x, Maths.square(x)),
            () -> Maths.square(Maths.square(x)));
    List<Tensor> all = derivatives(y, x, 3);
    assertEquals(List.of(-8.0, 12.0, -12.0, 6.0), run(g, all, Map.of(x, Tensor.of(-2.0))));
    assertEquals(List.of(16.0, 32.0, 48.0, 48.0), run(g, all, Map.of(x, Tensor.of(2.0))));
  }

  @Test
  void aBranchThatDoesNotReadAnInputGivesZeros() {
    Symbol p = g.placeholder("p", BOOL, Shape.scalar());
    Symbol v = g.placeholder("v", FLOAT64, Shape.of(-1));
    Tensor y = Control.cond(p, () -> Reduce.sum(Maths.square(v)), () -> x);
    List<Gradient> dy = Gradients.gradients(List.of(y), List.of(v, x));
    try (Session s = new Session(g)) {
      Map<Tensor, Tensor> feeds = Map.of(v, Tensor.of(new double[] {1, 2}), x, Tensor.of(7.0));
      List<Tensor> fetches = dy.stream().map(Gradient::tensor).toList();
      List<Tensor> left = s.run(fetches, with(feeds, p, Tensor.of(true)));
      assertArrayEquals(new double[] {2, 4}, left.get(0).toDoubles());
      assertEquals(0, left.get(1).toDouble());
      List<Tensor> right = s.run(fetches, with(feeds, p, Tensor.of(false)));
      assertArrayEquals(new double[] {0, 0}, right.get(0).toDoubles());
      assertEquals(1, right.get(1).toDouble());
    }
  }

  private static Map<Tensor, Tensor> with(Map<Tensor, Tensor> feeds, Tensor key, Tensor value) {
    Map<Tensor, Tensor> all = new HashMap<>(feeds);
    all.put(key, value);
    return all;
  }

  @Test
  void newtonsIterationHasTheDerivativeOfTheSquareRoot() {
    Tensor root =
        Control.whileLoop(
            r -> Maths.greater(Maths.abs(Maths.subtract(Maths.square(r), x)), Tensor.of(1e-13)),
            r -> Maths.multiply(Tensor.of(0.5), Maths.add(r, Maths.divide(x, r))),
            x);
    List<Double> v = run(g, derivatives(root, x, 2), Map.of(x, Tensor.of(3.0)));
    assertEquals(Math.sqrt(3), v.get(0), 1e-14);
    assertEquals(0.5 / Math.sqrt(3), v.get(1), 1e-13);
    assertEquals(-0.25 / (3 * Math.sqrt(3)), v.get(2), 1e-12);
  }

  @Test
  void discreteAndUnconnectedLoopVariables() {
    List<Tensor> r =
        Control.whileLoop(
            v -> Maths.less(v.get(0), n),
            v -> List.of(Maths.add(v.get(0), ONE), Maths.multiply(v.get(1), x), v.get(2)),
            List.of(Tensor.of(0), x, Tensor.of(4.0)));
    assertFalse(Gradients.gradients(List.of(r.get(2)), List.of(x)).get(0).isConnected());
    Tensor d = Gradients.gradient(r.get(1), x); // of xⁿ⁺¹, x both initial value and captured
    assertEquals(List.of(32.0), run(g, List.of(d), Map.of(x, Tensor.of(2.0), n, Tensor.of(3))));
    assertEquals(List.of(1.0), run(g, List.of(d), Map.of(x, Tensor.of(2.0), n, Tensor.of(0))));
  }

  @Test
  void gradientsByCapturedValuesAndStops() {
    Tensor w = Tensor.of(3.0);
    Tensor y =
        Control.whileLoop(
                v -> Maths.less(v.get(0), n),
                v -> List.of(Maths.add(v.get(0), ONE), Maths.multiply(v.get(1), w)),
                List.of(Tensor.of(0), x))
            .get(1);
    List<Gradient> dy = Gradients.gradients(List.of(y), List.of(w, x));
    assertEquals(
        List.of(24.0, 9.0),
        run(
            g,
            dy.stream().map(Gradient::tensor).toList(),
            Map.of(x, Tensor.of(4.0), n, Tensor.of(2))));
    Tensor twice = Maths.square(x);
    Tensor z = power(twice, n);
    assertFalse(
        Gradients.gradients(List.of(z), List.of(x), List.of(Tensor.of(1.0)), List.of(twice))
            .get(0)
            .isConnected());
  }

  /** h ← tanh(h·w + e): the sum of all states. */
  private static Tensor recurrent(Tensor w, Tensor xs, Tensor h0) {
    return Control.scan((h, e) -> Maths.tanh(Maths.add(LinAlg.matmul(h, w), e)), xs, h0);
  }

  @Test
  void aRecurrentNetworkHasTheGradientOfTheUnrolledOneBitForBit() {
    SplittableRandom random = new SplittableRandom(5);
    Tensor w0 = Tensor.of(FLOAT64, Shape.of(3, 3), random.doubles(9, -1, 1).toArray());
    Tensor e0 = Tensor.of(FLOAT64, Shape.of(6, 2, 3), random.doubles(36, -1, 1).toArray());
    Tensor h0 = Tensor.of(FLOAT64, Shape.of(2, 3), random.doubles(6, -1, 1).toArray());
    List<Tensor> expected = new ArrayList<>();
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(w0, e0, h0);
      Tensor loss = Reduce.sum(recurrent(w0, e0, h0));
      tape.gradients(loss, List.of(w0, e0, h0)).forEach(d -> expected.add(d.tensor()));
    }
    for (Shape shape : List.of(Shape.of(6, 2, 3), Shape.of(-1, -1, 3))) {
      Graph graph = new Graph();
      Symbol w = graph.placeholder("w", FLOAT64, Shape.of(3, 3));
      Symbol e = graph.placeholder("e", FLOAT64, shape);
      Symbol h = graph.placeholder("h", FLOAT64, Shape.of(2, 3));
      Tensor loss = Reduce.sum(recurrent(w, e, h));
      List<Gradient> found = Gradients.gradients(List.of(loss), List.of(w, e, h));
      try (Session s = new Session(graph)) {
        List<Tensor> got =
            s.run(found.stream().map(Gradient::tensor).toList(), Map.of(w, w0, e, e0, h, h0));
        for (int i = 0; i < got.size(); i++) {
          assertTrue(got.get(i).sameAs(expected.get(i)), "" + got.get(i) + expected.get(i));
        }
      }
    }
  }

  @Test
  void secondDerivativesThroughScansAndMapsAreThoseOfTapes() {
    Tensor at = Tensor.of(new double[] {0.5, -1.5, 2});
    List<Function<Tensor, Tensor>> functions =
        List.of(
            v -> Control.foldl((a, e) -> Maths.multiply(a, Maths.sin(e)), v, Tensor.of(1.0)),
            v -> Reduce.sum(Control.mapFn(e -> Maths.multiply(e, Maths.exp(e)), v)),
            v -> Reduce.sum(Control.scan((a, e) -> Maths.multiply(a, e), v)),
            v -> Control.foldr((a, e) -> Maths.add(Maths.square(a), e), v),
            v ->
                Reduce.sum(
                    Control.mapFn(
                        e ->
                            Control.foldl(
                                (a, f) ->
                                    Control.cond(
                                        Maths.less(f, Tensor.of(0.0)),
                                        () -> Maths.multiply(a, Maths.multiply(e, f)),
                                        () -> Maths.sin(Maths.multiply(a, f))),
                                v,
                                e),
                        v)));
    for (Function<Tensor, Tensor> f : functions) {
      Tensor expected = Hessian.of(f, at);
      Symbol v = g.placeholder("v", FLOAT64, Shape.of(3));
      Tensor hessian = Gradients.hessian(f.apply(v), v);
      try (Session s = new Session(g)) {
        assertArrayEquals(expected.toDoubles(), s.run(hessian, Map.of(v, at)).toDoubles(), 1e-12);
      }
    }
  }

  @Test
  void derivativesOfNestedLoops() {
    // Σ over i < n of xⁱ, each power a loop of its own: n = 4: 1 + x + x² + x³
    Tensor y =
        Control.whileLoop(
                v -> Maths.less(v.get(0), n),
                v -> List.of(Maths.add(v.get(0), ONE), Maths.add(v.get(1), power(x, v.get(0)))),
                List.of(Tensor.of(0), Tensor.of(0.0)))
            .get(1);
    List<Tensor> all = derivatives(y, x, 3);
    assertEquals(
        List.of(15.0, 17.0, 14.0, 6.0), run(g, all, Map.of(x, Tensor.of(2.0), n, Tensor.of(4))));
    assertEquals(
        List.of(0.0, 0.0, 0.0, 0.0), run(g, all, Map.of(x, Tensor.of(2.0), n, Tensor.of(0))));
  }

  @Test
  void aGradientInsideALoop() {
    // Newton's minimisation of (v − x)⁴ by derivatives taken in the body: v ← v − f'/f''
    Tensor y =
        Control.whileLoop(
                v -> Maths.less(v.get(0), n),
                v -> {
                  Tensor f = Maths.square(Maths.square(Maths.subtract(v.get(1), x)));
                  Tensor df = Gradients.gradient(f, v.get(1));
                  Tensor d2f = Gradients.gradient(df, v.get(1));
                  return List.of(
                      Maths.add(v.get(0), ONE), Maths.subtract(v.get(1), Maths.divide(df, d2f)));
                },
                List.of(Tensor.of(0), Tensor.of(0.0)))
            .get(1);
    // v − x shrinks by 2/3: v = x(1 − (2/3)ⁿ)
    List<Double> got = run(g, derivatives(y, x, 1), Map.of(x, Tensor.of(2.0), n, Tensor.of(3)));
    assertEquals(2 * (1 - 8.0 / 27), got.get(0), 1e-14);
    assertEquals(1 - 8.0 / 27, got.get(1), 1e-14);
  }

  @Test
  void gradientsByVariablesThatBodiesRead() {
    Variable v = g.variable("v", Tensor.of(3.0));
    Tensor y =
        Control.whileLoop(
                w -> Maths.less(w.get(0), n),
                w -> List.of(Maths.add(w.get(0), ONE), Maths.multiply(w.get(1), v.read())),
                List.of(Tensor.of(0), x))
            .get(1);
    Tensor z = Maths.multiply(y, v.read()); // x·v³ for n = 2
    Tensor dv = Gradients.byVariables(z, List.of(v)).get(0).tensor();
    Tensor d2v = Gradients.byVariables(dv, List.of(v)).get(0).tensor();
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      Map<Tensor, Tensor> feeds = Map.of(x, Tensor.of(5.0), n, Tensor.of(2));
      assertEquals(5 * 3 * 9, s.run(dv, feeds).toDouble());
      assertEquals(5 * 6 * 3, s.run(d2v, feeds).toDouble());
    }
  }

  @Test
  void theDerivativeSeesWhatTheLoopSaw() {
    // each iteration multiplies by the variable and then changes it
    Variable v = g.variable("v", Tensor.of(2.0));
    Tensor y =
        Control.whileLoop(
                w -> Maths.less(w.get(0), n),
                w -> {
                  Tensor before = Maths.multiply(w.get(1), Maths.multiply(w.get(1), v.read()));
                  v.assignAdd(Tensor.of(1.0));
                  return List.of(Maths.add(w.get(0), ONE), before);
                },
                List.of(Tensor.of(0), x))
            .get(1);
    Tensor dy = Gradients.gradient(y, x);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      // y = 3(2x²)² = 12x⁴, dy = 48x³
      assertEquals(
          List.of(12.0, 48.0),
          s.run(List.of(y, dy), Map.of(x, Tensor.of(1.0), n, Tensor.of(2))).stream()
              .map(Tensor::toDouble)
              .toList());
      assertEquals(4, s.valueOf(v).toDouble());
    }
  }

  @Test
  void shapesThatChangeFromIterationToIteration() {
    Symbol v = g.placeholder("v", FLOAT64, Shape.of(-1));
    Tensor y =
        Control.whileLoop(
                w -> Maths.less(w.get(0), n),
                w ->
                    List.of(
                        Maths.add(w.get(0), ONE),
                        ArrayOps.concat(List.of(w.get(1), Maths.square(w.get(1))), 0)),
                List.of(Tensor.of(0), v),
                WhileOptions.DEFAULT.withShapeInvariants(Shape.scalar(), Shape.of(-1)))
            .get(1);
    Tensor dy = Gradients.gradient(y, v);
    try (Session s = new Session(g)) {
      // v, v², v², v⁴
      Tensor got = s.run(dy, Map.of(v, Tensor.of(new double[] {1, 2}), n, Tensor.of(2)));
      assertArrayEquals(new double[] {9, 41}, got.toDoubles());
    }
  }

  @Test
  void aTapeRecordsWhatASessionRuns() {
    Tensor y = power(x, n);
    Tensor at = Tensor.of(2.0);
    try (Session s = new Session(g);
        GradientTape tape = GradientTape.open()) {
      tape.watch(at);
      Tensor got = s.run(y, Map.of(x, at, n, Tensor.of(4)));
      assertEquals(32, tape.gradient(got, at).toDouble());
    }
  }

  @Test
  void aTapeOfAGradientInASession() {
    Tensor dy = Gradients.gradient(power(x, n), x);
    Tensor at = Tensor.of(2.0);
    try (Session s = new Session(g);
        GradientTape tape = GradientTape.open()) {
      tape.watch(at);
      Tensor got = s.run(dy, Map.of(x, at, n, Tensor.of(4)));
      assertEquals(48, tape.gradient(got, at).toDouble()); // (x⁴)'' = 12x²
    }
  }

  @Test
  void aHundredThousandIterationsBackwards() {
    Tensor y =
        Control.whileLoop(
                v -> Maths.less(v.get(0), n),
                v -> List.of(Maths.add(v.get(0), ONE), Maths.add(v.get(1), Maths.square(x))),
                List.of(Tensor.of(0), Tensor.of(0.0)))
            .get(1);
    Tensor dy = Gradients.gradient(y, x);
    assertEquals(
        List.of(400_000.0), run(g, List.of(dy), Map.of(x, Tensor.of(2.0), n, Tensor.of(100_000))));
  }

  @Test
  void jacobiansThroughLoops() {
    Symbol v = g.placeholder("v", FLOAT64, Shape.of(2));
    Tensor y =
        Control.whileLoop(
                w -> Maths.less(w.get(0), n),
                w -> List.of(Maths.add(w.get(0), ONE), Maths.multiply(w.get(1), v)),
                List.of(Tensor.of(0), Tensor.of(new double[] {1, 1})))
            .get(1);
    Tensor jacobian = Gradients.jacobian(y, v);
    try (Session s = new Session(g)) {
      Tensor got = s.run(jacobian, Map.of(v, Tensor.of(new double[] {2, 3}), n, Tensor.of(3)));
      assertArrayEquals(new double[] {12, 0, 0, 27}, got.toDoubles());
    }
  }
}
