package dev.assay.learn.input;

import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.CancelledException;
import dev.assay.engine.FormatException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.string.Strings;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The queue form of chapters 6.1 and 6.2 of the book: producers, readers, batches, runners. */
@Timeout(60)
class QueuePipelineTest {
  @TempDir private Path folder;

  private final Graph g = new Graph();

  private static void inTime(Executable body) {
    assertTimeoutPreemptively(Duration.ofSeconds(30), body);
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProducerOptions once() {
    return ProducerOptions.defaults().numEpochs(1);
  }

  /** Everything that {@code symbol} gives until its end. */
  private List<Long> drain(Symbol symbol) {
    List<Long> all = new ArrayList<>();
    try (Session s = new Session(g);
        Coordinator coordinator = new Coordinator()) {
      QueueRunner.startAll(s, coordinator);
      coordinator.untilStop(
          () -> {
            for (long v : s.run(symbol).toLongs()) {
              all.add(v);
            }
          });
    }
    return all;
  }

  private static List<Long> range(long n) {
    return LongStream.range(0, n).boxed().toList();
  }

  /** Book 6.1.2: three records, two epochs: six can be read, in their order; then that is all. */
  @Test
  void recordsComeInOrderEpochAfterEpochAndThenTheyAreOver() {
    String name = file("data.txt", "one\ntwo\nthree\n");
    TensorQueue files =
        Producers.stringInputProducer(g, List.of(name), ProducerOptions.defaults().numEpochs(2));
    RecordReader.KeyValue record = new RecordReader(g, "reader", RecordFormat.lines()).read(files);
    inTime(
        () -> {
          try (Session s = new Session(g);
              Coordinator coordinator = new Coordinator()) {
            QueueRunner.startAll(s, coordinator);
            List<String> got = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
              List<Tensor> kv = s.run(List.of(record.key(), record.value()));
              got.add(kv.get(0).toStrings()[0].replace(name, "f") + "=" + kv.get(1).toStrings()[0]);
            }
            assertEquals(
                List.of("f:0=one", "f:1=two", "f:2=three", "f:0=one", "f:1=two", "f:2=three"), got);
            OutOfRangeException e =
                assertThrows(OutOfRangeException.class, () -> s.run(record.value()));
            assertTrue(e.getMessage().contains("input_producer is closed"), e.getMessage());
          }
        });
  }

  /** Book 6.1.2, the shuffled form: two at a time of three records in two epochs. */
  @Test
  void shuffledBatchesGiveEveryElementOfEveryEpochOnce() {
    String name = file("data.txt", "1\n2\n3\n");
    TensorQueue files =
        Producers.stringInputProducer(g, List.of(name), ProducerOptions.defaults().numEpochs(2));
    Symbol line = new RecordReader(g, "reader", RecordFormat.lines()).read(files).value();
    Tensor number = Strings.toNumber(line, INT32);
    Symbol batch =
        Batches.shuffleBatch(List.of(number), BatchOptions.of(2, 1000 + 3 * 2), 1000, 7).get(0);
    assertEquals(Shape.of(2), batch.shape());
    inTime(
        () -> {
          List<Long> all = drain(batch);
          assertEquals(List.of(1L, 1L, 2L, 2L, 3L, 3L), all.stream().sorted().toList());
          assertEquals(all, drain(batch));
        });
  }

  @Test
  void anEpochThatNeedsMoreThanThereIsEndsWithTheBookError() {
    TensorQueue numbers = Producers.rangeInputProducer(g, 3, once());
    Symbol five = Batches.batch(numbers.dequeue(), BatchOptions.of(5, 10)).get(0);
    Symbol some =
        Batches.batch(
                Producers.rangeInputProducer(g, 3, once().named("second")).dequeue(),
                BatchOptions.of(2, 10).smallerFinalBatch().named("small"))
            .get(0);
    inTime(
        () -> {
          assertEquals(List.of(), drain(five));
          assertEquals(range(3), drain(some));
        });
  }

