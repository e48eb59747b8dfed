package dev.assay.learn.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VariableScopeTest {
  private static final Shape SHAPE = Shape.of(2, 3);

  private final Graph g = new Graph();
  private final VariableScope root = VariableScope.of(g);

  @Test
  void namesNest() {
    VariableScope inner = root.scope("a").scope("b/c");
    Variable w = inner.getVariable("w", SHAPE, Initializers.zeros());
    assertEquals("a/b/c/w", w.name());
    assertEquals("a/b/c", inner.name());
    assertSame(w, inner.reuse(Reuse.ALWAYS).getVariable("w", SHAPE));
    assertSame(w, root.reuse(Reuse.AUTO).getVariable("a/b/c/w", SHAPE));
    assertTrue(w.isTrainable());
    assertEquals(DType.FLOAT32, w.dtype());
  }

  @Test
  void aScopeKnowsItsVariables() {
    Variable w = root.scope("a").getVariable("w", SHAPE);
    Variable b =
        root.scope("a/in").getVariable("b", SHAPE, DType.INT32, Initializers.ones(), false);
    Variable other = root.scope("ab").getVariable("w", SHAPE);
    assertEquals(List.of(w, b), root.scope("a").variables());
    assertEquals(List.of(w), root.scope("a").trainableVariables());
    assertEquals(List.of(w, b, other), root.variables());
  }

  @Test
  void whatExistsIsMadeOnceAndFoundOnlyWhereThatIsWanted() {
    Variable w = root.getVariable("w", SHAPE);
    ValueException twice = assertThrows(ValueException.class, () -> root.getVariable("w", SHAPE));
    assertEquals(
        "variable w: exists already; use reuse(Reuse.ALWAYS) or AUTO to share it",
        twice.getMessage());
    VariableScope reusing = root.reuse(Reuse.ALWAYS);
    assertThrows(ValueException.class, () -> reusing.getVariable("v", SHAPE));
    assertEquals(List.of(w), g.variables());
    Variable v = root.reuse(Reuse.AUTO).getVariable("v", SHAPE);
    assertNotSame(w, v);
    assertSame(v, reusing.getVariable("v", SHAPE));
    assertEquals(Reuse.ALWAYS, reusing.scope("inner").reuse());
  }

  @Test
  void whatIsFoundIsWhatWasAskedFor() {
    root.getVariable("w", SHAPE);
    VariableScope reusing = root.reuse(Reuse.AUTO);
    assertThrows(ShapeException.class, () -> reusing.getVariable("w", Shape.of(3, 2)));
    assertThrows(DTypeException.class, () -> reusing.getVariable("w", SHAPE, DType.FLOAT64));
    assertThrows(
        ValueException.class,
        () -> reusing.getVariable("w", SHAPE, DType.FLOAT32, Initializers.zeros(), false));
    assertThrows(ShapeException.class, () -> reusing.getVariable("w", Tensor.of(1f), true));
  }

  @Test
  void aNameThatTheGraphWouldChangeIsRefused() {
    g.constant("taken", Tensor.of(1f));
    root.getVariable("w", SHAPE);
    assertThrows(ValueException.class, () -> root.getVariable("taken", SHAPE));
    assertThrows(ValueException.class, () -> root.getVariable("W", SHAPE));
    for (String wrong : new String[] {"", "/a", "a/", "a b", "_a", "a//b"}) {
      assertThrows(AttributeException.class, () -> root.getVariable(wrong, SHAPE), wrong);
      assertThrows(AttributeException.class, () -> root.scope(wrong), wrong);
    }
    assertThrows(ValueException.class, () -> root.getVariable(null, SHAPE));
    assertThrows(ShapeException.class, () -> root.getVariable("u", Shape.of(-1, 2)));
    assertEquals(1, g.variables().size());
  }

  @Test
  void anInitializerThatGivesSomethingElseIsRefused() {
    Initializer wrong = (shape, dtype, draws) -> Tensor.of(1f);
    assertThrows(ShapeException.class, () -> root.getVariable("w", SHAPE, wrong));
    Initializer nothing = (shape, dtype, draws) -> null;
    assertThrows(ValueException.class, () -> root.getVariable("w", SHAPE, nothing));
    assertTrue(g.variables().isEmpty());
  }

  @Test
  void aScopeHasAnInitializerOfItsOwn() {
    VariableScope threes = root.scope("a").initializer(Initializers.constant(3));
    Variable w = threes.scope("b").getVariable("w", Shape.of(2));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertArrayEquals(new double[] {3, 3}, s.valueOf(w).toDoubles());
    }
  }

  /** Whichever initializer runs first, both begin alike. */
  @Test
  void oneVariableBeginsAsAnother() {
    Variable w = root.getVariable("w", SHAPE, Initializers.normal(0, 1));
    Variable same = root.getVariable("same", SHAPE, Initializers.from(w));
    Variable twice = root.getVariable("twice", Maths.multiply(w.initializedValue(), 2), true);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertTrue(s.valueOf(w).sameAs(s.valueOf(same)));
      assertTrue(s.valueOf(twice).sameAs(Maths.multiply(s.valueOf(w), 2)));
    }
    assertThrows(
        ShapeException.class, () -> root.getVariable("x", Shape.of(3, 2), Initializers.from(w)));
    assertThrows(
        DTypeException.class,
        () -> root.getVariable("x", SHAPE, DType.FLOAT64, Initializers.from(w)));
  }

  /** An initializer inside a scope or a body does not depend on it. */
  @Test
  @SuppressWarnings("try") // the scope is opened for its effect
  void whereAVariableIsMadeDoesNotMatter() {
    Variable w = root.getVariable("w", SHAPE, Initializers.zeros());
    Symbol set = w.assign(Tensor.of(new float[2][3]));
    Variable gated;
    try (var after = g.controlDependencies(set)) {
      gated = root.getVariable("gated", SHAPE, Initializers.normal(0, 1, 3));
    }
    Tensor inBody =
        Control.whileLoop(
            k -> Maths.greater(k, 0),
            k -> {
              Variable v =
                  root.reuse(Reuse.AUTO).getVariable("v", SHAPE, Initializers.normal(0, 1, 3));
              v.assignAdd(Tensor.of(new float[][] {{1, 1, 1}, {1, 1, 1}}));
              return Maths.subtract(k, Tensor.of(1));
            },
            g.constant(Tensor.of(2)));
    try (Session s = new Session(g)) {
      s.run(gated.initializer());
      assertFalse(s.isInitialized(w));
      Tensor first = s.valueOf(gated);
      s.run(g.variablesInitializer());
      s.run(inBody);
      Variable v = root.reuse(Reuse.ALWAYS).getVariable("v", SHAPE);
      assertTrue(Maths.add(Maths.add(first, 1), 1).sameAs(s.valueOf(v)));
    }
  }

  @Test
  void threadsThatAskForOneVariableGetOne() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Variable>> asked = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String name = "w" + i / 16;
        asked.add(pool.submit(() -> root.reuse(Reuse.AUTO).getVariable(name, SHAPE)));
      }
      HashSet<Variable> got = new HashSet<>();
      for (Future<Variable> f : asked) {
        got.add(f.get());
      }
      assertEquals(4, got.size());
      assertEquals(got, new HashSet<>(g.variables()));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aMapKeepsNamesAndOrder() {
    Variable h = root.getVariable("h", SHAPE);
    Variable out = root.getVariable("out", SHAPE);
    VariableMap weights = VariableMap.of("z", h, "a", out);
    assertEquals(List.of("z", "a"), List.copyOf(weights.names()));
    assertEquals(List.of(h, out), weights.variables());
    assertSame(h.read(), weights.read("z"));
    assertEquals(List.of("h", "out"), List.copyOf(VariableMap.of(List.of(h, out)).names()));
    assertThrows(ValueException.class, () -> weights.get("b"));
    assertThrows(ValueException.class, () -> weights.and("a", h));
    assertThrows(UnsupportedOperationException.class, () -> weights.asMap().clear());
    assertEquals(3, weights.and("b", h).names().size());
    assertEquals(2, weights.names().size());
  }
}
