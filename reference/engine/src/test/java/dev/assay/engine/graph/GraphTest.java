package dev.assay.engine.graph;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.INT32;
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
import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // scopes are opened for their effect
class GraphTest {
  private final Graph g = new Graph();

  @Test
  void aSymbolPrintsAsInTensorFlow1() {
    Symbol t = g.constant("t", Tensor.of(new float[] {1, 2, 3}));
    assertEquals("Tensor(\"t:0\", shape=(3,), dtype=float32)", t.toString());
    assertEquals(
        "Tensor(\"x:0\", shape=(2, ?), dtype=float32)",
        g.placeholder("x", FLOAT32, Shape.of(2, -1)).toString());
    assertEquals("Tensor(\"Const:0\", shape=(), dtype=int32)", g.constant(Tensor.of(7)).toString());
  }

  @Test
  void namesAreMadeUnique() {
    assertEquals("t:0", g.constant("t", Tensor.of(1f)).name());
    assertEquals("t_1:0", g.constant("t", Tensor.of(1f)).name());
    assertEquals("t_2:0", g.constant("t", Tensor.of(1f)).name());
    assertEquals("T_3:0", g.constant("T", Tensor.of(1f)).name());
    assertEquals("a_1:0", g.constant("a_1", Tensor.of(1f)).name());
    assertEquals("a:0", g.constant("a", Tensor.of(1f)).name());
    assertEquals("a_2:0", g.constant("a", Tensor.of(1f)).name());
  }

  @Test
  void aBadNameIsAnError() {
    for (String name : List.of("", " x", "a b", "_x", "x:0", "é")) {
      assertThrows(AttributeException.class, () -> g.constant(name, Tensor.of(1f)), name);
    }
  }

