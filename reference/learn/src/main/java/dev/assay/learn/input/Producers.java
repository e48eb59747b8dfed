package dev.assay.learn.input;

import dev.assay.engine.AttributeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Resource;
import dev.assay.engine.graph.SessionState;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.PatternSyntaxException;
import java.util.stream.LongStream;

/**
 * Queues that a runner fills with given elements, epoch after epoch, and that are closed when the
 * epochs are over. Each session counts the epochs from 0; no variable has to be initialised for it.
 */
public final class Producers {
  private Producers() {}

  /** A queue of string scalars, such as the names of files: TensorFlow's of the same name. */
  public static TensorQueue stringInputProducer(
      Graph graph, List<String> strings, ProducerOptions options) {
    ValueException.requireGiven(strings, "string_input_producer: the strings");
    return inputProducer(
        graph, Tensor.ofStrings(Shape.of(strings.size()), strings.toArray(new String[0])), options);
  }

  /** A queue of the int32 scalars 0 … limit − 1. */
  public static TensorQueue rangeInputProducer(Graph graph, int limit, ProducerOptions options) {
    Check.atLeast("range_input_producer", "limit", limit, 1);
    long[] numbers = LongStream.range(0, limit).toArray();
    return inputProducer(graph, Tensor.ofLongs(DType.INT32, Shape.of(limit), numbers), options);
  }

  /**
   * Slices of the first axis of tensors, of which they have the same number: one of each whenever
   * they are run, from a queue of indices.
   */
  public static List<Symbol> sliceInputProducer(
      Graph graph, List<? extends Tensor> tensors, ProducerOptions options) {
    String what = "slice_input_producer";
    List<Tensor> given = Elements.checked(what, tensors);
    int rows = (int) Elements.slices(what, given).cardinality();
    Symbol index = rangeInputProducer(graph, rows, options).dequeue().get(0);
    return given.stream().map(t -> Symbol.of(Indexing.gather(t, index))).toList();
  }

  /** A queue of the slices of the first axis of {@code tensor}, of which there is at least one. */
  public static TensorQueue inputProducer(Graph graph, Tensor tensor, ProducerOptions options) {
    ValueException.requireGiven(graph, "input_producer: the graph");
    ValueException.requireGiven(options, "input_producer: the options");
    String name = options.name();
    List<Tensor> given = Elements.checked(name, Arrays.asList(tensor));
    Check.atLeast(name, "the number of elements", Elements.slices(name, given).cardinality(), 1);
    Tensor all = graph.constant(name + "/elements", tensor);
    if (options.shuffle().isPresent()) {
      all = Random.randomShuffle(all, options.shuffle().getAsLong());
    }
    if (options.numEpochs().isPresent()) {
      all = limitEpochs(graph, name, all, options.numEpochs());
    }
    TensorType type = new TensorType(tensor.dtype(), tensor.shape().without(0));
    TensorQueue queue = TensorQueue.fifo(graph, name, options.capacity(), List.of(type));
    QueueRunner.add(queue, List.of(queue.enqueueMany(all)));
    return queue;
  }

  /** How many epochs of a producer a session has begun. */
  private static final class Epochs implements SessionState {
    private long begun;

    synchronized boolean begin(long limit) {
      boolean more = begun < limit;
      begun += more ? 1 : 0;
      return more;
    }

    @Override
    public void close() {}
  }

  /** Passes the elements on as often as there are epochs; then there are no more. */
  private static Tensor limitEpochs(Graph graph, String name, Tensor all, OptionalLong numEpochs) {
    long limit = numEpochs.orElseThrow();
    Resource<Epochs> epochs = new Resource<>(graph, name + "/limit_epochs", Epochs::new);
    return graph
        .effect(
            name + "/limit_epochs",
            "limit_epochs",
            List.of(all),
            List.of(TensorType.of(all)),
            (resources, inputs) -> {
              if (!resources.get(epochs).begin(limit)) {
                throw new OutOfRangeException(
                    name + ": the limit of " + limit + " epochs is reached");
              }
              return inputs;
            })
        .output(0);
  }

  /**
   * The files whose names match a pattern, such as {@code data/*.tfrecord}, in the order of their
   * names; only the last part may have wildcards. It looks once, as {@code match_filenames_once}.
   */
  public static List<String> matchFilenames(String pattern) {
    ValueException.requireGiven(pattern, "match_filenames: the pattern");
    try {
      return matching(Path.of(pattern));
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw new AttributeException(
          "match_filenames: a path is needed, wildcards in its last part, got \"" + pattern + "\"");
    }
  }

  private static List<String> matching(Path path) {
    Path folder = path.getParent() == null ? Path.of("") : path.getParent();
    List<String> names = new ArrayList<>();
    if (path.getFileName() == null) {
      return names;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, path.getFileName().toString())) {
      files.forEach(f -> names.add(f.toString()));
    } catch (IOException e) {
      throw new FormatException("match_filenames: cannot list " + folder + ": " + e, e);
    } catch (DirectoryIteratorException e) {
      throw new FormatException("match_filenames: cannot list " + folder + ": " + e, e.getCause());
    }
    names.sort(null);
    return List.copyOf(names);
  }
}
