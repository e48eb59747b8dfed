package dev.assay.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AssayException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.array.Ordering;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.Decompositions;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.ops.train.Train;
import dev.assay.engine.ops.window.Conv;
import dev.assay.engine.ops.window.Pool;
import dev.assay.engine.ops.window.Window;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MissingArgumentTest {
  private static final Tensor X = Tensor.of(new float[] {1, 2});

  static Stream<Method> facades() {
    return Stream.of(
            Maths.class,
            ArrayOps.class,
            Creation.class,
            Indexing.class,
            Ordering.class,
            Reduce.class,
            LinAlg.class,
            Decompositions.class,
            Nn.class,
            Conv.class,
            Pool.class,
            Window.class,
            Control.class,
            Train.class,
            Tensor.class,
            Shape.class)
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
        .filter(m -> Modifier.isPublic(m.getModifiers()) && Modifier.isStatic(m.getModifiers()))
        .filter(m -> Arrays.stream(m.getParameterTypes()).anyMatch(t -> !t.isPrimitive()));
  }

  @ParameterizedTest
  @MethodSource("facades")
  void nullIsATypedErrorEverywhere(Method method) throws IllegalAccessException {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(t -> t.isPrimitive() ? Array.get(Array.newInstance(t, 1), 0) : null)
            .toArray();
    try {
      method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      assertInstanceOf(AssayException.class, e.getCause());
    }
  }

  @Test
  void theErrorNamesOperationAndInput() {
    assertEquals(
        "add: y, input 1, is null",
        assertThrows(ValueException.class, () -> Maths.add(X, (Tensor) null)).getMessage());
    assertEquals(
        "concat: values, input 1, is null",
        assertThrows(ValueException.class, () -> ArrayOps.concat(Arrays.asList(X, null), 0))
            .getMessage());
    assertThrows(ValueException.class, () -> Call.of(null, List.of(), Attributes.none()));
    assertThrows(ValueException.class, () -> Call.of(OpRegistry.get("neg"), List.of(X), null));
  }

  @Test
  void aSessionSaysWhichListIsMissing() {
    try (Session s = new Session(new Graph())) {
      assertThrows(ValueException.class, () -> s.run((Tensor) null));
      assertThrows(ValueException.class, () -> s.run(List.of(), null));
      assertThrows(ValueException.class, () -> s.run(List.of(), Map.of(), null));
    }
  }

  @Test
  void aDimensionThatIsNotThereIsAShapeError() {
    Shape s = Shape.of(2, 3);
    assertThrows(ShapeException.class, () -> s.with(2, 1));
    assertThrows(ShapeException.class, () -> s.without(Integer.MAX_VALUE));
    assertThrows(ShapeException.class, () -> s.slice(-1, 1));
    assertThrows(ShapeException.class, () -> s.slice(1, 3));
    assertThrows(ValueException.class, () -> Creation.zeros(null, DType.FLOAT32));
  }
}
