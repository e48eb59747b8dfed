package dev.assay.learn.input;

import static dev.assay.learn.input.DatasetTest.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of datasets and of shuffled batches. */
class DatasetLawsTest {
  private static List<Long> range(long n) {
    return LongStream.range(0, n).boxed().toList();
  }

  @Property(tries = 200)
  void aShuffleIsAPermutationThatTheSeedDetermines(
      @ForAll @IntRange(max = 60) int n,
      @ForAll @IntRange(min = 1, max = 70) int buffer,
      @ForAll long seed) {
    Dataset d = Dataset.range(n).shuffle(buffer, seed);
    List<Long> order = numbers(d);
    assertEquals(range(n), order.stream().sorted().toList());
    assertEquals(order, numbers(Dataset.range(n).shuffle(buffer, seed)));
    for (int i = 0; i < n; i++) {
      assertTrue(order.get(i) < i + (long) buffer);
    }
  }

  @Property(tries = 200)
  void unbatchUndoesBatch(
      @ForAll @IntRange(max = 40) int n, @ForAll @IntRange(min = 1, max = 10) int size) {
    assertEquals(range(n), numbers(Dataset.range(n).batch(size).unbatch()));
    assertEquals(range(n - n % size), numbers(Dataset.range(n).batch(size, true).unbatch()));
  }

  @Property(tries = 200)
  void takeAndSkipPartAndShardsCover(
      @ForAll @IntRange(max = 40) int n,
      @ForAll @IntRange(max = 50) int k,
      @ForAll @IntRange(min = 1, max = 5) int shards) {
    Dataset d = Dataset.range(n);
    assertEquals(range(n), numbers(d.take(k).concatenate(d.skip(k))));
    assertEquals(numbers(d.skip(k)), numbers(d.skip(k / 2).skip(k - k / 2)));
    assertEquals(numbers(d.take(k / 2)), numbers(d.take(k).take(k / 2)));
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      all.addAll(numbers(d.shard(shards, i)));
    }
    assertEquals(range(n), all.stream().sorted().toList());
  }

  /** A pipeline of a few stages over a source of a known number of elements. */
  @Provide
  Arbitrary<Dataset> pipelines() {
    Arbitrary<Integer> stage = Arbitraries.integers().between(0, 10);
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 6);
    return Combinators.combine(
            Arbitraries.integers().between(0, 25),
            Combinators.combine(stage, size).as((a, b) -> new int[] {a, b}).list().ofMaxSize(4))
        .as(
            (n, stages) -> {
              Dataset d = Dataset.range(n);
              for (int[] s : stages) {
                d = staged(d, s[0], s[1]);
              }
              return d;
            });
  }

  private static Dataset staged(Dataset d, int stage, int n) {
    return switch (stage) {
      case 0 -> d.shuffle(n, 17);
      case 1 -> d.repeat(n % 3 + 1);
      case 2 -> d.take(5L * n);
      case 3 -> d.skip(n);
      case 4 -> d.batch(n, true).unbatch();
      case 5 -> d.shard(2, n % 2);
      case 6 -> d.map(e -> List.of(Maths.add(e.get(0), 1L)));
      case 7 -> d.filter(e -> e.get(0).toLongs()[0] % (n + 1) != 0);
      case 8 -> d.interleave(2, n, e -> Dataset.fromTensors(e.get(0)).repeat(2));
      case 9 -> d.concatenate(Dataset.range(n));
      default -> d.cache();
    };
  }

  /** A run that stops and goes on sees what a run that never stopped sees. */
  @Property(tries = 300)
  void anIteratorFromAPositionGoesOnWhereAnotherStood(
      @ForAll("pipelines") Dataset d, @ForAll @IntRange(max = 60) int position) {
    List<Long> all = numbers(d);
    List<Long> rest = new ArrayList<>();
    try (DatasetIterator it = d.iteratorFrom(position)) {
      it.forEachRemaining(e -> rest.add(e.get(0).toLongs()[0]));
      assertEquals(all.size(), it.position());
    }
    assertEquals(all.subList(Math.min(position, all.size()), all.size()), rest);
    d.cardinality().ifPresent(n -> assertEquals(all.size(), n));
  }

  /** The same after batching: positions count batches. */
  @Property(tries = 200)
  void positionsOfBatchesCountBatches(
      @ForAll("pipelines") Dataset d,
      @ForAll @IntRange(min = 1, max = 5) int size,
      @ForAll boolean whole,
      @ForAll @IntRange(max = 12) int position) {
    Dataset batches = d.repeat(3).batch(size, whole);
    List<String> all = batches.toList().stream().map(e -> e.get(0).toString()).toList();
    List<String> rest = new ArrayList<>();
    try (DatasetIterator it = batches.iteratorFrom(position)) {
      it.forEachRemaining(e -> rest.add(e.get(0).toString()));
    }
    assertEquals(all.subList(Math.min(position, all.size()), all.size()), rest);
  }

  @Property(tries = 100)
  void threadsChangeNothing(
      @ForAll("pipelines") Dataset d,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 1, max = 4) int ahead,
      @ForAll @IntRange(max = 10) int position) {
    List<Long> plain = numbers(d.map(e -> List.of(Maths.square(e.get(0)))).shard(2, 1));
    Dataset parallel =
        d.prefetch(ahead)
            .map(e -> List.of(Maths.square(e.get(0))), threads)
            .shard(2, 1)
            .prefetch(ahead);
    assertEquals(plain, numbers(parallel));
    List<Long> rest = new ArrayList<>();
    try (DatasetIterator it = parallel.iteratorFrom(position)) {
      it.forEachRemaining(e -> rest.add(e.get(0).toLongs()[0]));
    }
    assertEquals(plain.subList(Math.min(position, plain.size()), plain.size()), rest);
  }

  @Property(tries = 100)
  void shuffledBatchesDeliverEachElementOncePerEpoch(
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 3) int epochs,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(max = 10) int rest,
      @ForAll @IntRange(max = 4) int room,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll long seed) {
    Graph g = new Graph();
    List<Symbol> element =
        Producers.rangeInputProducer(
                g, n, ProducerOptions.defaults().numEpochs(epochs).capacity(1 + room))
            .dequeue();
    BatchOptions options =
        BatchOptions.of(batch, batch + rest + room).numThreads(threads).smallerFinalBatch();
    Symbol batches = Batches.shuffleBatch(element, options, rest, seed).get(0);
    List<Long> all = new ArrayList<>();
    try (Session s = new Session(g);
        Coordinator coordinator = new Coordinator()) {
      QueueRunner.startAll(s, coordinator);
      coordinator.untilStop(
          () -> {
            for (long v : s.run(batches).toLongs()) {
              all.add(v);
            }
          });
    }
    List<Long> expected =
        LongStream.range(0, (long) n * epochs).map(i -> i / epochs).boxed().toList();
    assertEquals(expected, all.stream().sorted().toList());
  }
}
