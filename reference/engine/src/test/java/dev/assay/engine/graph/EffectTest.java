package dev.assay.engine.graph;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.CancelledException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Nodes that call Java functions, and what sessions keep for them. */
class EffectTest {
  private static final TensorType NUMBER = new TensorType(INT32, Shape.scalar());

  private final Graph g = new Graph();

  /** A count that a session keeps. */
  private static final class Count implements SessionState {
    private int count;
    private int closed;

    synchronized int next() {
      return count++;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private Symbol counter(Resource<Count> count) {
    return g.effect(
            "count",
            "counter",
            List.of(),
            List.of(NUMBER),
            (resources, none) -> List.of(Tensor.of(resources.get(count).next())))
        .output(0);
  }

  @Test
  void itRunsAtEveryRunThoughItsArgumentsNeverChange() {
    Symbol n = counter(new Resource<>(g, "count", Count::new));
    Tensor twice = Maths.multiply(n, 2);
    try (Session s = new Session(g);
        Session other = new Session(g)) {
      assertEquals(0, s.run(twice).toDouble());
      assertEquals(2, s.run(twice).toDouble());
      assertEquals(0, other.run(twice).toDouble());
      assertEquals(2, s.run(List.of(n, twice)).get(0).toDouble());
      assertEquals(14, s.run(twice, Map.of(n, Tensor.of(7))).toDouble());
      assertEquals(3, s.run(n).toDouble());
      assertEquals("counter", n.operation().type());
    }
  }

  @Test
  void aSessionClosesWhatItKeepsOnceAndGivesNoMore() {
    Count kept = new Count();
    Resource<Count> count = new Resource<>(g, "count", () -> kept);
    Symbol n = counter(count);
    Session s = new Session(g);
    s.run(n);
    assertFalse(s.isClosed());
    s.close();
    s.close();
    assertTrue(s.isClosed());
    assertEquals(1, kept.closed);
    assertThrows(ValueException.class, () -> s.run(n));
    CancelledException e = assertThrows(CancelledException.class, () -> s.resources().get(count));
    assertEquals("graph: resource count is gone, the session is closed", e.getMessage());
  }

  @Test
  void aResourceOfAnotherGraphIsAnError() {
    Resource<Count> foreign = new Resource<>(new Graph(), "foreign", Count::new);
    Symbol n = counter(foreign);
    try (Session s = new Session(g)) {
      ValueException e = assertThrows(ValueException.class, () -> s.run(n));
      assertTrue(e.getMessage().contains("resource foreign belongs to another graph"));
    }
  }

  @Test
  void whatItGivesIsChecked() {
    try (Session s = new Session(g)) {
      assertEquals(
          "graph: wrong:0 is int32, its function gave float32",
          assertThrows(DTypeException.class, () -> s.run(giving(Tensor.of(1f)))).getMessage());
      assertEquals(
          "graph: wrong_1:0 has shape [], its function gave [2]",
          assertThrows(ShapeException.class, () -> s.run(giving(Tensor.of(new int[2]))))
              .getMessage());
      assertEquals(
          "graph: node wrong_2 has 1 results, its function gave 2",
          assertThrows(ValueException.class, () -> s.run(giving(Tensor.of(1), Tensor.of(2))))
              .getMessage());
      Symbol p = g.placeholder(INT32, Shape.scalar());
      assertThrows(ValueException.class, () -> s.run(giving(p)));
    }
  }

  /** Whoever waits for one of the others would wait for ever. */
  @Test
  void oneThatCannotBeClosedDoesNotKeepTheOthersOpen() {
    List<Count> kept = new ArrayList<>();
    Session s = new Session(g);
    for (int i = 0; i < 16; i++) {
      Count count = new Count();
      kept.add(count);
      s.resources().get(new Resource<>(g, "count", () -> count));
      s.resources().get(new Resource<SessionState>(g, "stuck", () -> EffectTest::stuck));
    }
    RuntimeException e = assertThrows(IllegalStateException.class, s::close);
    assertEquals(15, e.getSuppressed().length);
    kept.forEach(count -> assertEquals(1, count.closed));
    s.close();
  }

  private static void stuck() {
    throw new IllegalStateException("stuck");
  }

  private Symbol giving(Tensor... values) {
    return g.effect(
            "wrong", "wrong", List.of(), List.of(NUMBER), (resources, none) -> List.of(values))
        .output(0);
  }

  @Test
  void anErrorOfTheFunctionNamesTheNode() {
    Operation failing =
        g.effect(
            "failing",
            "failing",
            List.of(),
            List.of(),
            (resources, none) -> {
              throw new IllegalStateException("broken");
            });
    try (Session s = new Session(g)) {
      RuntimeException e = assertThrows(IllegalStateException.class, () -> s.run(failing));
      assertEquals("graph: at node failing", e.getSuppressed()[0].getMessage());
    }
  }

  /** A body runs its effects whether or not its results need them. */
  @Test
  void aLoopRunsItInEveryIteration() {
    Resource<Count> count = new Resource<>(g, "count", Count::new);
    Symbol n = g.placeholder("n", INT32, Shape.scalar());
    Tensor sum =
        Control.whileLoop(
                u -> Maths.less(u.get(0), n),
                u -> {
                  counter(count);
                  return List.of(Maths.add(u.get(0), 1));
                },
                List.of(Tensor.of(0)))
            .get(0);
    try (Session s = new Session(g)) {
      assertEquals(5, s.run(sum, Map.of(n, Tensor.of(5))).toDouble());
      assertEquals(5, s.resources().get(count).count);
    }
  }

  @Test
  void noDerivativeGoesThroughIt() {
    Symbol x = g.placeholder("x", FLOAT32, Shape.scalar());
    Symbol passed =
        g.effect(
                "pass",
                "pass",
                List.of(x),
                List.of(TensorType.of(x)),
                (resources, inputs) -> inputs)
            .output(0);
    Tensor dx = Gradients.gradient(Maths.multiply(Maths.square(passed), x), x);
    try (Session s = new Session(g)) {
      assertEquals(9, s.run(dx, Map.of(x, Tensor.of(3f))).toDouble());
    }
  }

  /** Runs that wait do not keep other runs of the session from going on. */
  @Test
  void itMayWaitForAnotherRunOfTheSession() {
    CountDownLatch open = new CountDownLatch(1);
    Operation wait =
        g.effect(
            "wait",
            "wait",
            List.of(),
            List.of(),
            (resources, none) -> {
              try {
                open.await();
              } catch (InterruptedException e) {
                throw new CancelledException("interrupted");
              }
              return List.of();
            });
    Operation release =
        g.effect(
            "release",
            "release",
            List.of(),
            List.of(),
            (resources, none) -> {
              open.countDown();
              return List.of();
            });
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (Session s = new Session(g)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread t = new Thread(() -> s.run(wait));
            t.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            t.start();
            s.run(release);
            t.join();
            assertEquals(null, failure.get());
          }
        });
  }

  @Test
  void collectionsKeepWhatIsAddedByKind() {
    g.collections().add(String.class, "a");
    g.collections().add(Integer.class, 1);
    g.collections().add(String.class, "b");
    assertEquals(List.of("a", "b"), g.collections().get(String.class));
    assertEquals(List.of(), g.collections().get(Long.class));
    assertThrows(ValueException.class, () -> g.collections().add(String.class, null));
  }

  @Test
  void theKindsOfTheNewErrors() {
    assertEquals("out_of_range", new OutOfRangeException("x").kind());
    assertEquals("cancelled", new CancelledException("x").kind());
  }
}
