package dev.assay.learn.input;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.INT32;
import static dev.assay.engine.tensor.DType.STRING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.CancelledException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TensorQueueTest {
  private static final TensorType NUMBER = new TensorType(INT32, Shape.scalar());

  private final Graph g = new Graph();

  private static <T> FutureTask<T> inBackground(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static <T extends Throwable> T failureOf(Class<T> type, FutureTask<?> task) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> type.cast(assertThrows(ExecutionException.class, task::get).getCause()));
  }

  private Operation put(TensorQueue q, int... numbers) {
    return q.enqueueMany(Tensor.of(numbers));
  }

  @Test
  void firstInFirstOutWithSeveralComponents() {
    TensorQueue q =
        TensorQueue.fifo(g, "q", 10, List.of(NUMBER, new TensorType(STRING, Shape.of(2))));
    Operation one = q.enqueue(Tensor.of(1), Tensor.of(new String[] {"a", "b"}));
    Operation two =
        q.enqueueMany(
            Tensor.of(new int[] {2, 3}), Tensor.of(new String[][] {{"c", "d"}, {"e", "f"}}));
    List<Symbol> next = q.dequeue();
    List<Symbol> pair = q.dequeueMany(2);
    assertEquals(Shape.of(2, 2), pair.get(1).shape());
    try (Session s = new Session(g)) {
      s.run(one);
      s.run(two);
      assertEquals(3, s.run(q.size()).toDouble());
      List<Tensor> first = s.run(next);
      assertEquals(1, first.get(0).toDouble());
      assertArrayEquals(new String[] {"a", "b"}, first.get(1).toStrings());
      List<Tensor> rest = s.run(pair);
      assertArrayEquals(new long[] {2, 3}, rest.get(0).toLongs());
      assertArrayEquals(new String[] {"c", "d", "e", "f"}, rest.get(1).toStrings());
    }
  }

  @Test
  void eachSessionHasAQueueOfItsOwnAndFeedsReplaceElements() {
    TensorQueue q = TensorQueue.fifo(g, "q", 10, List.of(NUMBER));
    Operation put = put(q, 1, 2);
    Symbol next = q.dequeue().get(0);
    try (Session s = new Session(g);
        Session other = new Session(g)) {
      s.run(put);
      assertEquals(0, other.run(q.size()).toDouble());
      assertEquals(9, s.run(next, Map.of(next, Tensor.of(9))).toDouble());
      assertEquals(2, s.run(q.size()).toDouble());
    }
  }

  @Test
  void aClosedQueueGivesWhatItHasAndThenIsOutOfRange() {
    TensorQueue q = TensorQueue.fifo(g, "q", 10, List.of(NUMBER));
    Symbol next = q.dequeue().get(0);
    Symbol three = q.dequeueMany(3).get(0);
    Symbol upTo = q.dequeueUpTo(3).get(0);
    assertEquals(Shape.of(-1), upTo.shape());
    try (Session s = new Session(g)) {
      s.run(put(q, 1, 2, 3, 4, 5));
      assertEquals(0, s.run(q.isClosed()).toDouble());
      s.run(q.close(false));
      s.run(q.close(false));
      assertEquals(1, s.run(q.isClosed()).toDouble());
      assertArrayEquals(new long[] {1, 2, 3}, s.run(three).toLongs());
      OutOfRangeException e = assertThrows(OutOfRangeException.class, () -> s.run(three));
      assertEquals(
          "fifo_queue q is closed and has insufficient elements (requested 3, current size 2)",
          e.getMessage());
      assertEquals("graph: at node q/dequeue_many", e.getSuppressed()[0].getMessage());
      assertArrayEquals(new long[] {4, 5}, s.run(upTo).toLongs());
      assertThrows(OutOfRangeException.class, () -> s.run(upTo));
      assertThrows(OutOfRangeException.class, () -> s.run(next));
      CancelledException c = assertThrows(CancelledException.class, () -> s.run(put(q, 6)));
      assertEquals("fifo_queue q: enqueue: the queue is closed", c.getMessage());
    }
  }

  @Test
  void paddingGrowsWhatIsTakenTogether() {
    TensorQueue q =
        TensorQueue.paddingFifo(g, "q", 10, List.of(new TensorType(INT32, Shape.of(-1))));
    Symbol two = q.dequeueMany(2).get(0);
    Symbol one = q.dequeue().get(0);
    try (Session s = new Session(g)) {
      for (int[] e : new int[][] {{1, 2}, {3}, {4}}) {
        s.run(q.enqueue(Tensor.of(e)));
      }
      assertEquals("[[1 2]\n [3 0]]", s.run(two).toString());
      assertEquals("[4]", s.run(one).toString());
    }
    TensorQueue plain = TensorQueue.fifo(g, "p", 10, List.of(new TensorType(INT32, Shape.of(-1))));
    Symbol pair = plain.dequeueMany(2).get(0);
    try (Session s = new Session(g)) {
      s.run(plain.enqueue(Tensor.of(new int[] {1})));
      s.run(plain.enqueue(Tensor.of(new int[] {1, 2})));
      ShapeException e = assertThrows(ShapeException.class, () -> s.run(pair));
      assertEquals(
          "fifo_queue p: dequeue_many: component 0 of element 1 has shape [2],"
              + " the first of its batch has [1]",
          e.getMessage());
    }
  }

  @Test
  void wrongElementsAndNumbersAreErrorsUpFront() {
    TensorQueue q = TensorQueue.fifo(g, "q", 3, List.of(NUMBER));
    assertThrows(DTypeException.class, () -> q.enqueue(Tensor.of(1f)));
    ShapeException s = assertThrows(ShapeException.class, () -> q.enqueue(Tensor.of(new int[2])));
    assertEquals("fifo_queue q: enqueue: component 0 has shape [], got [2]", s.getMessage());
    assertThrows(ValueException.class, () -> q.enqueue(Tensor.of(1), Tensor.of(1)));
    assertThrows(ValueException.class, () -> q.enqueue((Tensor) null));
    ValueException e = assertThrows(ValueException.class, () -> q.dequeueMany(4));
    assertEquals(
        "fifo_queue q: dequeue_many: n <= capacity - min_after_dequeue, got n = 4, capacity = 3,"
            + " min_after_dequeue = 0",
        e.getMessage());
    assertThrows(ValueException.class, () -> q.dequeueMany(0));
    assertThrows(ValueException.class, () -> TensorQueue.fifo(g, "q", 0, List.of(NUMBER)));
    assertThrows(ValueException.class, () -> TensorQueue.fifo(g, "q", 1, List.of()));
    assertThrows(
        ValueException.class, () -> TensorQueue.randomShuffle(g, "q", 5, 5, List.of(NUMBER), 1));
    // a dimension that only a run tells
    TensorQueue two = TensorQueue.fifo(g, "two", 3, List.of(new TensorType(FLOAT32, Shape.of(2))));
    Symbol p = g.placeholder(FLOAT32, Shape.of(-1));
    Operation put = two.enqueue(p);
    try (Session session = new Session(g)) {
      assertThrows(
          ShapeException.class, () -> session.run(put, Map.of(p, Tensor.of(new float[3]))));
      assertEquals(0, session.run(two.size()).toDouble());
    }
  }

  @Test
  void aShuffleQueueKeepsItsMinimumUntilItIsClosed() {
    TensorQueue q = TensorQueue.randomShuffle(g, "q", 20, 4, List.of(NUMBER), 3);
    Symbol two = q.dequeueMany(2).get(0);
    assertThrows(ValueException.class, () -> q.dequeueMany(17));
    try (Session s = new Session(g)) {
      s.run(put(q, 0, 1, 2, 3, 4));
      FutureTask<Tensor> waiting = inBackground(() -> s.run(two));
      sleep(50);
      assertFalse(waiting.isDone());
      s.run(put(q, 5));
      List<Long> all = new ArrayList<>();
      add(all, assertTimeoutPreemptively(Duration.ofSeconds(20), () -> waiting.get()));
      s.run(q.close(false));
      add(all, s.run(two));
      add(all, s.run(two));
      assertThrows(OutOfRangeException.class, () -> s.run(two));
      assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), all.stream().sorted().toList());
      assertNotEquals(all.stream().sorted().toList(), all);
    }
  }

  private static void add(List<Long> all, Tensor numbers) {
    for (long v : numbers.toLongs()) {
      all.add(v);
    }
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many elements happen to wait does not change which come. */
  @Test
  void theOrderOfAShuffleQueueDoesNotDependOnTiming() {
    List<List<Long>> orders = new ArrayList<>();
    for (int ahead : new int[] {4, 7, 20}) {
      Graph graph = new Graph();
      TensorQueue q = TensorQueue.randomShuffle(graph, "q", 20, 3, List.of(NUMBER), 5);
      Symbol p = graph.placeholder(INT32, Shape.scalar());
      Operation put = q.enqueue(p);
      Symbol next = q.dequeue().get(0);
      Operation close = q.close(false);
      List<Long> order = new ArrayList<>();
      try (Session s = new Session(graph)) {
        int given = 0;
        while (order.size() < 40) {
          while (given < 40 && given - order.size() < ahead) {
            s.run(put, Map.of(p, Tensor.of(given++)));
          }
          if (given == 40) {
            s.run(close);
          }
          add(order, s.run(next));
        }
      }
      orders.add(order);
    }
    assertEquals(orders.get(0), orders.get(1));
    assertEquals(orders.get(0), orders.get(2));
  }

  @RepeatedTest(200)
  void closingTheSessionWakesWhoWaits() {
    TensorQueue empty = TensorQueue.fifo(g, "empty", 1, List.of(NUMBER));
    TensorQueue full = TensorQueue.fifo(g, "full", 1, List.of(NUMBER));
    Symbol next = empty.dequeue().get(0);
    Operation put = put(full, 1, 2, 3);
    Session s = new Session(g);
    FutureTask<Tensor> taking = inBackground(() -> s.run(next));
    FutureTask<Void> putting =
        inBackground(
            () -> {
              s.run(put);
              return null;
            });
    s.close();
    // a run that had not begun yet finds the session closed
    for (FutureTask<?> task : List.of(taking, putting)) {
      RuntimeException e = failureOf(RuntimeException.class, task);
      assertTrue(e instanceof CancelledException || e instanceof ValueException, e.toString());
    }
  }

  @RepeatedTest(200)
  void closingAQueueLetsPendingEnqueuesInOrCancelsThem() {
    TensorQueue q = TensorQueue.fifo(g, "q", 2, List.of(NUMBER));
    Operation put = put(q, 1, 2, 3, 4, 5);
    Symbol next = q.dequeue().get(0);
    Symbol size = q.size();
    for (boolean cancel : new boolean[] {false, true}) {
      Operation close = q.close(cancel);
      try (Session s = new Session(g)) {
        FutureTask<Void> putting =
            inBackground(
                () -> {
                  s.run(put);
                  return null;
                });
        while (s.run(size).toDouble() < 2) {
          Thread.onSpinWait();
        }
        s.run(close);
        List<Long> got = new ArrayList<>();
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              if (cancel) {
                assertTrue(
                    failureOf(CancelledException.class, putting)
                        .getMessage()
                        .contains("pending enqueues cancelled"));
              }
              assertThrows(
                  OutOfRangeException.class,
                  () -> {
                    while (true) {
                      add(got, s.run(next));
                    }
                  });
            });
        assertEquals(cancel ? List.of(1L, 2L) : List.of(1L, 2L, 3L, 4L, 5L), got);
      }
    }
  }

  @RepeatedTest(200)
  void twoConsumersShareTheElementsAndBothEnd() {
    TensorQueue q = TensorQueue.fifo(g, "q", 3, List.of(NUMBER));
    Operation put = put(q, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    Symbol two = q.dequeueMany(2).get(0);
    try (Session s = new Session(g)) {
      List<FutureTask<List<Long>>> consumers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        consumers.add(
            inBackground(
                () -> {
                  List<Long> got = new ArrayList<>();
                  assertThrows(
                      OutOfRangeException.class,
                      () -> {
                        while (true) {
                          add(got, s.run(two));
                        }
                      });
                  return got;
                }));
      }
      s.run(put);
      s.run(q.close(false));
      List<Long> all = new ArrayList<>();
      for (FutureTask<List<Long>> c : consumers) {
        all.addAll(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> c.get()));
      }
      assertEquals(
          List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), all.stream().sorted().toList());
    }
  }

  @RepeatedTest(200)
  void anInterruptEndsAWaitAndTakesNothing() {
    TensorQueue q = TensorQueue.fifo(g, "q", 3, List.of(NUMBER));
    Symbol two = q.dequeueMany(2).get(0);
    try (Session s = new Session(g)) {
      s.run(put(q, 1));
      FutureTask<Boolean> waiting =
          new FutureTask<>(
              () -> {
                assertThrows(CancelledException.class, () -> s.run(two));
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(waiting);
      thread.start();
      thread.interrupt();
      assertTrue(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> waiting.get()));
      s.run(put(q, 2));
      assertArrayEquals(new long[] {1, 2}, s.run(two).toLongs());
    }
  }
}
