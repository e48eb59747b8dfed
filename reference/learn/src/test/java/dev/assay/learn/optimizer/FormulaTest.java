package dev.assay.learn.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.grad.Gradient;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.optimizer.Formulas.Row;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every optimizer against its formula, and its two forms against each other. */
class FormulaTest {
  private static final int STEPS = 20;

  /** Signs change, sizes differ, one element never moves. */
  private static double[] gradient(int t) {
    return new double[] {Math.sqrt(t) - 2.5, (t * 37 % 11) / 4.0 - 1.2, 0, 1e-3 * t};
  }

  private static final double[] BEGIN = {1.5, -0.75, 0.5, 2};

  @TestFactory
  Stream<DynamicTest> twentyStepsAreTheFormulas() {
    return Formulas.ROWS.stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> steps(r)));
  }

  private static void steps(Row row) {
    Graph g = new Graph();
    Variable step = GlobalStep.make(g);
    Variable w = g.variable("w", Tensor.of(BEGIN));
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(4));
    Operation train = row.optimizer().minimize(Reduce.sum(Maths.multiply(w.read(), x)), step);
    double[][] states = new double[BEGIN.length][];
    for (int i = 0; i < BEGIN.length; i++) {
      states[i] = new double[row.begin().length + 1];
      states[i][0] = BEGIN[i];
      System.arraycopy(row.begin(), 0, states[i], 1, row.begin().length);
    }
    double scale = 2;
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      for (int t = 1; t <= STEPS; t++) {
        s.run(train, Map.of(x, Tensor.of(gradient(t))));
        // a step rounds fewer than 64 times, numbers not above scale, each by half an ulp; the
        // states of 20 steps are averages, sums and products with factors below 1 of these
        for (int i = 0; i < BEGIN.length; i++) {
          states[i] = row.f().step(states[i], gradient(t)[i], t);
          for (double v : states[i]) {
            scale = Math.max(scale, Math.abs(v));
          }
          double bound = 64 * t * Math.ulp(scale) / 2;
          assertEquals(states[i][0], s.valueOf(w).toDoubles()[i], bound, "step " + t);
          for (int k = 0; k < row.slots().size(); k++) {
            Variable slot = row.optimizer().slot(w, row.slots().get(k));
            assertEquals(states[i][k + 1], s.valueOf(slot).toDoubles()[i], bound, slot + " " + t);
          }
        }
      }
      assertEquals(STEPS, s.valueOf(step).toLongs()[0]);
      assertEquals(row.slots(), row.optimizer().slotNames());
    }
  }

  @TestFactory
  Stream<DynamicTest> graphAndTapeGiveTheSameBits() {
    return Formulas.ROWS.stream()
        .flatMap(
            r ->
                Stream.of(DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16)
                    .map(d -> DynamicTest.dynamicTest(r.name() + " " + d, () -> sameBits(r, d))));
  }

  private static Tensor loss(List<Tensor> w, Tensor x) {
    Tensor y = Maths.subtract(Maths.square(w.get(0)), ArrayOps.cast(w.get(1), x.dtype()));
    return Reduce.sum(Maths.multiply(y, x));
  }

  private static void sameBits(Row row, DType dtype) {
    Tensor first = Tensor.of(dtype, Shape.of(4), BEGIN);
    Tensor second = Tensor.of(3.0);
    Graph g = new Graph();
    Variable step = GlobalStep.make(g);
    Variable v = g.variable("v", first);
    Variable w = g.variable("w", second);
    Symbol x = g.placeholder("x", dtype, Shape.of(4));
    Symbol loss = Symbol.of(loss(List.of(v.read(), w.read()), x));
    Operation train = row.optimizer().minimize(loss, step);
    EagerOptimizer eager = row.optimizer().eager(first, second);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      for (int t = 1; t <= STEPS; t++) {
        Tensor fed = Tensor.of(dtype, Shape.of(4), gradient(t));
        Tensor before = s.run(loss, Map.of(x, fed));
        s.run(train, Map.of(x, fed));
        Tensor seen = eager.minimize(parameters -> loss(parameters, fed));
        assertTrue(before.sameAs(seen), "loss " + t);
        assertTrue(s.valueOf(v).sameAs(eager.parameter(0)), "v " + t);
        assertTrue(s.valueOf(w).sameAs(eager.parameter(1)), "w " + t);
        for (String slot : row.optimizer().slotNames()) {
          assertTrue(s.valueOf(row.optimizer().slot(v, slot)).sameAs(eager.slot(0, slot)), slot);
        }
      }
      assertEquals(STEPS, eager.steps());
    }
  }

  @TestFactory
  Stream<DynamicTest> aScalarAndAnEmptyParameterAreTrainedToo() {
    return Formulas.ROWS.stream()
        .map(
            r ->
                DynamicTest.dynamicTest(
                    r.name(),
                    () -> {
                      EagerOptimizer e =
                          r.optimizer()
                              .eager(Tensor.of(1f), Tensor.zeros(DType.FLOAT32, Shape.of(0, 3)));
                      e.apply(
                          List.of(
                              new Gradient.Connected(Tensor.of(0.5f)),
                              new Gradient.Connected(Tensor.zeros(DType.FLOAT32, Shape.of(0, 3)))));
                      assertEquals(Shape.of(0, 3), e.parameter(1).shape());
                      double[] s = new double[r.begin().length + 1];
                      s[0] = 1;
                      System.arraycopy(r.begin(), 0, s, 1, r.begin().length);
                      double expected = r.f().step(s, 0.5, 1)[0];
                      // hyperparameters, slots and result, each rounded to float32, fewer than 64
                      assertEquals(expected, e.parameter(0).toDouble(), 64 * Math.ulp(1f) / 2);
                    }));
  }
}
