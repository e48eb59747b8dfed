package dev.assay.engine.graph;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.CountingBackend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@SuppressWarnings("try") // scopes are opened for their effect
class SessionTest {
  private final Graph g = new Graph();

  /** Book 2.5: one graph, two feeds of different widths. */
  @Test
  void aPlaceholderTakesEveryWidthThatItsShapeAllows() {
    Tensor w = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    Symbol p = g.placeholder("x", FLOAT32, Shape.of(2, -1));
    Tensor y = LinAlg.matmul(w, p);
    try (Session s = new Session(g)) {
      Tensor y1 = s.run(y, Map.of(p, Tensor.of(new float[][] {{2, 1}, {1, 2}})));
      assertEquals(Shape.of(3, 2), y1.shape());
      assertArrayEquals(new double[] {4, 5, 10, 11, 16, 17}, y1.toDoubles());
      Tensor y2 = s.run(y, Map.of(p, Tensor.of(new float[][] {{-1}, {2}})));
      assertEquals(Shape.of(3, 1), y2.shape());
      assertArrayEquals(new double[] {3, 5, 7}, y2.toDoubles());
    }
  }

  /** Book 2.6: a variable, its initial value and assign_add. */
  @Test
  void aVariableKeepsItsValueFromRunToRun() {
    Variable v = g.variable("v", Tensor.of(new float[] {2, 3}));
    Symbol grow = v.assignAdd(Tensor.of(new float[] {10, 20}));
    try (Session s = new Session(g);
        Session other = new Session(g)) {
      s.run(g.variablesInitializer());
      assertArrayEquals(new double[] {2, 3}, s.run(v.read()).toDoubles());
      assertArrayEquals(new double[] {12, 23}, s.run(grow).toDoubles());
      assertArrayEquals(new double[] {12, 23}, v.read().eval(s).toDoubles());
      s.run(v.assignSub(Tensor.of(new float[] {2, 3})));
      assertArrayEquals(new double[] {10, 20}, s.valueOf(v).toDoubles());
      s.run(v.assign(Tensor.of(new float[] {0, 1})));
      assertArrayEquals(new double[] {0, 1}, s.valueOf(v).toDoubles());
      assertFalse(other.isInitialized(v));
      other.load(v, Tensor.of(new float[] {5, 6}));
      assertArrayEquals(new double[] {5, 6}, other.run(v.read()).toDoubles());
      assertThrows(ShapeException.class, () -> other.load(v, Tensor.of(1f)));
      assertThrows(ValueException.class, () -> other.load(v, v.read()));
    }
  }

  @Test
  void anUninitializedVariableIsNamed() {
    Variable w = g.variable("weights", Tensor.of(1f));
    try (Session s = new Session(g)) {
      for (Tensor fetch : List.of(Maths.square(w.read()), w.assignAdd(Tensor.of(1f)))) {
        ValueException e = assertThrows(ValueException.class, () -> s.run(fetch));
        assertTrue(e.getMessage().contains("weights is not initialized"), e.getMessage());
      }
      s.run(w.initializer());
      assertEquals(1, s.run(w.read()).toDouble());
    }
  }

  @Test
  void aVariableMayStartAtAnothersInitializedValue() {
    Variable w = g.variable("w", Tensor.of(3f));
    Variable w2 = g.variable("w2", w.initializedValue());
    Variable w3 = g.variable("w3", Maths.square(w.read()));
    try (Session s = new Session(g)) {
      s.run(w2.initializer());
      assertEquals(3, s.valueOf(w2).toDouble());
      assertFalse(s.isInitialized(w));
      s.run(w.initializer());
      s.run(w.assign(Tensor.of(5f)));
      s.run(w2.initializer());
      assertEquals(5, s.valueOf(w2).toDouble());
      s.run(g.variablesInitializer());
      assertEquals(3, s.valueOf(w2).toDouble());
      assertEquals(9, s.valueOf(w3).toDouble());
    }
  }

