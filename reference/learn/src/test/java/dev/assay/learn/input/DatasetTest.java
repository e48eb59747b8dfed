package dev.assay.learn.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  /** The elements of a dataset of integer tensors of one component. */
  static List<Long> numbers(Dataset dataset) {
    return dataset.toList().stream()
        .flatMap(e -> LongStream.of(e.get(0).toLongs()).boxed())
        .collect(Collectors.toList());
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void slicesAreTheRowsOfEachTensor() {
    Dataset d =
        Dataset.fromTensorSlices(
            Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}),
            Tensor.of(new String[] {"a", "b", "c"}));
    List<List<Tensor>> all = d.toList();
    assertEquals(3, all.size());
    assertEquals("[3. 4.]", all.get(1).get(0).toString());
    assertEquals(Shape.scalar(), all.get(1).get(1).shape());
    assertArrayEquals(new String[] {"b"}, all.get(1).get(1).toStrings());
    assertEquals(OptionalLong.of(3), d.cardinality());
  }

  @Test
  void slicesNeedOneNumberOfRows() {
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> Dataset.fromTensorSlices(Tensor.of(new int[3]), Tensor.of(new int[2])));
    assertEquals(
        "from_tensor_slices: all components have one size along their first axis,"
            + " got [[3], [2]]",
        e.getMessage());
    e = assertThrows(ShapeException.class, () -> Dataset.fromTensorSlices(Tensor.of(1)));
    assertTrue(e.getMessage().contains("component 0 is a scalar"), e.getMessage());
    assertThrows(ValueException.class, () -> Dataset.fromTensorSlices());
    assertThrows(ValueException.class, () -> Dataset.fromTensors((Tensor) null));
  }

  @Test
  void aSymbolHasNoValueToGive() {
    Tensor p = new Graph().placeholder(DType.FLOAT32, Shape.of(2));
    ValueException e = assertThrows(ValueException.class, () -> Dataset.fromTensorSlices(p));
    assertTrue(e.getMessage().startsWith("from_tensor_slices: component 0 must have a value"));
  }

  @Test
  void fromTensorsIsOneElement() {
    List<List<Tensor>> all = Dataset.fromTensors(Tensor.of(new int[] {1, 2})).toList();
    assertEquals(1, all.size());
    assertArrayEquals(new long[] {1, 2}, all.get(0).get(0).toLongs());
  }

  @Test
  void rangesCountAsTensorFlowsDo() {
    assertEquals(range(0, 5), numbers(Dataset.range(5)));
    assertEquals(List.of(2L, 5L, 8L), numbers(Dataset.range(2, 9, 3)));
    assertEquals(List.of(5L, 3L, 1L), numbers(Dataset.range(5, 0, -2)));
    assertEquals(List.of(), numbers(Dataset.range(5, 0, 1)));
    assertEquals(List.of(), numbers(Dataset.range(0)));
    assertEquals(
        List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE - 1),
        numbers(Dataset.range(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)));
    assertThrows(ValueException.class, () -> Dataset.range(0, 5, 0));
    assertThrows(ValueException.class, () -> Dataset.range(Long.MIN_VALUE, Long.MAX_VALUE, 1));
  }

  @Test
  void mapFilterTakeSkipAndConcatenate() {
    Dataset d = Dataset.range(10);
    assertEquals(
        List.of(0L, 4L, 16L),
        numbers(
            d.filter(e -> e.get(0).toLongs()[0] % 2 == 0)
                .map(e -> List.of(Maths.square(e.get(0))))
                .take(3)));
    assertEquals(List.of(8L, 9L, 0L), numbers(d.skip(8).concatenate(d.take(1))));
    assertEquals(List.of(), numbers(d.skip(11)));
    assertEquals(List.of(), numbers(d.take(0)));
    assertEquals(OptionalLong.of(2), d.skip(8).cardinality());
    assertEquals(OptionalLong.empty(), d.filter(e -> true).cardinality());
  }

  @Test
  void aMapOfTwoComponents() {
    Dataset d =
        Dataset.fromTensorSlices(Tensor.of(new int[] {1, 2}), Tensor.of(new int[] {10, 20}));
    assertEquals(List.of(11L, 22L), numbers(d.map((x, y) -> List.of(Maths.add(x, y)))));
    assertEquals(List.of(11L, 22L), numbers(d.map((x, y) -> List.of(Maths.add(x, y)), 2)));
    ValueException e =
        assertThrows(
            ValueException.class, () -> Dataset.range(1).map((x, y) -> List.of(x)).toList());
    assertEquals("map: a function of two components, the element has 1", e.getMessage());
  }

  @Test
  void batchesStackAndTheLastMayBeSmaller() {
    List<List<Tensor>> all = Dataset.range(7).batch(3).toList();
    assertEquals(3, all.size());
    assertEquals(Shape.of(3), all.get(0).get(0).shape());
    assertArrayEquals(new long[] {6}, all.get(2).get(0).toLongs());
    assertEquals(2, Dataset.range(7).batch(3, true).toList().size());
    assertEquals(OptionalLong.of(3), Dataset.range(7).batch(3).cardinality());
    assertEquals(OptionalLong.of(2), Dataset.range(7).batch(3, true).cardinality());
    assertEquals(List.of(), Dataset.range(2).batch(3, true).toList());
  }

  @Test
  void aBatchOfUnequalShapesNamesComponentShapesAndElement() {
    Tensor two = Tensor.of(new int[] {1, 2});
    Tensor three = Tensor.of(new int[] {1, 2, 3});
    Dataset d = Dataset.of(List.of(List.of(two, two), List.of(two, two), List.of(two, three)));
    ShapeException e = assertThrows(ShapeException.class, () -> d.batch(3).toList());
    assertEquals(
        "batch: component 1 of element 2 has shape [3], the first of its batch has [2]",
        e.getMessage());
    DTypeException t =
        assertThrows(
            DTypeException.class,
            () ->
                Dataset.of(List.of(List.of(Tensor.of(1)), List.of(Tensor.of(1f))))
                    .batch(2)
                    .toList());
    assertEquals(
        "batch: component 0 of element 1 is float32, the first of its batch has int32",
        t.getMessage());
    assertThrows(
        ValueException.class,
        () -> Dataset.of(List.of(List.of(two), List.of(two, two))).batch(2).toList());
  }

  @Test
  void paddedBatchesGrowToTheLargestOrToAShape() {
    Dataset d = Dataset.range(1, 4, 1).map(e -> List.of(Tensor.of(new int[e.get(0).toInts()[0]])));
    assertEquals(Shape.of(3, 3), d.paddedBatch(3).toList().get(0).get(0).shape());
    Dataset words =
        Dataset.of(
            List.of(
                List.of(Tensor.of(new String[] {"a", "b"})),
                List.of(Tensor.of(new String[] {"c"}))));
    assertArrayEquals(
        new String[] {"a", "b", "c", ""}, words.paddedBatch(2).toList().get(0).get(0).toStrings());
    Tensor filled =
        d.paddedBatch(2, List.of(Shape.of(4)), List.of(Tensor.of(7)), true).toList().get(0).get(0);
    assertArrayEquals(new long[] {0, 7, 7, 7, 0, 0, 7, 7}, filled.toLongs());
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> d.paddedBatch(3, List.of(Shape.of(2)), List.of(), false).toList());
    assertEquals(
        "padded_batch: component 0 of element 2 has shape [3], which cannot be padded to [2]",
        e.getMessage());
    assertThrows(
        DTypeException.class,
        () -> d.paddedBatch(3, List.of(), List.of(Tensor.of(1f)), false).toList());
    assertThrows(
        ShapeException.class,
        () -> d.paddedBatch(3, List.of(), List.of(Tensor.of(new int[1])), false));
    assertThrows(
        ValueException.class,
        () -> d.paddedBatch(3, List.of(Shape.of(3), Shape.of(3)), List.of(), false).toList());
  }

  /** TensorFlow's own example of interleave. */
  @Test
  void interleaveTakesBlocksInTurn() {
    Dataset d =
        Dataset.range(1, 6, 1).interleave(2, 4, e -> Dataset.fromTensors(e.get(0)).repeat(6));
    assertEquals(
        List.of(
                1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 3, 3, 4, 4, 5, 5, 5, 5,
                5, 5)
            .stream()
            .map(Integer::longValue)
            .toList(),
        numbers(d));
  }

  @Test
  void windowsSlide() {
    Dataset d = Dataset.range(7);
    assertEquals(
        List.of("[0 1 2]", "[3 4 5]", "[6]"), texts(d.window(3, 3, 1, false, w -> w.batch(3))));
    assertEquals(
        List.of("[0 2 4]", "[1 3 5]", "[2 4 6]"), texts(d.window(3, 1, 2, true, w -> w.batch(3))));
    assertEquals(List.of("[0 1]", "[5 6]"), texts(d.window(2, 5, 1, false, w -> w.batch(2))));
  }

  private static List<String> texts(Dataset d) {
    return d.toList().stream().map(e -> e.get(0).toString()).toList();
  }

  @Test
  void zipEnumerateShardAndReduce() {
    Dataset d = Dataset.zip(Dataset.range(3), Dataset.range(10, 20, 1));
    assertEquals(3, d.toList().size());
    assertEquals(OptionalLong.of(3), d.cardinality());
    List<Tensor> second = Dataset.range(5, 8, 1).enumerate(100).toList().get(1);
    assertEquals(101, second.get(0).toLongs()[0]);
    assertEquals(6, second.get(1).toLongs()[0]);
    assertEquals(List.of(1L, 4L, 7L), numbers(Dataset.range(10).shard(3, 1)));
    assertEquals(OptionalLong.of(3), Dataset.range(10).shard(3, 1).cardinality());
    assertThrows(ValueException.class, () -> d.shard(3, 3));
    List<Tensor> sum =
        Dataset.range(5)
            .reduce(List.of(Tensor.of(0L)), (s, e) -> List.of(Maths.add(s.get(0), e.get(0))));
    assertEquals(10, sum.get(0).toLongs()[0]);
  }

  @Test
  void aShuffleIsReproducibleAndNewInEachEpoch() {
    Dataset d = Dataset.range(20).shuffle(20, 7);
    assertEquals(numbers(d), numbers(d));
    assertNotEquals(range(0, 20), numbers(d));
    assertNotEquals(numbers(d), numbers(Dataset.range(20).shuffle(20, 8)));
    List<Long> two = numbers(d.repeat(2));
    assertNotEquals(two.subList(0, 20), two.subList(20, 40));
    assertEquals(two.subList(20, 40), numbers(d.epoch(1)));
    List<Long> same = numbers(Dataset.range(20).shuffle(20, 7, false).repeat(2));
    assertEquals(same.subList(0, 20), same.subList(20, 40));
    // element i cannot come before the buffer has reached it
    List<Long> near = numbers(Dataset.range(100).shuffle(5, 1));
    for (int i = 0; i < 100; i++) {
      assertTrue(near.get(i) < i + 5, near.toString());
    }
  }

  /**
   * The numbers themselves, so that a change of the algorithm is seen: orders are promised. They
   * come from another implementation of the algorithm that {@code Shuffled} and Philox state.
   */
  @Test
  void theOrderOfAShuffleIsFixed() {
    Dataset all = Dataset.range(10).shuffle(10, 42);
    assertEquals(List.of(1L, 4L, 5L, 9L, 6L, 0L, 7L, 2L, 8L, 3L), numbers(all));
    assertEquals(List.of(9L, 7L, 6L, 2L, 0L, 3L, 5L, 1L, 4L, 8L), numbers(all.epoch(1)));
    assertEquals(
        List.of(1L, 0L, 3L, 6L, 5L, 7L, 8L, 2L, 4L, 9L), numbers(Dataset.range(10).shuffle(4, 42)));
  }

  @Test
  void anEmptyEpochEndsARepetitionForEver() {
    assertEquals(List.of(), numbers(Dataset.range(0).repeat()));
    assertEquals(List.of(), numbers(Dataset.range(5).filter(e -> false).repeat()));
    assertEquals(OptionalLong.of(Long.MAX_VALUE), Dataset.range(5).repeat().cardinality());
    assertEquals(OptionalLong.of(15), Dataset.range(5).repeat(3).cardinality());
    assertEquals(List.of(), numbers(Dataset.range(5).repeat(0)));
    assertEquals(List.of(0L, 1L, 0L, 1L, 0L), numbers(Dataset.range(2).repeat().take(5)));
    assertThrows(ValueException.class, () -> Dataset.range(2).repeat(-1));
  }

  @Test
  void aCacheReadsOnce() {
    int[] made = {0};
    Dataset d =
        Dataset.range(4)
            .map(
                e -> {
                  made[0]++;
                  return e;
                })
            .cache();
    try (DatasetIterator half = d.iterator()) {
      half.next();
    }
    assertEquals(1, made[0]);
    assertEquals(range(0, 4), numbers(d));
    assertEquals(5, made[0]);
    assertEquals(12, numbers(d.repeat(3)).size());
    assertEquals(5, made[0]);
  }

  @Test
  void anIteratorEndsWithATypedErrorAndStaysAtItsEnd() {
    try (DatasetIterator it = Dataset.range(1).iterator()) {
      assertTrue(it.hasNext());
      assertEquals(0, it.position());
      it.next();
      assertEquals(1, it.position());
      assertFalse(it.hasNext());
      OutOfRangeException e = assertThrows(OutOfRangeException.class, it::next);
      assertEquals(
          "dataset: there is no next element, the end was reached after 1", e.getMessage());
      assertThrows(OutOfRangeException.class, it::next);
    }
    DatasetIterator closed = Dataset.range(1).iterator();
    closed.close();
    closed.close();
    assertThrows(ValueException.class, closed::hasNext);
    assertThrows(ValueException.class, closed::next);
  }

  @Test
  void aFailureSaysWhereAndStays() {
    Dataset d =
        Dataset.range(5)
            .map(
                e -> {
                  if (e.get(0).toLongs()[0] == 3) {
                    throw new IllegalStateException("three");
                  }
                  return e;
                });
    try (DatasetIterator it = d.iterator()) {
      for (int i = 0; i < 3; i++) {
        it.next();
      }
      RuntimeException first = assertThrows(IllegalStateException.class, it::next);
      assertEquals("dataset: in map, at element 3", first.getSuppressed()[0].getMessage());
      assertEquals(first, assertThrows(IllegalStateException.class, it::hasNext));
    }
    assertThrows(ValueException.class, () -> Dataset.range(1).map(e -> null).toList());
    assertThrows(
        ValueException.class,
        () -> Dataset.range(1).map(e -> Arrays.asList((Tensor) null)).toList());
    assertThrows(ValueException.class, () -> Dataset.range(1).flatMap(e -> null).toList());
  }

  /** An iterator of somebody else's that must be closed. */
  private static final class Source implements Iterator<List<Tensor>>, AutoCloseable {
    private int left;
    private int closed;

    Source(int left) {
      this.left = left;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public List<Tensor> next() {
      left--;
      if (left == 7) {
        throw new IllegalStateException("seven");
      }
      return List.of(Tensor.of(left));
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void aGeneratorIsClosedAtItsEndWhenItFailsAndWhenItIsLeft() {
    Source whole = new Source(3);
    assertEquals(List.of(2L, 1L, 0L), numbers(Dataset.generator(() -> whole)));
    assertEquals(1, whole.closed);
    Source failing = new Source(10);
    assertThrows(
        IllegalStateException.class, () -> Dataset.generator(() -> failing).batch(2).toList());
    assertEquals(1, failing.closed);
    Source left = new Source(5);
    try (DatasetIterator it = Dataset.generator(() -> left).repeat().batch(2).iterator()) {
      it.next();
    }
    assertEquals(1, left.closed);
    Source taken = new Source(5);
    assertEquals(2, Dataset.generator(() -> taken).take(2).toList().size());
    assertEquals(1, taken.closed);
    Source zipped = new Source(5);
    assertEquals(1, Dataset.zip(Dataset.range(1), Dataset.generator(() -> zipped)).toList().size());
    assertEquals(1, zipped.closed);
  }

  @Test
  void numbersOutOfRangeAreErrorsUpFront() {
    Dataset d = Dataset.range(3);
    ValueException e = assertThrows(ValueException.class, () -> d.batch(0));
    assertEquals("batch: batch_size >= 1, got 0", e.getMessage());
    assertThrows(ValueException.class, () -> d.shuffle(0, 1));
    assertThrows(ValueException.class, () -> d.prefetch(0));
    assertThrows(ValueException.class, () -> d.take(-1));
    assertThrows(ValueException.class, () -> d.skip(-1));
    assertThrows(ValueException.class, () -> d.iteratorFrom(-1));
    assertThrows(ValueException.class, () -> d.interleave(0, 1, x -> d));
    assertThrows(ValueException.class, () -> d.window(1, 0, 1, true, x -> x));
    assertThrows(ValueException.class, () -> d.map(x -> x, 0));
    assertThrows(ValueException.class, () -> d.concatenate(null));
    assertThrows(ValueException.class, () -> Dataset.zip());
  }
}
