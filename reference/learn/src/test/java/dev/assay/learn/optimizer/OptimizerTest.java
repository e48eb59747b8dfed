package dev.assay.learn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@SuppressWarnings("try") // scopes are opened for their effect
class OptimizerTest {
  private final Graph g = new Graph();

  private static List<String> names(List<Variable> variables) {
    return variables.stream().map(Variable::name).toList();
  }

  /** As TensorFlow 1 names them, so that its checkpoints fit. */
  @Test
  void slotsAreNamedAsInCheckpoints() {
    Variable w = g.variable("layer/w", Tensor.of(1f));
    Variable b = g.variable("layer/b", Tensor.of(2f));
    Tensor loss = Maths.multiply(w.read(), b.read());
    Optimizer adam = Optimizers.adam(0.1);
    assertEquals("Adam", adam.minimize(loss).name());
    assertEquals(
        List.of(
            "beta1_power",
            "beta2_power",
            "layer/w/Adam",
            "layer/w/Adam_1",
            "layer/b/Adam",
            "layer/b/Adam_1"),
        names(adam.variables()));
    Optimizer second = Optimizers.adam(0.1);
    second.minimize(loss);
    assertEquals("beta1_power_1", second.variables().get(0).name());
    assertEquals("layer/w/Adam_2", second.slot(w, "m").name());
    Optimizer rms = Optimizers.centeredRmsProp(0.1, 0.9, 0, 1e-10);
    rms.minimize(loss, List.of(w));
    assertEquals(
        List.of("layer/w/RMSProp", "layer/w/RMSProp_1", "layer/w/RMSProp_2"),
        names(rms.variables()));
    assertEquals(List.of("ms", "mg", "mom"), rms.slotNames());
    assertTrue(adam.variables().stream().noneMatch(Variable::isTrainable));
    assertEquals(List.of(w, b), g.trainableVariables());
  }

  @Test
  void slotsAreMadeOnce() {
    Variable w = g.variable("w", Tensor.of(1f));
    Optimizer o = Optimizers.momentum(0.1, 0.9);
    assertThrows(ValueException.class, () -> o.slot(w, "accum"));
    o.minimize(w.read());
    Variable slot = o.slot(w, "accum");
    o.minimize(Maths.square(w.read()));
    assertSame(slot, o.slot(w, "accum"));
    assertEquals(2, g.variables().size());
    assertThrows(ValueException.class, () -> o.slot(w, "var"));
    assertThrows(ValueException.class, () -> o.slot(w, "v"));
    assertTrue(o.with("momentum", 0.5).variables().isEmpty());
  }