  @Test
  void readsAndWritesFollowControlDependencies() {
    Variable v = g.variable("v", Tensor.of(1));
    Symbol before = v.read();
    Symbol write = v.assignAdd(Tensor.of(10));
    Symbol after;
    Symbol last;
    try (var scope = g.controlDependencies(write)) {
      after = v.read();
      Symbol again = v.assignAdd(Tensor.of(100));
      try (var inner = g.controlDependencies(again.operation())) {
        last = v.read();
      }
    }
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      List<Tensor> seen = s.run(List.of(last, after, before));
      assertEquals(List.of(111L, 11L, 1L), seen.stream().map(t -> t.toLongs()[0]).toList());
      assertEquals(111, s.valueOf(v).toLongs()[0]);
      // the read after the first write runs that write, and not the second
      assertEquals(121, s.run(after).toLongs()[0]);
    }
  }

  @Test
  void aGroupRunsItsMembers() {
    Variable a = g.variable("a", Tensor.of(1));
    Variable b = g.variable("b", Tensor.of(2));
    Operation step = g.group("step", a.assignAdd(Tensor.of(1)), b.assignSub(Tensor.of(1)));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      Tensor t = s.run(List.of(a.read()), Map.of(), List.of(step)).get(0);
      assertEquals(1, t.toLongs()[0]); // the variable's own read comes before all writes
      s.run(step);
      assertEquals(3, s.valueOf(a).toLongs()[0]);
      assertEquals(0, s.valueOf(b).toLongs()[0]);
    }
  }

  @Test
  void feedsAreChecked() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(2, -1));
    Tensor y = Maths.square(x);
    Symbol foreign = new Graph().placeholder("z", FLOAT32, Shape.scalar());
    try (Session s = new Session(g)) {
      ValueException unfed = assertThrows(ValueException.class, () -> s.run(y));
      assertTrue(unfed.getMessage().contains("placeholder x"), unfed.getMessage());
      Tensor good = Tensor.of(new float[][] {{1}, {2}});
      assertThrows(
          DTypeException.class, () -> s.run(y, Map.of(x, Tensor.zeros(FLOAT64, good.shape()))));
      ShapeException shape =
          assertThrows(ShapeException.class, () -> s.run(y, Map.of(x, Tensor.of(1f))));
      assertTrue(shape.getMessage().contains("x:0"), shape.getMessage());
      assertThrows(ValueException.class, () -> s.run(y, Map.of(x, good, foreign, Tensor.of(1f))));
      assertThrows(ValueException.class, () -> s.run(y, Map.of(x, x)));
      assertThrows(ValueException.class, () -> s.run(y, Map.of(x, good, good, good)));
      Map<Symbol, Tensor> nothing = new HashMap<>();
      nothing.put(x, null);
      assertThrows(ValueException.class, () -> s.run(y, nothing));
      assertThrows(ValueException.class, () -> s.run(foreign));
      assertThrows(ValueException.class, () -> s.run(foreign.operation()));
      assertArrayEquals(new double[] {1, 4}, s.run(y, Map.of(x, good)).toDoubles());
    }
  }

  @Test
  void anySymbolMayBeFed() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Tensor y = Maths.square(x);
    Symbol c = g.constant("c", Tensor.of(3f));
    Tensor z = Maths.add(y, Maths.square(c));
    Variable v = g.variable("v", Tensor.of(1f));
    try (Session s = new Session(g)) {
      assertEquals(13, s.run(z, Map.of(x, Tensor.of(2f))).toDouble());
      assertEquals(19, s.run(z, Map.of(y, Tensor.of(10f))).toDouble());
      assertEquals(5, s.run(z, Map.of(x, Tensor.of(2f), c, Tensor.of(1f))).toDouble());
      assertEquals(13, s.run(z, Map.of(x, Tensor.of(2f))).toDouble());
      assertEquals(7, s.run(v.read(), Map.of(v.read(), Tensor.of(7f))).toDouble());
      Tensor fed = Tensor.of(8f);
      assertSame(fed, s.run(x, Map.of(x, fed)));
    }
  }

  @Test
  void severalFetchesAreOfOneRun() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Tensor y = Maths.square(x);
    Tensor known = Tensor.of(4f);
    CountingBackend backend = new CountingBackend();
    try (Session s = new Session(g)) {
      List<Tensor> out =
          Devices.with(
              backend,
              () -> s.run(List.of(y, x, known, y, Maths.add(y, y)), Map.of(x, Tensor.of(3f))));
      assertEquals(List.of(9.0, 3.0, 4.0, 9.0, 18.0), out.stream().map(Tensor::toDouble).toList());
      assertEquals(Map.of("square", 1, "add", 1), backend.counts());
      assertEquals(List.of(), s.run(List.of()));
    }
  }

  @Test
  void onlyWhatAFetchNeedsRuns() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(-1));
    Symbol y = g.placeholder("y", FLOAT32, Shape.of(-1));
    Tensor sum = Maths.add(x, y); // fails for lengths 2 and 3
    Tensor square = Maths.square(x);
    Map<Symbol, Tensor> feeds =
        Map.of(x, Tensor.of(new float[] {1, 2}), y, Tensor.of(new float[] {1, 2, 3}));
    CountingBackend backend = new CountingBackend();
    try (Session s = new Session(g)) {
      assertArrayEquals(
          new double[] {1, 4}, Devices.with(backend, () -> s.run(square, feeds)).toDoubles());
      assertEquals(Map.of("square", 1), backend.counts());
      ShapeException e = assertThrows(ShapeException.class, () -> s.run(sum, feeds));
      assertTrue(e.constraint().isPresent());
      assertEquals("graph: at node add", e.getSuppressed()[0].getMessage());
    }
  }

  @Test
  void constraintsOnValuesAreCheckedWhenTheValuesAreThere() {
    Symbol ids = g.placeholder("ids", INT32, Shape.of(-1));
    Tensor rows = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Tensor picked = Indexing.gather(rows, ids, 0);
    try (Session s = new Session(g)) {
      assertArrayEquals(
          new double[] {3, 4}, s.run(picked, Map.of(ids, Tensor.of(new int[] {1}))).toDoubles());
      ValueException e =
          assertThrows(
              ValueException.class, () -> s.run(picked, Map.of(ids, Tensor.of(new int[] {2}))));
      assertTrue(e.constraint().isPresent(), e.getMessage());
    }
  }

  @Test
  void whatDependsOnConstantsAloneRunsOnce() {
    Symbol c = g.constant("c", Tensor.of(3f));
    Tensor squared = Maths.square(c);
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Tensor y = Maths.multiply(squared, x);
    Tensor z = Maths.neg(squared);
    CountingBackend backend = new CountingBackend();
    try (Session s = new Session(g)) {
      Devices.with(
          backend,
          () -> {
            for (int i = 0; i < 5; i++) {
              assertEquals(9 * i, s.run(y, Map.of(x, Tensor.of((float) i))).toDouble());
            }
            assertEquals(-9, s.run(z).toDouble());
            assertEquals(4, s.run(squared, Map.of(c, Tensor.of(2f))).toDouble());
            return s.run(z);
          });
      // once for all runs, and once where c was fed
      assertEquals(Map.of("square", 2, "multiply", 5, "neg", 1), backend.counts());
    }
  }

  @Test
  void aClosedSessionIsAnError() {
    Session s = new Session(g);
    s.close();
    s.close();
    assertThrows(ValueException.class, () -> s.run(g.constant(Tensor.of(1f))));
    Variable v = g.variable("v", Tensor.of(1f));
    for (Executable use : List.<Executable>of(() -> s.load(v, Tensor.of(2f)), () -> s.valueOf(v))) {
      assertEquals(
          "graph: the session is closed", assertThrows(ValueException.class, use).getMessage());
    }
  }

  @Test
  void deepAndWideGraphsRun() {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          Symbol x = g.placeholder("x", INT32, Shape.scalar());
          Tensor chain = x;
          for (int i = 0; i < 10_000; i++) {
            chain = Maths.add(chain, Tensor.of(1));
          }
          List<Tensor> wide = new ArrayList<>();
          for (int i = 0; i < 10_000; i++) {
            wide.add(Maths.add(x, Tensor.of(i)));
          }
          Operation all = g.group("all", wide.toArray(Tensor[]::new));
          Tensor last;
          try (var scope = g.controlDependencies(all)) {
            last = Maths.neg(chain);
          }
          try (Session s = new Session(g)) {
            Map<Symbol, Tensor> feeds = Map.of(x, Tensor.of(5));
            assertEquals(-10_005, s.run(last, feeds).toLongs()[0]);
            List<Tensor> values = s.run(wide, feeds);
            assertEquals(10_004, values.get(9_999).toLongs()[0]);
          }
        });
  }

  @Test
  void severalThreadsMayRunOneSession() throws InterruptedException, ExecutionException {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(-1));
    Tensor c = Maths.square(g.constant(Tensor.of(3f)));
    Tensor y = Reduce.sum(Maths.multiply(Maths.square(x), c));
    Variable counter = g.variable("counter", Tensor.of(0));
    Symbol count = counter.assignAdd(Tensor.of(1));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      List<Future<Boolean>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int n = t + 1;
        all.add(
            pool.submit(
                () -> {
                  boolean right = true;
                  for (int i = 0; i < 200; i++) {
                    float[] v = new float[n];
                    Arrays.fill(v, i);
                    List<Tensor> out = s.run(List.of(y, count), Map.of(x, Tensor.of(v)));
                    right &= out.get(0).toDouble() == (float) (9.0 * n * i * i);
                  }
                  return right;
                }));
      }
      for (Future<Boolean> f : all) {
        assertTrue(f.get());
      }
      assertEquals(1600, s.valueOf(counter).toLongs()[0]);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void twoThreadsMayBuildOneGraph() throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Session s = new Session(g)) {
      List<Future<Tensor>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int n = t;
        all.add(
            pool.submit(
                () -> {
                  Tensor y = g.constant("c", Tensor.of(n));
                  for (int i = 0; i < 500; i++) {
                    y = Maths.add(y, Tensor.of(1));
                  }
                  return s.run(y);
                }));
      }
      List<Long> results = new ArrayList<>();
      for (Future<Tensor> f : all) {
        results.add(f.get().toLongs()[0]);
      }
      Collections.sort(results);
      assertEquals(List.of(500L, 501L, 502L, 503L), results);
      assertEquals(2004, g.operations().stream().map(Operation::name).distinct().count());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aTapeConnectsWhatIsFedWithWhatIsFetched() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Tensor y = Maths.square(x);
    Tensor three = Tensor.of(3f);
    try (Session s = new Session(g);
        GradientTape tape = GradientTape.open()) {
      tape.watch(three);
      Tensor nine = s.run(y, Map.of(x, three));
      assertEquals(6, tape.gradient(nine, three).toDouble());
    }
  }
}