  @Test
  void nodesAreFoundByName() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(2));
    Symbol y = Symbol.of(Maths.square(x));
    assertEquals("square", y.operation().type());
    assertSame(y, g.symbol("square:0"));
    assertSame(x.operation(), g.operation("x"));
    assertEquals(List.of(x), y.operation().inputs());
    assertEquals("square = square[x:0]", y.operation().toString());
    assertEquals(List.of(x.operation(), y.operation()), g.operations());
    assertThrows(ValueException.class, () -> g.operation("z"));
    assertThrows(ValueException.class, () -> g.symbol("x:1"));
    assertThrows(ValueException.class, () -> g.symbol("x"));
  }

  @Test
  void shapesAreInferredWithUnknownDimensions() {
    Symbol p = g.placeholder("x", FLOAT32, Shape.of(2, -1));
    Tensor w = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    assertEquals(Shape.of(3, -1), LinAlg.matmul(w, p).shape());
    assertEquals(Shape.of(-1), Reduce.sum(p, false, 0).shape());
    assertEquals(Shape.scalar(), Reduce.sum(p).shape());
  }

  @Test
  void aConstraintThatCanBeDecidedIsCheckedWhenTheGraphIsMade() {
    Symbol p = g.placeholder("x", FLOAT32, Shape.of(2, -1));
    ShapeException e =
        assertThrows(
            ShapeException.class, () -> LinAlg.matmul(Tensor.of(new float[][] {{1, 2, 3}}), p));
    assertTrue(e.constraint().isPresent());
    assertThrows(DTypeException.class, () -> Maths.add(p, Tensor.of(1)));
  }

  @Test
  void aSymbolHasNoElements() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    for (Runnable read :
        List.<Runnable>of(x::storage, x::host, x::toDouble, x::toFloats, () -> x.sameAs(x))) {
      ValueException e = assertThrows(ValueException.class, read::run);
      assertTrue(e.getMessage().contains("x:0"), e.getMessage());
    }
    assertThrows(ValueException.class, () -> Symbol.of(Tensor.of(1f)));
    assertThrows(ValueException.class, () -> g.constant(x));
  }

  @Test
  void twoGraphsDoNotMix() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Symbol other = new Graph().placeholder("y", FLOAT32, Shape.scalar());
    assertThrows(ValueException.class, () -> Maths.add(x, other));
    assertThrows(ValueException.class, () -> g.controlDependencies(other));
    assertThrows(ValueException.class, () -> g.variable("v", other));
    assertThrows(ValueException.class, () -> g.group("all", other));
  }

  @Test
  void aVariableChecksWhatIsAssigned() {
    Variable v = g.variable("v", Tensor.of(new float[] {2, 3}));
    assertThrows(DTypeException.class, () -> v.assign(Tensor.of(new double[] {2, 3})));
    assertThrows(ShapeException.class, () -> v.assignAdd(Tensor.of(new float[] {2, 3, 4})));
    Variable s = g.variable("s", Tensor.of("text"));
    assertThrows(DTypeException.class, () -> s.assignAdd(Tensor.of("more")));
    assertEquals("Variable(\"v\", float32[2])", v.toString());
    assertEquals(List.of(v, s), g.variables());
    assertEquals(List.of(v, s), g.trainableVariables());
  }

  @Test
  void aVariableIsReadByOneSymbolOutsideOfControlScopes() {
    Variable v = g.variable("v", Tensor.of(1f));
    assertSame(v.read(), v.read());
    try (var after = g.controlDependencies(v.assignAdd(Tensor.of(1f)))) {
      assertNotSame(v.read(), v.read());
    }
    assertEquals("v/read:0", v.read().name());
    assertEquals("v_1", g.variable("v", Tensor.of(1f)).name());
  }

  @Test
  void nodesRememberTheirDevice() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.of(2));
    Symbol y;
    try (var gpu = Devices.device("/gpu:0")) {
      y = Symbol.of(Maths.square(x));
    }
    assertEquals(Optional.empty(), x.operation().device());
    assertEquals(Optional.of("/gpu:0"), y.operation().device());
  }

  @Test
  void aNodeHasAtMostOneControlInputWhateverTheNumberOfDependencies() {
    Symbol a = g.constant("a", Tensor.of(1));
    Symbol b = g.constant("b", Tensor.of(2));
    Symbol c = g.placeholder("c", INT32, Shape.scalar());
    try (var outer = g.controlDependencies(a, b);
        var inner = g.controlDependencies(c)) {
      Symbol d = Symbol.of(Maths.add(c, a));
      Operation gate = d.operation().controlInputs().get(0);
      assertEquals(1, d.operation().controlInputs().size());
      assertEquals(2, gate.controlInputs().size());
      assertSame(c.operation(), gate.controlInputs().get(0));
    }
    assertEquals(List.of(), Symbol.of(Maths.add(c, a)).operation().controlInputs());
  }

  @Test
  void whatIsMadeInAnInitScopeDependsOnNoOpenScopeOrBody() {
    Symbol a = g.constant("a", Tensor.of(1));
    Symbol n = g.placeholder("n", INT32, Shape.scalar());
    try (var after = g.controlDependencies(n)) {
      Symbol free = g.initScope(() -> Symbol.of(Maths.add(a, a)));
      assertEquals(List.of(), free.operation().controlInputs());
      assertEquals(1, Symbol.of(Maths.add(a, a)).operation().controlInputs().size());
    }
    Control.whileLoop(
        k -> Maths.less(k, n),
        k -> {
          assertTrue(g.inBody());
          Symbol free = g.initScope(() -> Symbol.of(Maths.add(a, a)));
          assertFalse(free.operation().isInBody());
          assertTrue(g.inBody());
          return Maths.add(k, free);
        },
        a);
    assertThrows(
        ValueException.class,
        () ->
            g.initScope(
                () -> {
                  throw new ValueException("no value");
                }));
    assertFalse(g.inBody());
  }

  @Test
  void aNodeTellsWhichVariableItReadsOrAssigns() {
    Graph g = new Graph();
    Variable v = g.variable("v", Tensor.of(1f));
    assertEquals(Optional.of(v), v.read().operation().variable());
    assertEquals(Optional.empty(), v.read().operation().assigned());
    assertEquals(Optional.of(v), v.initializer().assigned());
    assertEquals(Optional.of(v), v.assignAdd(Tensor.of(1f)).operation().assigned());
    assertEquals(Optional.empty(), v.initializer().variable());
  }
}
