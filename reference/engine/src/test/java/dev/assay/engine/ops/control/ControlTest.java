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

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Branches and loops: at once and in a graph, with the same results. */
class ControlTest {
  private static final Tensor ONE = Tensor.of(1);
  private static final Tensor ONE_FLOAT = Tensor.of(1f);

  private final Graph g = new Graph();

  /** The result at once, which that of a graph must be, bit for bit, of known and unknown shape. */
  private static Tensor bothWays(UnaryOperator<Tensor> f, Tensor x) {
    Tensor now = f.apply(x);
    int[] unknown = new int[x.rank()];
    Arrays.fill(unknown, Shape.UNKNOWN);
    for (Shape shape : List.of(x.shape(), Shape.of(unknown))) {
      Graph g = new Graph();
      Symbol p = g.placeholder("x", x.dtype(), shape);
      Tensor later = f.apply(p);
      assertTrue(later instanceof Symbol);
      try (Session s = new Session(g)) {
        Tensor got = s.run(later, Map.of(p, x));
        assertTrue(now.sameAs(got), () -> "expected " + now + ", got " + got);
      }
    }
    return now;
  }

  private static Tensor below(Tensor x, double limit) {
    return Maths.less(x, Tensor.of(x.dtype(), Shape.scalar(), limit));
  }

  @Test
  void condTakesOneBranch() {
    UnaryOperator<Tensor> abs =
        x -> Control.cond(below(x, 0), () -> Maths.neg(x), () -> Maths.square(x));
    assertEquals(3, bothWays(abs, Tensor.of(-3.0)).toDouble());
    assertEquals(16, bothWays(abs, Tensor.of(4.0)).toDouble());
  }

  @Test
  void theOtherBranchDoesNotRun() {
    Symbol p = g.placeholder("p", BOOL, Shape.scalar());
    Symbol x = g.placeholder("x", INT32, Shape.scalar());
    Tensor y =
        Control.cond(p, () -> Maths.floordiv(ONE, x), () -> Maths.add(x, ONE)); // 1/0 is an error
    try (Session s = new Session(g)) {
      assertEquals(1, s.run(y, Map.of(p, Tensor.of(false), x, Tensor.of(0))).toLongs()[0]);
      ValueException e =
          assertThrows(
              ValueException.class, () -> s.run(y, Map.of(p, Tensor.of(true), x, Tensor.of(0))));
      assertEquals(2, e.getSuppressed().length); // the node in the branch, and that of the branches
    }
  }

