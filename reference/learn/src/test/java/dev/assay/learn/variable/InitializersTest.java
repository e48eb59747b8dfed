package dev.assay.learn.variable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.ops.random.RandomSeed;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InitializersTest {
  @Test
  void aMissingShapeOrTypeIsATypedError() {
    Initializer glorot = Initializers.glorotUniform(1);
    Shape shape = Shape.of(2, 3);
    assertThrows(ValueException.class, () -> glorot.now(null, DType.FLOAT32));
    assertThrows(ValueException.class, () -> glorot.now(shape, null));
    assertThrows(ValueException.class, () -> glorot.in(new Graph(), null, DType.FLOAT32));
    assertThrows(ValueException.class, () -> Initializers.zeros().now(shape, null));
  }

  /** Fan in 2·3·4 and fan out 2·3·5 as a filter. */
  private static final Shape FILTER = Shape.of(2, 3, 4, 5);

  @AfterEach
  void forget() {
    RandomSeed.clearRandomSeed();
  }

  /** The first numbers of the streams of that seed, whatever the thread drew before. */
  private static Tensor fresh(Initializer initializer, Shape shape, DType dtype) {
    RandomSeed.clearRandomSeed();
    return initializer.now(shape, dtype);
  }

  private static Tensor uniform(Shape shape, double limit) {
    RandomSeed.clearRandomSeed();
    return Random.randomUniform(shape, -limit, limit, DType.FLOAT32, 7);
  }

  private static Tensor truncated(Shape shape, double stddev) {
    RandomSeed.clearRandomSeed();
    return Random.truncatedNormal(shape, 0, stddev, DType.FLOAT32, 7);
  }

  private static void assertSame(Tensor expected, Initializer initializer, Shape shape) {
    Tensor got = fresh(initializer, shape, DType.FLOAT32);
    assertTrue(expected.sameAs(got), () -> expected + " and " + got);
  }

  @Test
  void fansAreThoseOfMatricesFiltersVectorsAndScalars() {
    Shape matrix = Shape.of(3, 5);
    assertSame(uniform(matrix, Math.sqrt(3 * (1 / 4.0))), Initializers.glorotUniform(7), matrix);
    assertSame(uniform(FILTER, Math.sqrt(3 * (1 / 27.0))), Initializers.glorotUniform(7), FILTER);
    assertSame(uniform(FILTER, Math.sqrt(3 * (2 / 24.0))), Initializers.heUniform(7), FILTER);
    assertSame(uniform(FILTER, Math.sqrt(3 * (1 / 24.0))), Initializers.lecunUniform(7), FILTER);
    Shape vector = Shape.of(6);
    assertSame(uniform(vector, Math.sqrt(3 * (1 / 6.0))), Initializers.glorotUniform(7), vector);
    Shape scalar = Shape.scalar();
    assertSame(uniform(scalar, Math.sqrt(3.0)), Initializers.glorotUniform(7), scalar);
  }

  @Test
  void truncationIsCorrectedFor() {
    double c = .87962566103423978;
    assertSame(truncated(FILTER, Math.sqrt(1 / 27.0) / c), Initializers.glorotNormal(7), FILTER);
    assertSame(truncated(FILTER, Math.sqrt(2 / 24.0) / c), Initializers.heNormal(7), FILTER);
    assertSame(truncated(FILTER, Math.sqrt(1 / 24.0) / c), Initializers.lecunNormal(7), FILTER);
  }

  /** A dimension of size 0 has a fan of 0, which counts as 1. */
  @Test
  void emptyShapesAreEmpty() {
    for (Initializer i :
        new Initializer[] {
          Initializers.glorotUniform(1), Initializers.heNormal(1), Initializers.uniform(0, 1, 1)
        }) {
      assertEquals(Shape.of(0, 3), i.now(Shape.of(0, 3), DType.FLOAT32).shape());
    }
  }

  @Test
  void constants() {
    assertArrayEquals(
        new double[] {0.1f, 0.1f},
        Initializers.constant(0.1).now(Shape.of(2), DType.FLOAT32).toDoubles());
    assertArrayEquals(
        new long[] {2, 2}, Initializers.constant(2).now(Shape.of(2), DType.INT32).toLongs());
    assertArrayEquals(
        new long[] {1, 1}, Initializers.ones().now(Shape.of(2), DType.BOOL).toLongs());
    assertArrayEquals(
        new double[] {0}, Initializers.zeros().now(Shape.of(1), DType.FLOAT64).toDoubles());
    Tensor given = Tensor.of(new float[] {1, 2});
    assertTrue(given.sameAs(Initializers.value(given).now(Shape.of(2), DType.FLOAT32)));
    assertThrows(
        ShapeException.class, () -> Initializers.value(given).now(Shape.of(3), DType.FLOAT32));
    assertThrows(
        DTypeException.class, () -> Initializers.value(given).now(Shape.of(2), DType.INT32));
  }

  @Test
  void orthogonalMatricesAreOrthogonal() {
    for (Shape shape : new Shape[] {Shape.of(5, 3), Shape.of(3, 5), Shape.of(2, 2, 3)}) {
      Tensor w = fresh(Initializers.orthogonal(2, 3), shape, DType.FLOAT64);
      assertEquals(shape, w.shape());
      int columns = shape.dim(-1);
      Tensor m = ArrayOps.reshape(w, -1, columns);
      boolean wide = m.shape().dim(0) < columns;
      double[] product = LinAlg.matmul(m, m, !wide, wide).toDoubles();
      int n = Math.min(m.shape().dim(0), columns);
      for (int i = 0; i < n * n; i++) {
        // 5 products of numbers up to 2, and columns that Householder's method leaves orthogonal
        // to within some 10 roundings for each of 3 reflections (Higham 2002, theorem 19.4)
        assertEquals(i % (n + 1) == 0 ? 4 : 0, product[i], 64 * Math.ulp(4.0));
      }
    }
    assertThrows(
        ShapeException.class, () -> Initializers.orthogonal(1).now(Shape.of(3), DType.FLOAT32));
    assertThrows(AttributeException.class, () -> Initializers.orthogonal(Double.NaN));
  }

  @Test
  void identityIsScaledAndMayBeOblong() {
    assertArrayEquals(
        new double[] {3, 0, 0, 0, 3, 0},
        Initializers.identity(3).now(Shape.of(2, 3), DType.FLOAT32).toDoubles());
    assertTrue(
        Creation.eye(2, DType.FLOAT64)
            .sameAs(Initializers.identity(1).now(Shape.of(2, 2), DType.FLOAT64)));
    assertThrows(
        ShapeException.class, () -> Initializers.identity(1).now(Shape.of(2, 2, 2), DType.FLOAT32));
  }

  @Test
  void graphsDrawWhatIsDrawnAtOnce() {
    Shape shape = Shape.of(4, 3);
    for (Map.Entry<String, Initializer> e :
        Map.of(
                "uniform", Initializers.uniform(-1, 1, 5),
                "normal", Initializers.normal(1, 2, 5),
                "truncated", Initializers.truncatedNormal(1, 2, 5),
                "he", Initializers.heNormal(5),
                "orthogonal", Initializers.orthogonal(1, 5))
            .entrySet()) {
      Graph g = new Graph();
      Variable v = VariableScope.of(g).getVariable("v", shape, e.getValue());
      try (Session s = new Session(g);
          Session again = new Session(g)) {
        s.run(g.variablesInitializer());
        again.run(g.variablesInitializer());
        Tensor at = fresh(e.getValue(), shape, DType.FLOAT32);
        assertTrue(at.sameAs(s.valueOf(v)), e.getKey());
        assertTrue(at.sameAs(again.valueOf(v)), e.getKey());
      }
    }
  }

  @Test
  void withoutASeedEachDrawIsAnother() {
    Shape shape = Shape.of(8);
    Initializer i = Initializers.uniform(0, 1);
    assertFalse(i.now(shape, DType.FLOAT32).sameAs(i.now(shape, DType.FLOAT32)));
    Graph g = new Graph();
    g.setRandomSeed(1);
    Variable v = VariableScope.of(g).getVariable("v", shape, i);
    Variable w = VariableScope.of(g).getVariable("w", shape, i);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      assertFalse(s.valueOf(v).sameAs(s.valueOf(w)));
    }
  }

  @Test
  void integersAreNotDrawnFromNormals() {
    assertThrows(
        AttributeException.class, () -> Initializers.normal(0, 1).now(Shape.of(2), DType.INT32));
  }
}
