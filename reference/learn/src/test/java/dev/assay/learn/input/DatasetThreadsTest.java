package dev.assay.learn.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.BackendException;
import dev.assay.engine.CancelledException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Datasets that work on threads: prefetch and the parallel map. */
@SuppressWarnings("try") // scopes are opened for their effect
class DatasetThreadsTest {
  private static void inTime(Executable body) {
    assertTimeoutPreemptively(Duration.ofSeconds(30), body);
  }

  private static long number(List<Tensor> element) {
    return element.get(0).toLongs()[0];
  }

  /** A source without end that counts how many of its iterators are open. */
  private static Dataset endless(AtomicInteger open) {
    return Dataset.generator(() -> new Endless(open));
  }

  private static final class Endless implements Iterator<List<Tensor>>, AutoCloseable {
    private final AtomicInteger open;
    private long next;

    Endless(AtomicInteger open) {
      this.open = open;
      open.incrementAndGet();
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public List<Tensor> next() {
      return List.of(Tensor.of(next++));
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  @RepeatedTest(200)
  void leavingEarlyJoinsTheThreadsAndClosesTheSource() {
    AtomicInteger open = new AtomicInteger();
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    inTime(
        () -> {
          Dataset d =
              endless(open)
                  .map(
                      e -> {
                        seen.add(Thread.currentThread());
                        return e;
                      },
                      3)
                  .prefetch(2);
          try (DatasetIterator it = d.iterator()) {
            assertEquals(0, number(it.next()));
            assertEquals(1, number(it.next()));
          }
          assertEquals(0, open.get());
          assertTrue(seen.stream().noneMatch(Thread::isAlive));
        });
  }

  @RepeatedTest(20)
  void leavingEarlyIsNotStoppedByAFunctionThatSwallowsInterrupts() {
    AtomicInteger open = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(1);
    Dataset d =
        endless(open)
            .map(
                e -> {
                  if (number(e) == 2) { // element 1 fills the buffer
                    full.countDown();
                    swallow();
                  }
                  return e;
                })
            .prefetch(1);
    inTime(
        () -> {
          try (DatasetIterator it = d.iterator()) {
            assertEquals(0, number(it.next()));
            full.await();
          }
          assertEquals(0, open.get());
        });
  }

  /** Waits for an interrupt and forgets that it came. */
  private static void swallow() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  @RepeatedTest(200)
  void anErrorComesOutWhereItsElementWould() {
    AtomicInteger open = new AtomicInteger();
    inTime(
        () -> {
          Dataset d =
              endless(open)
                  .map(
                      e -> {
                        if (number(e) == 5) {
                          throw new IllegalStateException("five");
                        }
                        return e;
                      },
                      4)
                  .prefetch(3);
          DatasetIterator it = d.iterator();
          for (int i = 0; i < 5; i++) {
            assertEquals(i, number(it.next()));
          }
          RuntimeException e = assertThrows(IllegalStateException.class, it::next);
          assertEquals("dataset: in map, at element 5", e.getSuppressed()[0].getMessage());
          assertEquals(0, open.get());
        });
  }

  @Test
  void nothingRunsBeforeTheFirstElementIsAskedFor() {
    AtomicInteger open = new AtomicInteger();
    try (DatasetIterator it = endless(open).map(e -> e, 2).prefetch(1).iterator()) {
      assertEquals(0, it.position());
    }
    assertEquals(0, open.get());
  }

  @Test
  void atMostAsManyAsStatedAreMadeAhead() {
    AtomicInteger made = new AtomicInteger();
    inTime(
        () -> {
          Dataset d =
              Dataset.range(100)
                  .map(
                      e -> {
                        made.incrementAndGet();
                        return e;
                      })
                  .prefetch(3);
          try (DatasetIterator it = d.iterator()) {
            it.next();
            // one taken, three ready, one that waits for room
            while (made.get() < 5) {
              Thread.onSpinWait();
            }
            Thread.sleep(30);
            assertEquals(5, made.get());
          }
        });
  }

  @RepeatedTest(50)
  void anInterruptOfTheConsumerEndsTheWaitAndTheThreads() {
    CountDownLatch never = new CountDownLatch(1);
    for (Dataset d :
        List.of(
            Dataset.range(2).map(e -> wait(never)).prefetch(1),
            Dataset.range(2).map(e -> wait(never), 2))) {
      inTime(
          () -> {
            FutureTask<Boolean> consumer =
                new FutureTask<>(
                    () -> {
                      try (DatasetIterator it = d.iterator()) {
                        assertThrows(CancelledException.class, it::next);
                      }
                      return Thread.currentThread().isInterrupted();
                    });
            Thread t = new Thread(consumer);
            t.start();
            t.interrupt();
            assertTrue(consumer.get());
          });
    }
  }

  private static List<Tensor> wait(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of(Tensor.of(1));
  }

  /** What the threads compute is placed where the consumer's calls are. */
  @Test
  void functionsRunInTheDeviceScopesOfTheConsumer() {
    for (Dataset d :
        List.of(
            Dataset.range(2).map(e -> List.of(Maths.square(e.get(0))), 2),
            Dataset.range(2).map(e -> List.of(Maths.square(e.get(0)))).prefetch(1))) {
      inTime(
          () -> {
            try (var far = Devices.device("/gpu:7")) {
              BackendException e = assertThrows(BackendException.class, d::toList);
              assertTrue(e.getMessage().contains("there is no device /gpu:7"), e.getMessage());
            }
            assertEquals(2, d.toList().size());
          });
    }
  }

  @Test
  void twoIteratorsOfOneDatasetDoNotMeet() {
    Dataset d = Dataset.range(50).shuffle(10, 3).map(e -> e, 2).prefetch(2);
    List<Long> one = new ArrayList<>();
    List<Long> other = new ArrayList<>();
    inTime(
        () -> {
          try (DatasetIterator a = d.iterator();
              DatasetIterator b = d.iterator()) {
            while (a.hasNext() && b.hasNext()) {
              one.add(number(a.next()));
              other.add(number(b.next()));
            }
            assertFalse(b.hasNext());
          }
        });
    assertEquals(one, other);
    assertEquals(LongStream.range(0, 50).boxed().toList(), one.stream().sorted().toList());
  }
}