  @Test
  void aPredicateWithAValueDecidesAtOnce() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Tensor y = Control.cond(Tensor.of(true), () -> x, () -> Maths.neg(x));
    assertEquals(x, y);
    assertEquals(1, g.operations().size());
  }

  @Test
  void branchesAgreeInTypeAndMergeInShape() {
    Symbol p = g.placeholder("p", BOOL, Shape.scalar());
    Tensor two = Tensor.of(new float[] {1, 2});
    Tensor three = Tensor.of(new float[] {1, 2, 3});
    assertEquals(Shape.of(-1), Control.cond(p, () -> two, () -> three).shape());
    assertEquals(Shape.of(2), Control.cond(p, () -> two, () -> two).shape());
    assertThrows(DTypeException.class, () -> Control.cond(p, () -> two, () -> ONE));
    assertThrows(ShapeException.class, () -> Control.cond(p, () -> two, () -> Tensor.of(1f)));
    assertThrows(
        ValueException.class,
        () -> Control.condAll(p, () -> List.of(two, two), () -> List.of(two)));
    assertThrows(ValueException.class, () -> Control.cond(p, () -> null, () -> two));
    assertThrows(DTypeException.class, () -> Control.cond(ONE, () -> two, () -> two));
    Symbol vector = g.placeholder("v", BOOL, Shape.of(2));
    assertThrows(ShapeException.class, () -> Control.cond(vector, () -> two, () -> two));
    try (Session s = new Session(g)) {
      Tensor y = Control.cond(p, () -> two, () -> three);
      assertEquals(Shape.of(3), s.run(y, Map.of(p, Tensor.of(false))).shape());
    }
  }

  @Test
  void caseTakesTheFirstThatHolds() {
    UnaryOperator<Tensor> sign =
        x ->
            Control.caseOf(
                List.of(
                    new Control.When(below(x, 0), () -> Tensor.of("negative")),
                    new Control.When(below(x, 10), () -> Tensor.of("small"))),
                () -> Tensor.of("large"));
    assertEquals("negative", bothWays(sign, Tensor.of(-1.0)).toStrings()[0]);
    assertEquals("small", bothWays(sign, Tensor.of(1.0)).toStrings()[0]);
    assertEquals("large", bothWays(sign, Tensor.of(10.0)).toStrings()[0]);
  }

  @Test
  void switchCaseCountsFromZeroAndEndsWithTheLast() {
    Tensor x = Tensor.of(5.0);
    UnaryOperator<Tensor> f =
        i ->
            Control.switchCase(
                i, List.of(() -> x, () -> Maths.add(x, Tensor.of(1.0)), () -> Maths.neg(x)));
    double[] expected = {-5, 5, 6, -5, -5};
    for (int i = -1; i < 4; i++) {
      assertEquals(expected[i + 1], bothWays(f, Tensor.of(i)).toDouble());
    }
    assertThrows(DTypeException.class, () -> f.apply(x));
    assertThrows(ValueException.class, () -> Control.switchCase(ONE, List.of()));
  }

  @Test
  void whileLoopRunsAsLongAsItsConditionHolds() {
    UnaryOperator<Tensor> collatz =
        n ->
            Control.whileLoop(
                    v -> Maths.greater(v.get(0), ONE),
                    v ->
                        List.of(
                            Control.cond(
                                Maths.equal(Maths.floormod(v.get(0), Tensor.of(2)), Tensor.of(0)),
                                () -> Maths.floordiv(v.get(0), Tensor.of(2)),
                                () -> Maths.add(Maths.multiply(v.get(0), Tensor.of(3)), ONE)),
                            Maths.add(v.get(1), ONE)),
                    List.of(n, Tensor.of(0)))
                .get(1);
    assertEquals(111, bothWays(collatz, Tensor.of(27)).toLongs()[0]);
    assertEquals(0, bothWays(collatz, Tensor.of(1)).toLongs()[0]);
  }

  @Test
  void newtonsIterationFindsTheSquareRoot() {
    UnaryOperator<Tensor> sqrt =
        x ->
            Control.whileLoop(
                r -> Maths.greater(Maths.abs(Maths.subtract(Maths.square(r), x)), Tensor.of(1e-12)),
                r -> Maths.multiply(Tensor.of(0.5), Maths.add(r, Maths.divide(x, r))),
                x);
    assertEquals(Math.sqrt(2), bothWays(sqrt, Tensor.of(2.0)).toDouble(), 1e-13);
  }

  @Test
  void aLoopEndsAfterTheMostIterations() {
    WhileOptions atMost = WhileOptions.DEFAULT.withMaximumIterations(7);
    UnaryOperator<Tensor> forever =
        x ->
            Control.whileLoop(
                    v -> Maths.equal(v.get(0), v.get(0)),
                    v -> List.of(Maths.add(v.get(0), ONE)),
                    List.of(x),
                    atMost)
                .get(0);
    assertEquals(7, bothWays(forever, Tensor.of(0)).toLongs()[0]);
    assertThrows(ValueException.class, () -> WhileOptions.DEFAULT.withMaximumIterations(-1));
  }

  @Test
  void shapesThatChangeAreStated() {
    UnaryOperator<Tensor> grow =
        x ->
            Control.whileLoop(
                    v -> Maths.less(ArrayOps.size(v.get(0)), Tensor.of(20)),
                    v -> List.of(ArrayOps.concat(List.of(v.get(0), v.get(0)), 0)),
                    List.of(x),
                    WhileOptions.DEFAULT.withShapeInvariants(Shape.of(-1)))
                .get(0);
    assertEquals(Shape.of(24), bothWays(grow, Tensor.of(new int[] {1, 2, 3})).shape());
    for (Tensor x : List.of(Tensor.of(new int[] {1}), g.placeholder("x", INT32, Shape.of(1)))) {
      assertThrows(
          ShapeException.class,
          () -> Control.whileLoop(v -> Tensor.of(true), v -> ArrayOps.concat(List.of(v, v), 0), x));
      assertThrows(
          DTypeException.class,
          () -> Control.whileLoop(v -> Tensor.of(true), v -> ArrayOps.cast(v, FLOAT32), x));
      assertThrows(
          ShapeException.class,
          () ->
              Control.whileLoop(
                  v -> Tensor.of(true),
                  v -> v,
                  List.of(x),
                  WhileOptions.DEFAULT.withShapeInvariants(Shape.of(2))));
      assertThrows(
          ValueException.class,
          () -> Control.whileLoop(v -> Tensor.of(true), v -> List.of(), List.of(x)));
      assertThrows(DTypeException.class, () -> Control.whileLoop(v -> v, v -> v, x));
    }
    assertThrows(
        ValueException.class, () -> Control.whileLoop(v -> ONE, v -> v, List.<Tensor>of()));
  }

  @Test
  void aConditionThatIsSymbolicMakesTheRestOfALoopANode() {
    Symbol n = g.placeholder("n", INT32, Shape.scalar());
    Tensor y = Control.whileLoop(i -> Maths.less(i, n), i -> Maths.add(i, ONE), Tensor.of(3));
    try (Session s = new Session(g)) {
      assertEquals(9, s.run(y, Map.of(n, Tensor.of(9))).toLongs()[0]);
      assertEquals(3, s.run(y, Map.of(n, Tensor.of(1))).toLongs()[0]);
    }
  }

  @Test
  void aLoopWithoutSymbolsUnrolls() {
    Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
    List<Tensor> power =
        Control.whileLoop(
            v -> Maths.less(v.get(0), Tensor.of(3)),
            v -> List.of(Maths.add(v.get(0), ONE), Maths.multiply(v.get(1), x)),
            List.of(Tensor.of(0), Tensor.of(1.0)));
    try (Session s = new Session(g)) {
      assertEquals(8, s.run(power.get(1), Map.of(x, Tensor.of(2.0))).toDouble());
    }
  }

  @Test
  void aHundredThousandIterations() {
    Symbol n = g.placeholder("n", INT32, Shape.scalar());
    Tensor y = Control.whileLoop(i -> Maths.less(i, n), i -> Maths.add(i, ONE), Tensor.of(0));
    try (Session s = new Session(g)) {
      assertEquals(100_000, s.run(y, Map.of(n, Tensor.of(100_000))).toLongs()[0]);
    }
  }

  @Test
  void mapsScansAndFolds() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    Tensor zero = Tensor.of(new double[] {0, 0});
    assertArrayEquals(
        new double[] {3, 7, 11},
        bothWays(v -> Control.mapFn(r -> Reduce.sum(r), v), x).toDoubles());
    assertArrayEquals(
        new double[] {1, 2, 4, 6, 9, 12},
        bothWays(v -> Control.scan(Maths::add, v, zero), x).toDoubles());
    assertArrayEquals(
        new double[] {1, 2, -2, -2, -7, -8},
        bothWays(v -> Control.scan(Maths::subtract, v), x).toDoubles());
    assertArrayEquals(
        new double[] {-9, -12},
        bothWays(v -> Control.foldl(Maths::subtract, v, zero), x).toDoubles());
    assertArrayEquals(
        new double[] {-7, -8}, bothWays(v -> Control.foldl(Maths::subtract, v), x).toDoubles());
    assertArrayEquals(
        new double[] {1, 0}, bothWays(v -> Control.foldr(Maths::subtract, v), x).toDoubles());
    assertArrayEquals(
        new double[] {-9, -12},
        bothWays(v -> Control.foldr(Maths::subtract, v, zero), x).toDoubles());
    assertArrayEquals(
        new double[] {9, 12, 8, 10, 5, 6},
        bothWays(
                v ->
                    Control.scan(
                            (a, e) -> List.of(Maths.add(a.get(0), e.get(0))),
                            List.of(v),
                            List.of(zero),
                            true)
                        .get(0),
                x)
            .toDoubles());
  }

  @Test
  void mapsOfNothingHaveTheTypeOfTheResult() {
    Tensor none = Tensor.zeros(FLOAT32, Shape.of(0, 3));
    Tensor y = Control.mapFn(r -> ArrayOps.cast(Reduce.sum(r), INT32), none);
    assertEquals(INT32, y.dtype());
    assertEquals(Shape.of(0), y.shape());
    bothWays(v -> Control.mapFn(r -> ArrayOps.cast(Reduce.sum(r), INT32), v), none);
    Tensor zero = Tensor.of(4f);
    assertEquals(
        4f,
        bothWays(v -> Control.foldl((a, r) -> Maths.add(a, Reduce.sum(r)), v, zero), none)
            .toDouble());
  }

  @Test
  void elemsAreChecked() {
    Tensor two = Tensor.of(new float[2]);
    Tensor three = Tensor.of(new float[3]);
    assertThrows(ShapeException.class, () -> Control.mapFn(x -> x, Tensor.of(1f)));
    assertThrows(
        ShapeException.class, () -> Control.mapFn(xs -> List.of(xs.get(0)), List.of(two, three)));
    assertThrows(ValueException.class, () -> Control.mapFn(xs -> xs, List.<Tensor>of()));
    assertThrows(
        DTypeException.class,
        () -> Control.scan((a, x) -> ArrayOps.cast(a, INT32), two, ONE_FLOAT));
    Symbol p = g.placeholder("p", FLOAT32, Shape.of(-1));
    Symbol q = g.placeholder("q", FLOAT32, Shape.of(-1));
    Tensor sum =
        Control.mapFn(xs -> List.of(Maths.add(xs.get(0), xs.get(1))), List.of(p, q)).get(0);
    try (Session s = new Session(g)) {
      assertThrows(ShapeException.class, () -> s.run(sum, Map.of(p, two, q, three)));
    }
  }

  @Test
  void bodiesStandInEachOther() {
    // a cond in a while in a map, all reading what is around them
    UnaryOperator<Tensor> f =
        x ->
            Control.mapFn(
                e ->
                    Control.whileLoop(
                        w -> below(w, 100),
                        w ->
                            Control.cond(
                                below(w, 10),
                                () -> Maths.add(Maths.multiply(w, e), Reduce.max(x)),
                                () -> Maths.square(w)),
                        e),
                x);
    Tensor y = bothWays(f, Tensor.of(new double[] {2, 3, 200, 11}));
    assertArrayEquals(new double[] {204, 209, 200, 121}, y.toDoubles());
  }

  @Test
  void whatABodyMakesStaysInIt() {
    Symbol p = g.placeholder("p", BOOL, Shape.scalar());
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    List<Tensor> kept = new ArrayList<>();
    Tensor y =
        Control.cond(
            p,
            () -> {
              kept.add(Maths.exp(x));
              return kept.get(0);
            },
            () -> x);
    Tensor inside = kept.get(0);
    assertTrue(Symbol.of(inside).name().startsWith("cond/exp"));
    ValueException e = assertThrows(ValueException.class, () -> Maths.neg(inside));
    assertTrue(e.getMessage().contains("belongs to the body cond"), e.getMessage());
    assertThrows(ValueException.class, () -> Control.cond(p, () -> inside, () -> x));
    try (Session s = new Session(g)) {
      Map<Tensor, Tensor> feeds = Map.of(p, Tensor.of(true), x, Tensor.of(1f));
      assertThrows(ValueException.class, () -> s.run(inside, feeds));
      assertThrows(
          ValueException.class,
          () -> s.run(y, Map.of(p, Tensor.of(true), x, x, inside, Tensor.of(1f))));
      ValueException fed =
          assertThrows(ValueException.class, () -> s.run(y, Map.of(inside, Tensor.of(1f))));
      assertTrue(fed.getMessage().contains("neither fetched nor fed"), fed.getMessage());
    }
    assertThrows(
        ValueException.class,
        () -> Control.cond(p, () -> g.placeholder(FLOAT32, Shape.scalar()), () -> x));
    assertFalse(g.inBody());
  }

  @Test
  void aBodyThatFailsLeavesTheGraphAsItWas() {
    Symbol p = g.placeholder("p", BOOL, Shape.scalar());
    assertThrows(
        IllegalStateException.class,
        () ->
            Control.cond(
                p,
                () -> {
                  throw new IllegalStateException("mine");
                },
                () -> ONE));
    assertFalse(g.inBody());
    Tensor y = Control.cond(p, () -> ONE, () -> Tensor.of(2));
    try (Session s = new Session(g)) {
      assertEquals(2, s.run(y, Map.of(p, Tensor.of(false))).toLongs()[0]);
    }
  }

  @Test
  void sessionsRunLoopsFromSeveralThreads() throws InterruptedException {
    Symbol n = g.placeholder("n", INT32, Shape.scalar());
    Tensor y =
        Control.whileLoop(
                v -> Maths.less(v.get(0), n),
                v -> List.of(Maths.add(v.get(0), ONE), Maths.add(v.get(1), v.get(0))),
                List.of(Tensor.of(0), Tensor.of(0)))
            .get(1);
    long[] sums = new long[4];
    try (Session s = new Session(g)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < sums.length; t++) {
        int own = t;
        threads.add(
            new Thread(() -> sums[own] = s.run(y, Map.of(n, Tensor.of(1000 + own))).toLongs()[0]));
      }
      threads.forEach(Thread::start);
      for (Thread t : threads) {
        t.join();
      }
    }
    for (int t = 0; t < sums.length; t++) {
      assertEquals((1000L + t) * (999 + t) / 2, sums[t]);
    }
  }
}
