package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A description of a sequence of elements; an element is a list of tensors, its components.
 * Immutable; nothing is read, made or opened before an iterator is asked for an element.
 *
 * <pre>{@code
 * Dataset train =
 *     Dataset.fromTensorSlices(images, labels)
 *         .shuffle(10_000, 42)
 *         .map((x, y) -> List.of(Maths.divide(x, 255f), y))
 *         .batch(32)
 *         .repeat(5)
 *         .prefetch(2);
 * try (DatasetIterator batches = train.iterator()) {
 *   while (batches.hasNext()) {
 *     List<Tensor> batch = batches.next();
 *   }
 * }
 * }</pre>
 *
 * <p>Every iterator begins anew, and two iterators of one dataset give the same elements, as long
 * as its functions and files do. {@link #iteratorFrom} goes on where another iterator stood.
 *
 * <p>Functions of the user's are called when their element is needed. What they throw comes out of
 * the iterator, with a note of the element attached.
 */
public final class Dataset {
  private final Source source;

  Dataset(Source source) {
    this.source = source;
  }

  Source source() {
    return source;
  }

  /** One element that has these components. */
  public static Dataset fromTensors(Tensor... components) {
    List<Tensor> element = Elements.checked("from_tensors", given(components, "from_tensors"));
    return new Dataset(new Counted(1, i -> element));
  }

  /** Element i has slice i of the first axis of each tensor, of which they have the same number. */
  public static Dataset fromTensorSlices(Tensor... tensors) {
    String what = "from_tensor_slices";
    return new Dataset(Elements.slices(what, Elements.checked(what, given(tensors, what))));
  }

  private static <T> List<T> given(T[] values, String what) {
    return Arrays.asList(ValueException.requireGiven(values, what + ": the array"));
  }

  /** The int64 scalars 0 … stop − 1. */
  public static Dataset range(long stop) {
    return range(0, stop, 1);
  }

  /** The int64 scalars start, start + step, … before stop; step is not 0. */
  public static Dataset range(long start, long stop, long step) {
    return new Dataset(Counted.range(start, stop, step));
  }

  /** The elements of {@code elements}, of which every pass takes an iterator of its own. */
  public static Dataset of(Iterable<? extends List<? extends Tensor>> elements) {
    ValueException.requireGiven(elements, "dataset: the elements");
    return generator(elements::iterator);
  }

  /**
   * The elements of what {@code open} gives, which every pass calls anew. An iterator that is
   * {@link AutoCloseable} is closed when the pass ends, fails or is closed.
   */
  public static Dataset generator(
      Supplier<? extends Iterator<? extends List<? extends Tensor>>> open) {
    ValueException.requireGiven(open, "generator: the function");
    return new Dataset(
        epoch ->
            new Iterated<List<? extends Tensor>>(
                "generator", open, e -> Elements.checked("generator", e)));
  }

  /** The records of the files, one file after the other, as string scalars. */
  public static Dataset records(RecordFormat format, Path... files) {
    return records(format, given(files, "records"));
  }

  /** The records of the files, one file after the other, as string scalars. */
  public static Dataset records(RecordFormat format, List<Path> files) {
    ValueException.requireGiven(format, "records: the format");
    List<Dataset> parts = new ArrayList<>();
    for (Path file : ValueException.requireGiven(files, "records: the list of files")) {
      ValueException.requireGiven(file, "records: file " + parts.size());
      parts.add(
          new Dataset(
              epoch ->
                  new Iterated<byte[]>(
                      "records of " + file, () -> format.open(file), Dataset::record)));
    }
    List<Dataset> copy = List.copyOf(parts);
    return range(copy.size()).flatMap(i -> copy.get(i.get(0).toInts()[0]));
  }

  private static List<Tensor> record(byte[] bytes) {
    return List.of(Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {bytes})));
  }

  /** The lines of the files, without their ends, as string scalars. */
  public static Dataset textLines(Path... files) {
    return records(RecordFormat.lines(), files);
  }

  /** What {@code function} makes of each element. */
  public Dataset map(Function<List<Tensor>, ? extends List<? extends Tensor>> function) {
    return new Dataset(new Mapped(source, ValueException.requireGiven(function, "map: function")));
  }

  /** As {@link #map(Function)}, for elements of two components. */
  public Dataset map(BiFunction<Tensor, Tensor, ? extends List<? extends Tensor>> function) {
    return map(Mapped.pair(function));
  }

  /**
   * As {@link #map(Function)}, by {@code threads} threads at once. The order is kept.
   *
   * @param function safe to call from several threads; runs in the device scopes that the consumer
   *     was in
   */
  public Dataset map(
      Function<List<Tensor>, ? extends List<? extends Tensor>> function, int threads) {
    Check.atLeast("map", "threads", threads, 1);
    ValueException.requireGiven(function, "map: function");
    return new Dataset(new MappedInParallel(source, function, threads));
  }

  /** As {@link #map(Function, int)}, for elements of two components. */
  public Dataset map(
      BiFunction<Tensor, Tensor, ? extends List<? extends Tensor>> function, int threads) {
    return map(Mapped.pair(function), threads);
  }

  /** The elements of which {@code predicate} holds. */
  public Dataset filter(Predicate<List<Tensor>> predicate) {
    ValueException.requireGiven(predicate, "filter: the predicate");
    return new Dataset(new Filtered(source, predicate));
  }

  /** The elements of the dataset that {@code function} makes of each element, one by one. */
  public Dataset flatMap(Function<List<Tensor>, Dataset> function) {
    return interleave(1, 1, function);
  }

  /**
   * The elements of the datasets that {@code function} makes of the elements, of {@code
   * cycleLength} datasets at a time: {@code blockLength} elements of one, then of the next. Where
   * one ends the next takes its place.
   */
  public Dataset interleave(
      int cycleLength, int blockLength, Function<List<Tensor>, Dataset> function) {
    Check.atLeast("interleave", "cycle_length", cycleLength, 1);
    Check.atLeast("interleave", "block_length", blockLength, 1);
    ValueException.requireGiven(function, "interleave: the function");
    return new Dataset(new Flattened(source, function, cycleLength, blockLength));
  }

  /** These elements, then those of {@code next}. */
  public Dataset concatenate(Dataset next) {
    ValueException.requireGiven(next, "concatenate: the other dataset");
    return new Dataset(new Chained(source, next.source));
  }

  /** Element i has the components of element i of each dataset, as long as each has one. */
  public static Dataset zip(Dataset... datasets) {
    List<Source> sources = new ArrayList<>();
    for (Dataset d : given(datasets, "zip")) {
      sources.add(ValueException.requireGiven(d, "zip: dataset " + sources.size()).source);
    }
    Check.atLeast("zip", "the number of datasets", sources.size(), 1);
    return new Dataset(new Zipped(List.copyOf(sources)));
  }

  /** {@code size} elements at a time, stacked along a new first axis; the last may be fewer. */
  public Dataset batch(int size) {
    return batch(size, false);
  }

  /**
   * {@code size} elements at a time, stacked along a new first axis.
   *
   * @param dropRemainder whether elements at the end that fill no batch are left out
   */
  public Dataset batch(int size, boolean dropRemainder) {
    Check.atLeast("batch", "batch_size", size, 1);
    return new Dataset(
        new Batched(source, size, dropRemainder, (e, at) -> Elements.stack("batch", e, at)));
  }

  /** As {@link #batch(int)}, each component grown with zeros to the largest of its batch. */
  public Dataset paddedBatch(int size) {
    return paddedBatch(size, List.of(), List.of(), false);
  }

  /**
   * As {@link #batch(int, boolean)}, each component grown at its end.
   *
   * @param shapes of each component, what it is grown to, −1 for the largest of the batch; empty if
   *     that holds for all
   * @param values of each component, the scalar that fills; empty for zero, false, empty strings
   */
  public Dataset paddedBatch(
      int size, List<Shape> shapes, List<Tensor> values, boolean dropRemainder) {
    Check.atLeast("padded_batch", "batch_size", size, 1);
    Padding padding = new Padding("padded_batch", shapes, values);
    return new Dataset(new Batched(source, size, dropRemainder, padding::stack));
  }

  /** The slices of the first axis of every element, one by one. */
  public Dataset unbatch() {
    return flatMap(e -> new Dataset(Elements.slices("unbatch", e)));
  }

  /**
   * The elements of what {@code function} makes of windows of elements, such as {@code w ->
   * w.batch(size)}. Window w has the elements of the numbers {@code w·shift + k·stride, 0 ≤ k <
   * size}.
   *
   * @param dropRemainder whether windows at the end that have fewer elements are left out
   */
  public Dataset window(
      int size, int shift, int stride, boolean dropRemainder, Function<Dataset, Dataset> function) {
    Check.atLeast("window", "size", size, 1);
    Check.atLeast("window", "shift", shift, 1);
    Check.atLeast("window", "stride", stride, 1);
    ValueException.requireGiven(function, "window: the function");
    return new Dataset(new Windowed(source, size, shift, stride, dropRemainder, function));
  }

  /** As {@link #shuffle(int, long, boolean)}, each epoch in an order of its own. */
  public Dataset shuffle(int bufferSize, long seed) {
    return shuffle(bufferSize, seed, true);
  }

  /**
   * The elements in random order: a buffer is filled with {@code bufferSize} of them; one of its
   * places, each as likely, gives its element and takes the next, and so on. Only a buffer that
   * holds all elements makes all orders equally likely. The numbers are Philox's, of the stream of
   * {@code seed} and the epoch.
   *
   * @param reshuffleEachIteration whether each epoch of a {@link #repeat} has an order of its own
   */
  public Dataset shuffle(int bufferSize, long seed, boolean reshuffleEachIteration) {
    Check.atLeast("shuffle", "buffer_size", bufferSize, 1);
    return new Dataset(new Shuffled(source, bufferSize, seed, reshuffleEachIteration));
  }

  /** The elements again and again, for ever, or until an epoch has none. */
  public Dataset repeat() {
    return new Dataset(new Repeated(source, Source.INFINITE));
  }

  /** The elements {@code epochs} times. */
  public Dataset repeat(long epochs) {
    Check.atLeast("repeat", "the number of epochs", epochs, 0);
    return new Dataset(new Repeated(source, epochs));
  }

  /** The first {@code count} elements. */
  public Dataset take(long count) {
    Check.atLeast("take", "count", count, 0);
    return new Dataset(new Part(source, 0, 1, count));
  }

  /** All but the first {@code count} elements. */
  public Dataset skip(long count) {
    Check.atLeast("skip", "count", count, 0);
    return new Dataset(new Part(source, count, 1, Source.INFINITE));
  }

  /** Of every {@code shards} elements the one of number {@code index}. */
  public Dataset shard(long shards, long index) {
    Check.atLeast("shard", "num_shards", shards, 1);
    Check.atLeast("shard", "index", index, 0);
    Check.atLeast("shard", "num_shards", shards, index + 1);
    return new Dataset(new Part(source, index, shards, Source.INFINITE));
  }

  /**
   * The elements of epoch 0, kept in memory once an iterator has reached their end: later ones, and
   * later epochs, read them there.
   */
  public Dataset cache() {
    return new Dataset(new Cached(source));
  }

  /**
   * The same elements, of which a daemon thread makes as many as {@code size} ahead. It starts with
   * the first that is asked for, and has ended when the iterator has ended, failed or is closed.
   */
  public Dataset prefetch(int size) {
    Check.atLeast("prefetch", "buffer_size", size, 1);
    return new Dataset(new Prefetched(source, size));
  }

  /** The elements, before their components a new one: their number, an int64 scalar. */
  public Dataset enumerate(long start) {
    return zip(new Dataset(Counted.from(start)), this);
  }

  /** The dataset as its {@code n}-th repetition has it, counted from 0. */
  public Dataset epoch(long n) {
    Check.atLeast("epoch", "n", n, 0);
    return new Dataset(
        new Source() {
          @Override
          public Cursor open(long epoch) {
            return source.open(Source.epoch(epoch, n));
          }

          @Override
          public long cardinality() {
            return source.cardinality();
          }
        });
  }

  /**
   * How many elements there are, where that is known without reading them; {@link Long#MAX_VALUE}
   * where there is no end.
   */
  public OptionalLong cardinality() {
    long n = source.cardinality();
    return n == Source.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(n);
  }

  /** A pass over all elements. */
  public DatasetIterator iterator() {
    return iteratorFrom(0);
  }

  /**
   * A pass over the elements from number {@code position} on: exactly those that an iterator would
   * give that has given that many already. Elements before it are passed over as cheaply as can be:
   * functions of {@code map} do not see them unless a later {@code filter} or {@code shuffle} must,
   * and whole epochs of known size are not read.
   */
  public DatasetIterator iteratorFrom(long position) {
    Check.atLeast("dataset", "position", position, 0);
    return new DatasetIterator(source.open(0), position);
  }

  /** Calls {@code action} with every element. */
  public void forEach(Consumer<List<Tensor>> action) {
    ValueException.requireGiven(action, "for_each: the action");
    try (DatasetIterator all = iterator()) {
      all.forEachRemaining(action);
    }
  }

  /** f(… f(f(initial, e₀), e₁) …, eₙ₋₁). */
  public List<Tensor> reduce(List<Tensor> initial, BinaryOperator<List<Tensor>> f) {
    ValueException.requireGiven(f, "reduce: the function");
    List<Tensor> state = Elements.checked("reduce", initial);
    try (DatasetIterator all = iterator()) {
      while (all.hasNext()) {
        state = Elements.checked("reduce", f.apply(state, all.next()));
      }
    }
    return state;
  }

  /** All elements. */
  public List<List<Tensor>> toList() {
    List<List<Tensor>> all = new ArrayList<>();
    forEach(all::add);
    return List.copyOf(all);
  }
}
