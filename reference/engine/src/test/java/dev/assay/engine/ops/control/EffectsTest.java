package dev.assay.engine.ops.control;

import static dev.assay.engine.tensor.DType.BOOL;
import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bodies do beside their results: assignments, assertions, printing, random numbers. */
class EffectsTest {
  private static final Tensor ONE = Tensor.of(1);

  private final Graph g = new Graph();
  private final Symbol n = g.placeholder("n", INT32, Shape.scalar());
  private final Symbol p = g.placeholder("p", BOOL, Shape.scalar());

  @Test
  void branchesReadAndAssignVariables() {
    Variable v = g.variable("v", Tensor.of(10));
    Tensor y =
        Control.cond(
            p,
            () -> {
              v.assignAdd(ONE); // nobody reads its result
              return v.read();
            },
            () -> v.read());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(11, s.run(y, Map.of(p, Tensor.of(true))).toLongs()[0]);
      assertEquals(11, s.run(y, Map.of(p, Tensor.of(false))).toLongs()[0]);
      assertEquals(12, s.run(y, Map.of(p, Tensor.of(true))).toLongs()[0]);
    }
  }

  @Test
  void loopsReadWhatTheyAssigned() {
    Variable v = g.variable("v", Tensor.of(1));
    Tensor steps =
        Control.whileLoop(
            i -> Maths.less(i, n),
            i -> {
              v.assign(Maths.multiply(v.read(), Tensor.of(2)));
              return Maths.add(i, ONE);
            },
            Tensor.of(0));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(5, s.run(steps, Map.of(n, Tensor.of(5))).toLongs()[0]);
      assertEquals(32, s.valueOf(v).toLongs()[0]);
    }
  }

  @Test
  void aVariableMadeInABodyBelongsToTheGraph() {
    Variable[] made = new Variable[1];
    Tensor y =
        Control.cond(
            p,
            () -> {
              made[0] = g.variable("inner", Tensor.of(7));
              return made[0].read();
            },
            () -> ONE);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertEquals(7, s.run(y, Map.of(p, Tensor.of(true))).toLongs()[0]);
      assertEquals(7, s.valueOf(made[0]).toLongs()[0]);
    }
  }

  @Test
  void bodiesRunAfterTheControlDependenciesOfTheirNodes() {
    Variable v = g.variable("v", Tensor.of(1));
    Symbol write = v.assign(Tensor.of(5));
    Tensor y =
        Control.withDependencies(List.of(write), () -> Control.cond(p, () -> v.read(), () -> ONE));
    // a dependency inside a body on a node outside of it
    Tensor z =
        Control.cond(p, () -> Control.withDependencies(List.of(write), () -> v.read()), () -> ONE);
    for (Tensor t : List.of(y, z)) {
      try (Session s = new Session(g)) {
        s.run(g.variablesInitializer());
        assertEquals(5, s.run(t, Map.of(p, Tensor.of(true))).toLongs()[0]);
      }
    }
  }

  @Test
  void groupsAndTuples() {
    Variable a = g.variable("a", Tensor.of(1));
    Variable b = g.variable("b", Tensor.of(1));
    Operation both = Control.group(a.assignAdd(ONE), b.assignAdd(ONE), ONE);
    List<Tensor> pair = Control.tuple(List.of(a.assign(Tensor.of(8)), b.assign(Tensor.of(9))));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(both);
      assertEquals(2, s.valueOf(a).toLongs()[0]);
      assertEquals(2, s.valueOf(b).toLongs()[0]);
      assertEquals(8, s.run(pair.get(0)).toLongs()[0]);
      assertEquals(9, s.valueOf(b).toLongs()[0]);
      s.run(Control.noOp(g));
    }
    assertThrows(ValueException.class, () -> Control.group(ONE));
    assertEquals(List.of(ONE), Control.tuple(List.of(ONE)));
  }

  @Test
  void assertionsNameTheirMessageAndShowTheirData() {
    Tensor data = Tensor.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    ValueException e =
        assertThrows(
            ValueException.class,
            () -> Control.assertThat(Tensor.of(false), "no luck", data, Tensor.of("why")));
    assertEquals(
        "assert (C2): condition is true everywhere, got [1 2 3 ... 7 8 9] and b'why': no luck",
        e.getMessage());
    ValueException less =
        assertThrows(ValueException.class, () -> Control.assertLess(data, Tensor.of(9)));
    assertEquals(
        "assert_less (C5): x < y everywhere, got [1 2 3 ... 7 8 9] and 9", less.getMessage());
    ShapeException rank = assertThrows(ShapeException.class, () -> Control.assertRank(data, 2));
    assertEquals("assert_rank (C1): x.rank = rank, got [9] with rank=2", rank.getMessage());
    Control.assertShapes(List.of(data, Tensor.of(new int[9][2])), "n; n,2");
    Control.assertNear(Tensor.of(1.0), Tensor.of(1.0 + 1e-9), 1e-6, 0);
    Control.assertEqual(Tensor.of("a"), Tensor.of("a"));
    assertThrows(ValueException.class, () -> Control.assertPositive(Tensor.of(Double.NaN)));
  }

  @Test
  void assertionsInAGraphRunWhenSomethingDependsOnThem() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(-1));
    Tensor positive = Control.assertPositive(x);
    Tensor root = Control.withDependencies(List.of(positive), () -> Maths.sqrt(x));
    try (Session s = new Session(g)) {
      assertEquals(2, s.run(root, Map.of(x, Tensor.of(new float[] {4}))).toDouble());
      assertThrows(
          ValueException.class, () -> s.run(root, Map.of(x, Tensor.of(new float[] {4, -1}))));
    }
    assertThrows(ShapeException.class, () -> Control.assertRank(x, 2)); // known without a session
  }

  @Test
  void anAssertionInABranchRunsWhenTheBranchDoes() {
    Tensor y =
        Control.cond(
            p,
            () -> {
              Control.assertThat(Tensor.of(false), "taken"); // a value: still of this branch
              return ONE;
            },
            () -> ONE);
    try (Session s = new Session(g)) {
      assertEquals(1, s.run(y, Map.of(p, Tensor.of(false))).toLongs()[0]);
      AssayException e =
          assertThrows(AssayException.class, () -> s.run(y, Map.of(p, Tensor.of(true))));
      assertTrue(e.getMessage().endsWith("taken"), e.getMessage());
    }
  }

  @Test
  void printingGoesToAStream() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Control.printTo("test", new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Attributes attrs = Attributes.of("output_stream", "test").and("message", "i = ");
    Tensor y =
        Control.whileLoop(
            i -> Maths.less(i, n),
            i -> Maths.add(Dispatch.one(OpRegistry.get("print"), attrs, i), ONE),
            Tensor.of(0));
    try (Session s = new Session(g)) {
      assertEquals(3, s.run(y, Map.of(n, Tensor.of(3))).toLongs()[0]);
    }
    Dispatch.one(
        OpRegistry.get("print"), attrs.and("message", ""), Tensor.of(new float[] {1, 2.5f}));
    assertEquals(
        "i = 0\ni = 1\ni = 2\n[1.  2.5]\n",
        bytes.toString(StandardCharsets.UTF_8).replace("\r", ""));
    Dispatch.one(OpRegistry.get("print"), attrs.and("summarize", 1), Tensor.of(new int[4][4]));
    assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("[[0 ... 0]"));
  }

  @Test
  void identityNGivesEach() {
    Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
    List<Tensor> both = Control.identityN(List.of(x, ONE));
    assertEquals(List.of(FLOAT64, INT32), both.stream().map(Tensor::dtype).toList());
    try (Session s = new Session(g)) {
      assertEquals(1, s.run(both.get(1), Map.of(x, Tensor.of(2.0))).toLongs()[0]);
    }
  }

  @Test
  void aLoopDrawsNewNumbersInEachIteration() {
    Tensor all =
        Control.mapFn(
            e -> Random.in(g).randomUniform(Shape.of(2), 0, 1, FLOAT32),
            g.placeholder("e", FLOAT32, Shape.of(3)));
    Tensor x = Tensor.of(new float[3]);
    try (Session s = new Session(g)) {
      float[] v = s.run(all, Map.of(g.symbol("e:0"), x)).toFloats();
      Arrays.sort(v);
      for (int i = 1; i < v.length; i++) {
        assertFalse(v[i] == v[i - 1]);
      }
      assertFalse(Arrays.equals(v, s.run(all, Map.of(g.symbol("e:0"), x)).toFloats()));
    }
  }

  @Test
  void thePlansOfASessionAreBounded() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    try (Session s = new Session(g)) {
      for (int i = 0; i < 3000; i++) {
        Tensor y = Maths.add(x, Tensor.of((float) i));
        assertArrayEquals(new float[] {i + 1}, s.run(y, Map.of(x, Tensor.of(1f))).toFloats());
      }
    }
  }
}
