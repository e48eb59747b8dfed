package dev.assay.learn.input;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** A null where a pipeline needs a value is a typed error. */
class MissingArgumentsOfInputTest {
  private static final Function<List<Tensor>, List<Tensor>> NO_FUNCTION = null;
  private static final BiFunction<Tensor, Tensor, List<Tensor>> NO_PAIR = null;

  private final Graph g = new Graph();
  private final Dataset d = Dataset.range(3);
  private final List<TensorType> types = List.of(new TensorType(DType.INT32, Shape.scalar()));
  private final TensorQueue q = TensorQueue.fifo(g, "q", 3, types);
  private final ProducerOptions options = ProducerOptions.defaults();

  @TestFactory
  Stream<DynamicTest> aNullIsATypedError() {
    Map<String, Executable> calls =
        Map.ofEntries(
            Map.entry("tensors", () -> Dataset.fromTensors((Tensor[]) null)),
            Map.entry("slices", () -> Dataset.fromTensorSlices((Tensor[]) null)),
            Map.entry("of", () -> Dataset.of(null)),
            Map.entry("of element", () -> Dataset.of(Arrays.asList((List<Tensor>) null)).toList()),
            Map.entry("generator", () -> Dataset.generator(null)),
            Map.entry("generated", () -> Dataset.generator(() -> null).toList()),
            Map.entry("format", () -> Dataset.records(null, Path.of("a"))),
            Map.entry("files", () -> Dataset.records(RecordFormat.lines(), (List<Path>) null)),
            Map.entry("opened", () -> Dataset.records(f -> null, Path.of("a")).toList()),
            Map.entry("map", () -> d.map(NO_FUNCTION)),
            Map.entry("map pair", () -> d.map(NO_PAIR)),
            Map.entry("parallel map", () -> d.map(NO_FUNCTION, 2)),
            Map.entry("filter", () -> d.filter(null)),
            Map.entry("flat map", () -> d.flatMap(null)),
            Map.entry("window", () -> d.window(1, 1, 1, true, null)),
            Map.entry("windowed", () -> d.window(1, 1, 1, true, w -> null).toList()),
            Map.entry("zip", () -> Dataset.zip(d, null)),
            Map.entry("padded shapes", () -> d.paddedBatch(2, null, List.of(), true)),
            Map.entry("padding values", () -> d.paddedBatch(2, List.of(), null, true)),
            Map.entry("for each", () -> d.forEach(null)),
            Map.entry("reduce", () -> d.reduce(null, (s, e) -> s)),
            Map.entry("reduced", () -> d.reduce(List.of(Tensor.of(1)), (s, e) -> null)),
            Map.entry("queue graph", () -> TensorQueue.fifo(null, "q", 1, types)),
            Map.entry("queue name", () -> TensorQueue.fifo(g, null, 1, types)),
            Map.entry("queue types", () -> TensorQueue.fifo(g, "q", 1, null)),
            Map.entry(
                "queue type", () -> TensorQueue.fifo(g, "q", 1, Arrays.asList((TensorType) null))),
            Map.entry("enqueue", () -> q.enqueue((Tensor[]) null)),
            Map.entry("enqueue many", () -> q.enqueueMany((Tensor) null)),
            Map.entry("runner", () -> QueueRunner.add(null, List.of())),
            Map.entry("runner nodes", () -> QueueRunner.add(q, null)),
            Map.entry("start session", () -> QueueRunner.startAll(null, new Coordinator())),
            Map.entry("producer graph", () -> Producers.rangeInputProducer(null, 3, options)),
            Map.entry("producer options", () -> Producers.rangeInputProducer(g, 3, null)),
            Map.entry("strings", () -> Producers.stringInputProducer(g, null, options)),
            Map.entry("pattern", () -> Producers.matchFilenames(null)),
            Map.entry("batch", () -> Batches.batch(null, BatchOptions.of(1, 1))),
            Map.entry("batch options", () -> Batches.batch(q.dequeue(), null)),
            Map.entry("reader", () -> new RecordReader(g, "r", null)),
            Map.entry("read", () -> new RecordReader(g, "r", RecordFormat.lines()).read(null)),
            Map.entry("error", () -> new Coordinator().requestStop(null)),
            Map.entry("register", () -> new Coordinator().register(null)),
            Map.entry("thread", () -> new Coordinator().start("t", null)),
            Map.entry("step", () -> new Coordinator().untilStop(null)),
            Map.entry("grace", () -> new Coordinator().join(null)));
    return calls.entrySet().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.getKey(), () -> assertThrows(ValueException.class, c.getValue())));
  }

  @Test
  void runnersNeedACoordinator() {
    Producers.rangeInputProducer(g, 3, options);
    try (Session s = new Session(g)) {
      assertThrows(ValueException.class, () -> QueueRunner.startAll(s, null));
    }
  }
}