  /** Each variable's gradient is the other's old value. */
  @Test
  void allGradientsOfAStepAreTakenAtTheOldValues() {
    Variable v = g.variable("v", Tensor.of(2.0));
    Variable w = g.variable("w", Tensor.of(3.0));
    Operation train = Optimizers.gradientDescent(1).minimize(Maths.multiply(v.read(), w.read()));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(train);
      assertEquals(-1, s.valueOf(v).toDouble());
      assertEquals(1, s.valueOf(w).toDouble());
    }
  }

  /** The powers of Adam are those of this step, for every variable. */
  @Test
  void aLossThatIsFetchedWithAStepIsThatBeforeIt() {
    Variable w = g.variable("w", Tensor.of(3.0));
    Symbol loss = Symbol.of(Maths.square(w.read()));
    Operation train = Optimizers.gradientDescent(0.25).minimize(loss);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(9, s.run(List.of(loss), Map.of(), List.of(train)).get(0).toDouble());
      assertEquals(1.5, s.valueOf(w).toDouble());
    }
  }

  /** Under a dependency a step begins with what was assigned before it. */
  @Test
  void aStepUnderADependencySeesIt() {
    Variable w = g.variable("w", Tensor.of(3.0));
    Symbol set = w.assign(Tensor.of(10.0));
    Operation train;
    try (var after = g.controlDependencies(set)) {
      train = Optimizers.gradientDescent(0.25).minimize(Maths.square(w.read()));
    }
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(train);
      assertEquals(5, s.valueOf(w).toDouble());
    }
  }

  @Test
  void stepsInsideALoopOfTheGraph() {
    Variable w = g.variable("w", Tensor.of(1.0));
    Symbol n = g.placeholder("n", DType.INT32, Shape.scalar());
    Optimizer o = Optimizers.momentum(0.25, 0.5);
    Tensor left =
        Control.whileLoop(
            k -> Maths.greater(k, 0),
            k -> {
              o.minimize(Maths.square(w.read()), List.of(w));
              return Maths.subtract(k, Tensor.of(1));
            },
            n);
    EagerOptimizer eager = o.eager(Tensor.of(1.0));
    for (int i = 0; i < 5; i++) {
      eager.minimize(p -> Maths.square(p.get(0)));
    }
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(0, s.run(left, Map.of(n, Tensor.of(5))).toDouble());
      assertTrue(eager.parameter(0).sameAs(s.valueOf(w)));
    }
  }

  @Test
  void aVariableThatDoesNotMatterStaysAsItIs() {
    Variable w = g.variable("w", Tensor.of(3.0));
    Variable idle = g.variable("idle", Tensor.of(4.0));
    Optimizer adam = Optimizers.adam(0.1);
    List<GradientAndVariable> pairs = adam.computeGradients(Maths.square(w.read()));
    assertTrue(pairs.get(0).gradient().isConnected());
    assertFalse(pairs.get(1).gradient().isConnected());
    Operation train = adam.applyGradients(pairs);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(train);
      assertEquals(4, s.valueOf(idle).toDouble());
    }
    assertEquals(List.of("m", "v"), adam.slotNames());
    assertThrows(ValueException.class, () -> adam.slot(idle, "m"));
    ValueException none =
        assertThrows(
            ValueException.class, () -> adam.minimize(Maths.square(w.read()), List.of(idle)));
    assertEquals(
        "Adam: no gradient by any variable, [idle: variable idle does not influence the result]",
        none.getMessage());
  }

  @Test
  void wrongArgumentsAreRefusedBeforeAnythingIsMade() {
    Variable w = g.variable("w", Tensor.of(3.0));
    Variable n = g.variable("n", Tensor.of(3), false);
    Variable foreign = new Graph().variable("f", Tensor.of(1.0));
    Tensor loss = Maths.square(w.read());
    Optimizer o = Optimizers.adam(0.1);
    assertThrows(ValueException.class, () -> o.minimize(Tensor.of(1f)));
    assertThrows(ValueException.class, () -> o.minimize(null));
    assertThrows(ValueException.class, () -> o.minimize(loss, List.of()));
    assertThrows(ValueException.class, () -> o.minimize(loss, List.of(w, w)));
    assertThrows(ValueException.class, () -> o.minimize(loss, List.of(foreign)));
    assertThrows(DTypeException.class, () -> o.minimize(loss, List.of(n)));
    assertThrows(DTypeException.class, () -> o.minimize(loss, w));
    assertThrows(ValueException.class, () -> o.minimize(loss, (Variable) null));
    assertThrows(ValueException.class, () -> o.applyGradients(null));
    assertThrows(ValueException.class, () -> o.applyGradients(List.of()));
    assertThrows(ValueException.class, () -> o.with("momentum", 0.1));
    assertThrows(AttributeException.class, () -> o.with("beta1", Double.NaN));
    assertThrows(AttributeException.class, () -> Optimizers.adam(Double.POSITIVE_INFINITY));
    assertThrows(DTypeException.class, () -> o.learningRate(Tensor.of(1)));
    assertThrows(ShapeException.class, () -> o.learningRate(Tensor.of(new float[] {1})));
    assertThrows(AttributeException.class, () -> Optimizers.adagrad(0.1, 0));
    assertThrows(AttributeException.class, () -> Optimizers.ftrl(0.1, -0.5, -1, 0, 0, 0));
    assertThrows(
        ShapeException.class,
        () ->
            Optimizers.gradientDescent(1)
                .applyGradients(
                    List.of(GradientAndVariable.of(Tensor.of(new double[] {1, 2}), w))));
    assertThrows(ValueException.class, () -> Optimizers.adagradDa(0.1).minimize(loss));
    assertTrue(g.variables().size() <= 2 + 2, names(g.variables()).toString());
  }

  @Test
  void learningRatesAreFedOrFollowTheGlobalStep() {
    Variable step = GlobalStep.getOrMake(g);
    assertSame(step, GlobalStep.getOrMake(g));
    assertThrows(ValueException.class, () -> GlobalStep.make(g));
    Variable w = g.variable("w", Tensor.of(0.0));
    Symbol rate = g.placeholder("rate", DType.FLOAT32, Shape.scalar());
    Operation fed = Optimizers.gradientDescent(1).learningRate(rate).minimize(w.read(), step);
    Schedule halves = Schedules.exponentialDecay(1, 1, 0.5, false);
    Optimizer scheduled = Optimizers.gradientDescent(1).learningRate(halves);
    Operation train = scheduled.minimize(w.read(), step);
    ValueException without = assertThrows(ValueException.class, () -> scheduled.minimize(w.read()));
    assertEquals(
        "GradientDescent: alpha follows a schedule and needs a global step", without.getMessage());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(List.of(), Map.of(rate, Tensor.of(2f)), List.of(fed));
      assertEquals(-2, s.valueOf(w).toDouble());
      s.run(train); // global step 1
      s.run(train);
      assertEquals(-2 - 0.5 - 0.25, s.valueOf(w).toDouble());
      assertEquals(3, s.valueOf(step).toLongs()[0]);
    }
    EagerOptimizer eager = scheduled.eager(Tensor.of(0.0));
    eager.minimize(p -> p.get(0));
    eager.minimize(p -> p.get(0));
    assertEquals(-1.5, eager.parameter(0).toDouble());
    Optimizer symbolic = Optimizers.gradientDescent(1).learningRate(rate);
    assertThrows(ValueException.class, () -> symbolic.eager(Tensor.of(0.0)));
  }

  @Test
  void gradientsAreClipped() {
    Variable v = g.variable("v", Tensor.of(new double[] {3, 4}));
    Variable w = g.variable("w", Tensor.of(12.0));
    Tensor loss =
        Maths.multiply(Maths.add(Reduce.sum(Maths.square(v.read())), Maths.square(w.read())), 0.5);
    Optimizer o = Optimizers.gradientDescent(1);
    Operation byValue = o.clipping(Clipping.byValue(-3.5, 2)).minimize(loss);
    Operation byNorm = o.clipping(Clipping.byNorm(2.5)).minimize(loss);
    Operation byGlobal = o.clipping(Clipping.byGlobalNorm(6.5)).minimize(loss);
    assertClipped(byValue, v, w, 1, 2, 10);
    assertClipped(byNorm, v, w, 1.5, 2, 9.5);
    assertClipped(byGlobal, v, w, 1.5, 2, 6); // of norm 13
    assertThrows(AttributeException.class, () -> Clipping.byValue(1, 0));
    assertThrows(AttributeException.class, () -> Clipping.byNorm(0));
    assertThrows(AttributeException.class, () -> Clipping.byGlobalNorm(Double.NaN));
    Optimizer fewer = o.clipping(gradients -> gradients.subList(0, 1));
    assertThrows(ValueException.class, () -> fewer.minimize(loss));
  }

  private void assertClipped(Operation train, Variable v, Variable w, double... expected) {
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(train);
      assertArrayEquals(new double[] {expected[0], expected[1]}, s.valueOf(v).toDoubles());
      assertEquals(expected[2], s.valueOf(w).toDouble());
    }
  }

  /** A training that stops and goes on ends with the same bytes as one that does not stop. */
  @TestFactory
  Stream<DynamicTest> whatIsRestoredGoesOnAsIfItHadNotStopped() {
    return Formulas.ROWS.stream()
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> restored(r.optimizer())));
  }

  private static void restored(Optimizer optimizer) {
    Graph g = new Graph();
    Variable step = GlobalStep.make(g);
    Variable w = g.variable("w", Tensor.of(new float[] {1.5f, -0.75f}));
    Tensor loss = Reduce.sum(Maths.square(Maths.subtract(w.read(), 0.3)));
    Operation train = optimizer.minimize(loss, step);
    try (Session whole = new Session(g);
        Session first = new Session(g);
        Session second = new Session(g)) {
      whole.run(g.variablesInitializer());
      first.run(g.variablesInitializer());
      for (int i = 0; i < 10; i++) {
        whole.run(train);
        if (i < 5) {
          first.run(train);
        }
      }
      g.variables().forEach(v -> second.load(v, first.valueOf(v)));
      for (int i = 5; i < 10; i++) {
        second.run(train);
      }
      for (Variable v : g.variables()) {
        assertTrue(whole.valueOf(v).sameAs(second.valueOf(v)), v.name());
      }
    }
  }

  @Test
  void aGradientThatIsNotANumberMakesTheWeightNotANumber() {
    Variable w = g.variable("w", Tensor.of(new double[] {1, 2}));
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(2));
    Operation train = Optimizers.adam(0.1).minimize(Reduce.sum(Maths.multiply(w.read(), x)));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(train, Map.of(x, Tensor.of(new double[] {Double.NaN, 1})));
      double[] now = s.valueOf(w).toDoubles();
      assertTrue(Double.isNaN(now[0]));
      assertEquals(1.9, now[1], 1e-7); // a first step of Adam has the size of the rate, but for ε
    }
  }

  /** The mean over no rows is NaN, the sum 0. */
  @Test
  void anEmptyBatchGivesTheGradientOfItsLoss() {
    Variable w = g.variable("w", Tensor.of(2.0));
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(-1));
    Operation sum = Optimizers.gradientDescent(1).minimize(Reduce.sum(Maths.multiply(w.read(), x)));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(sum, Map.of(x, Tensor.of(new double[0])));
      assertEquals(2, s.valueOf(w).toDouble());
    }
  }

  @Test
  void aStepThatFailsChangesNothing() {
    Variable step = GlobalStep.make(g);
    Variable v = g.variable("v", Tensor.of(2.0));
    Variable w = g.variable("w", Tensor.of(2.0));
    Symbol rate = g.placeholder("rate", DType.FLOAT64, Shape.scalar());
    // the first variable's rate is allowed, the second's is not
    Optimizer ftrl = Optimizers.ftrl(0.1);
    Tensor gradient =
        Control.withDependencies(List.of(Control.assertPositive(rate)), () -> Tensor.of(1.0));
    Operation train =
        ftrl.applyGradients(
            List.of(GradientAndVariable.of(Tensor.of(1.0), v), GradientAndVariable.of(gradient, w)),
            step);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      List<Tensor> before = g.variables().stream().map(s::valueOf).toList();
      assertThrows(ValueException.class, () -> s.run(train, Map.of(rate, Tensor.of(-1.0))));
      for (int i = 0; i < before.size(); i++) {
        assertTrue(before.get(i).sameAs(s.valueOf(g.variables().get(i))));
      }
      s.run(train, Map.of(rate, Tensor.of(1.0)));
      assertEquals(1, s.valueOf(step).toLongs()[0]);
    }
  }

  @Test
  void twoThreadsTrainOneSession() throws Exception {
    Variable step = GlobalStep.make(g);
    Variable w = g.variable("w", Tensor.of(new float[] {5, -5}));
    Operation train = Optimizers.adam(0.01).minimize(Reduce.sum(Maths.square(w.read())), step);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      List<Future<?>> runs = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        runs.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    s.run(train);
                  }
                }));
      }
      for (Future<?> f : runs) {
        f.get();
      }
      assertEquals(400, s.valueOf(step).toLongs()[0]);
      // however they interleave, at least 200 steps of 0.01 or so have been taken one after another
      for (double x : s.valueOf(w).toDoubles()) {
        assertTrue(Math.abs(x) < 4, "after 400 steps " + x);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void variablesOfOneGraphMayHaveDifferentTypes() {
    Variable v = g.variable("v", Tensor.of(DType.BFLOAT16, Shape.scalar(), 2));
    Variable w = g.variable("w", Tensor.of(2f));
    Optimizer adam = Optimizers.adam(0.125);
    Operation train =
        adam.applyGradients(
            List.of(
                GradientAndVariable.of(Tensor.of(DType.BFLOAT16, Shape.scalar(), 1), v),
                GradientAndVariable.of(Tensor.of(1f), w)));
    assertEquals(DType.FLOAT32, adam.variables().get(0).dtype());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(train);
      assertEquals(DType.BFLOAT16, s.valueOf(v).dtype());
      // 1.875 but for ε and what 0.9 and 0.999 lose in float32
      assertEquals(1.875, s.valueOf(w).toDouble(), 1e-4);
    }
  }

  @Test
  void aVariableOfUnknownShapeHasSlotsToo() {
    Symbol begin = g.placeholder("begin", DType.FLOAT64, Shape.of(-1));
    Variable w = g.variable("w", begin);
    Optimizer rms = Optimizers.rmsProp(0.5);
    Operation train = rms.minimize(Reduce.sum(w.read()));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer(), Map.of(begin, Tensor.of(new double[] {1, 2, 3})));
      s.run(train);
      assertEquals(Shape.of(3), s.valueOf(rms.slot(w, "ms")).shape());
      assertArrayEquals(
          new double[] {1, 1, 1}, s.valueOf(rms.slot(w, "ms")).toDoubles(), Math.ulp(1.0));
    }
  }

  @Test
  void theEagerFormRefusesWhatItCannotTrain() {
    Optimizer o = Optimizers.momentum(0.1, 0.9);
    assertThrows(ValueException.class, () -> o.eager());
    assertThrows(ValueException.class, () -> o.eager((Tensor) null));
    assertThrows(DTypeException.class, () -> o.eager(Tensor.of(1)));
    Symbol symbol = g.placeholder(DType.FLOAT32, Shape.scalar());
    assertThrows(ValueException.class, () -> o.eager(symbol));
    EagerOptimizer e = o.eager(Tensor.of(1f), Tensor.of(2f));
    assertThrows(ShapeException.class, () -> e.apply(List.of()));
    Gradient none = new Gradient.Unconnected(Tensor.of(1f), "none");
    assertThrows(ValueException.class, () -> e.apply(List.of(none, none)));
    assertThrows(ValueException.class, () -> e.minimize(p -> null));
    assertThrows(ValueException.class, () -> e.slot(0, "var"));
    assertThrows(ValueException.class, () -> e.slot(2, "accum"));
    assertThrows(ValueException.class, () -> e.parameter(-1));
    Gradient wrong = new Gradient.Connected(Tensor.of(new float[] {1, 2}));
    Gradient right = new Gradient.Connected(Tensor.of(1f));
    assertThrows(ShapeException.class, () -> e.apply(List.of(right, wrong)));
    assertEquals(1, e.parameter(0).toDouble());
    assertEquals(0, e.steps());
    e.apply(List.of(none, right));
    assertEquals(1, e.parameter(0).toDouble());
    assertEquals(1.9f, e.parameter(1).toDouble());
    assertEquals(1, e.steps());
  }
}