  @Test
  void producersShuffleEachEpochAndSlicesStayTogether() {
    Symbol index =
        Producers.rangeInputProducer(
                g, 10, ProducerOptions.defaults().numEpochs(2).shuffle(3).capacity(4))
            .dequeue()
            .get(0);
    List<Symbol> pair =
        Producers.sliceInputProducer(
            g,
            List.of(Tensor.of(new int[] {0, 1, 2}), Tensor.of(new int[] {0, 10, 20})),
            once().shuffle(1).named("slices"));
    Symbol sum = Symbol.of(Maths.subtract(pair.get(1), Maths.multiply(pair.get(0), 10)));
    inTime(
        () -> {
          List<Long> all = drain(index);
          assertEquals(20, all.size());
          assertEquals(range(10), all.subList(0, 10).stream().sorted().toList());
          assertEquals(range(10), all.subList(10, 20).stream().sorted().toList());
          assertNotEquals(all.subList(0, 10), all.subList(10, 20));
          assertEquals(all, drain(index));
          assertEquals(List.of(0L, 0L, 0L), drain(sum));
        });
  }

  @Test
  void manyAtOnceAndPaddedBatches() {
    Symbol rows =
        Producers.inputProducer(g, Tensor.of(new int[][] {{0, 1}, {2, 3}, {4, 5}}), once())
            .dequeue()
            .get(0);
    Symbol three = Batches.batch(List.of(rows), BatchOptions.of(3, 6).manyAtOnce()).get(0);
    assertEquals(Shape.of(3), three.shape());
    Symbol n = Producers.rangeInputProducer(g, 3, once().named("n")).dequeue().get(0);
    Tensor growing = Creation.range(Tensor.of(0), n, Tensor.of(1));
    Symbol padded =
        Batches.batch(List.of(growing), BatchOptions.of(3, 6).padded().named("padded")).get(0);
    inTime(
        () -> {
          assertEquals(range(6), drain(three));
          assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 1L), drain(padded));
        });
  }

  @Test
  void severalThreadsGiveEveryElementOnce() {
    Symbol n = Producers.rangeInputProducer(g, 100, once()).dequeue().get(0);
    Symbol batch =
        Batches.shuffleBatch(
                List.of(n), BatchOptions.of(7, 40).numThreads(4).smallerFinalBatch(), 20, 1)
            .get(0);
    inTime(() -> assertEquals(range(100), drain(batch).stream().sorted().toList()));
  }

  @Test
  void numbersThatCannotWorkAreErrorsUpFront() {
    List<Symbol> n = Producers.rangeInputProducer(g, 3, once()).dequeue();
    ValueException e = assertThrows(ValueException.class, () -> BatchOptions.of(5, 4));
    assertEquals("batch: capacity >= 5, got 4", e.getMessage());
    e =
        assertThrows(
            ValueException.class, () -> Batches.shuffleBatch(n, BatchOptions.of(5, 10), 6, 1));
    assertEquals(
        "batch: capacity (min_after_dequeue + batch_size or more) >= 11, got 10", e.getMessage());
    assertThrows(
        ValueException.class, () -> Batches.shuffleBatch(n, BatchOptions.of(5, 10).padded(), 1, 1));
    assertThrows(ValueException.class, () -> Batches.batch(List.of(), BatchOptions.of(5, 10)));
    assertThrows(ValueException.class, () -> Producers.stringInputProducer(g, List.of(), once()));
    assertThrows(ValueException.class, () -> once().numEpochs(0));
    TensorQueue pairs =
        TensorQueue.fifo(g, "pairs", 2, List.of(new TensorType(INT32, Shape.scalar())));
    assertThrows(
        ValueException.class,
        () -> new RecordReader(g, "reader", RecordFormat.lines()).read(pairs));
  }

  /** The consumer sees the end; the coordinator says why. */
  @RepeatedTest(200)
  void anErrorOfAProducerComesOutOfTheCoordinator() {
    String good = folder.resolve("good.txt").toString();
    file("good.txt", "1\n2\nx\n");
    TensorQueue files = Producers.stringInputProducer(g, List.of(good), once());
    Symbol line = new RecordReader(g, "reader", RecordFormat.lines()).read(files).value();
    Symbol batch =
        Batches.batch(List.of(Strings.toNumber(line, INT32)), BatchOptions.of(1, 5)).get(0);
    inTime(
        () -> {
          RuntimeException e = assertThrows(RuntimeException.class, () -> drain(batch));
          assertTrue(e.getMessage().contains("string_to_number"), e.toString());
        });
  }

  @Test
  void aMissingFileIsAnErrorThatNamesIt() {
    TensorQueue files =
        Producers.stringInputProducer(g, List.of(folder.resolve("none").toString()), once());
    Symbol line = new RecordReader(g, "reader", RecordFormat.lines()).read(files).value();
    Symbol batch = Batches.batch(List.of(line), BatchOptions.of(1, 5)).get(0);
    inTime(
        () -> {
          FormatException e = assertThrows(FormatException.class, () -> drain(batch));
          assertTrue(e.getMessage().contains(folder.resolve("none").toString()), e.getMessage());
        });
  }

  /** Stopping long before the end: producers that wait for room are let go and joined. */
  @RepeatedTest(200)
  void stoppingEarlyJoinsEveryThread() {
    Symbol n = Producers.rangeInputProducer(g, 1000, ProducerOptions.defaults()).dequeue().get(0);
    Symbol batch =
        Batches.shuffleBatch(List.of(n), BatchOptions.of(2, 10).numThreads(2), 4, 1).get(0);
    inTime(
        () -> {
          List<Thread> threads;
          try (Session s = new Session(g)) {
            Coordinator coordinator = new Coordinator();
            threads = QueueRunner.startAll(s, coordinator);
            assertEquals(3, threads.size());
            s.run(batch);
            coordinator.requestStop();
            coordinator.join();
          }
          assertTrue(threads.stream().noneMatch(Thread::isAlive));
        });
  }

  /** The other order: the session goes first, under threads that use it. */
  @RepeatedTest(200)
  void closingTheSessionFirstEndsTheThreadsWithoutAnError() {
    Symbol n = Producers.rangeInputProducer(g, 1000, ProducerOptions.defaults()).dequeue().get(0);
    Symbol batch = Batches.batch(List.of(n), BatchOptions.of(2, 10)).get(0);
    inTime(
        () -> {
          Coordinator coordinator = new Coordinator();
          Session s = new Session(g);
          List<Thread> threads = QueueRunner.startAll(s, coordinator);
          s.run(batch);
          s.close();
          coordinator.join();
          assertTrue(threads.stream().noneMatch(Thread::isAlive));
        });
  }

  @Test
  void runnersStartOncePerSession() {
    Producers.rangeInputProducer(g, 10, ProducerOptions.defaults());
    inTime(
        () -> {
          try (Session s = new Session(g);
              Coordinator coordinator = new Coordinator()) {
            assertEquals(1, QueueRunner.startAll(s, coordinator).size());
            assertEquals(0, QueueRunner.startAll(s, coordinator).size());
            Producers.rangeInputProducer(g, 10, ProducerOptions.defaults().named("more"));
            assertEquals(1, QueueRunner.startAll(s, coordinator).size());
          }
        });
  }

  @Test
  void matchingFileNamesAreSorted() {
    file("data9.txt", "");
    file("data3.txt", "");
    file("other.txt", "");
    assertEquals(
        List.of(folder.resolve("data3.txt").toString(), folder.resolve("data9.txt").toString()),
        Producers.matchFilenames(folder.resolve("data*.txt").toString()));
    assertEquals(List.of(), Producers.matchFilenames(folder.resolve("x*").toString()));
    assertThrows(
        FormatException.class, () -> Producers.matchFilenames(folder.resolve("no/x*").toString()));
    for (String pattern : List.of("[", "data/{a,b", "\0")) {
      assertThrows(AttributeException.class, () -> Producers.matchFilenames(pattern));
    }
  }

  /** A session that is closed in the middle of a file leaves no file open. */
  @Test
  void aReaderClosesItsFileWithTheSession() {
    int[] open = {0};
    RecordFormat format =
        path -> {
          open[0]++;
          return new EndlessRecords(() -> open[0]--);
        };
    TensorQueue files = Producers.stringInputProducer(g, List.of("a"), once());
    Symbol value = new RecordReader(g, "reader", format).read(files).value();
    inTime(
        () -> {
          Coordinator coordinator = new Coordinator();
          try (Session s = new Session(g)) {
            QueueRunner.startAll(s, coordinator);
            assertArrayEquals(new String[] {"r"}, s.run(value).toStrings());
            assertEquals(1, open[0]);
          }
          coordinator.join();
          assertEquals(0, open[0]);
        });
  }

  private record EndlessRecords(Runnable onClose) implements Iterator<byte[]>, AutoCloseable {
    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public byte[] next() {
      return new byte[] {'r'};
    }

    @Override
    public void close() {
      onClose.run();
    }
  }

  @Test
  void aCoordinatorThrowsTheFirstErrorAndTakesTheEndForNone() {
    inTime(
        () -> {
          Coordinator c = new Coordinator();
          c.start(
              "first",
              () -> {
                throw new IllegalStateException("first");
              });
          assertEquals("first", assertThrows(IllegalStateException.class, c::join).getMessage());
          assertTrue(c.shouldStop());
          c.requestStop(new IllegalStateException("late"));
          c.join();
          c.clearStop();
          assertFalse(c.shouldStop());
          assertFalse(c.waitForStop(Duration.ofMillis(5)));
          c.requestStop(new OutOfRangeException("the end"));
          assertTrue(c.waitForStop(Duration.ofDays(1_000_000)));
          c.join();
          c.clearStop();
          c.requestStop(new IOException("checked"));
          assertThrows(CompletionException.class, c::join);
        });
  }

  @Test
  void aThreadThatDoesNotLookIsInterruptedAfterTheGrace() {
    inTime(
        () -> {
          Coordinator c = new Coordinator();
          Thread sleeper =
              c.start(
                  "sleeper",
                  () -> {
                    try {
                      Thread.sleep(1_000_000);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
          c.requestStop();
          c.join(Duration.ofMillis(20));
          assertFalse(sleeper.isAlive());
        });
  }

  @Test
  void aThreadThatNeverEndsIsNamed() {
    inTime(
        () -> {
          Coordinator c = new Coordinator();
          boolean[] end = {false};
          Thread stubborn =
              c.start(
                  "stubborn",
                  () -> {
                    while (!stop(end)) {
                      Thread.onSpinWait();
                    }
                  });
          c.requestStop();
          CancelledException e =
              assertThrows(CancelledException.class, () -> c.join(Duration.ofMillis(20)));
          assertEquals(
              "coordinator: stopped with threads still running: [stubborn]", e.getMessage());
          synchronized (end) {
            end[0] = true;
          }
          stubborn.join();
          c.join();
        });
  }

  private static boolean stop(boolean[] end) {
    synchronized (end) {
      return end[0];
    }
  }

  @Test
  void joiningAnInterruptedThreadStopsJoinsAndStaysInterrupted() {
    inTime(
        () -> {
          Coordinator c = new Coordinator();
          Thread worker =
              c.start(
                  "worker",
                  () -> {
                    while (!c.shouldStop()) {
                      Thread.onSpinWait();
                    }
                  });
          Thread.currentThread().interrupt();
          c.join();
          assertTrue(Thread.interrupted());
          assertFalse(worker.isAlive());
        });
  }

  @Test
  void anEmptyGraphHasNothingToStart() {
    try (Session s = new Session(g);
        Coordinator coordinator = new Coordinator()) {
      assertEquals(List.of(), QueueRunner.startAll(s, coordinator));
    }
  }
}
