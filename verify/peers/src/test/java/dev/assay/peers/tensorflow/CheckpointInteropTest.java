package dev.assay.peers.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.checkpoint.CheckpointReader;
import dev.assay.formats.checkpoint.CheckpointWriter;
import dev.assay.formats.checkpoint.Saver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Checkpoints: TensorFlow restores ours, we read TensorFlow's, and both write the same bytes. */
class CheckpointInteropTest {
  private static final List<String> FILES = List.of(".index", ".data-00000-of-00001");

  @TempDir Path folder;

  /** Every dtype as a scalar, a vector, a matrix and without elements. */
  private static Map<String, Tensor> allTypes() {
    Random random = new Random(11);
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      for (Shape shape : List.of(Shape.scalar(), Shape.of(5), Shape.of(40, 33), Shape.of(0, 2))) {
        out.put(
            dtype.label() + "/" + shape.rank() + "x" + shape.elements(),
            draw(dtype, shape, random));
      }
    }
    return out;
  }

  private static Tensor draw(DType dtype, Shape shape, Random random) {
    if (dtype == DType.STRING) {
      byte[][] strings = new byte[shape.elements()][];
      for (int i = 0; i < strings.length; i++) {
        strings[i] = new byte[i % 7 == 0 ? random.nextInt(400) : i % 7];
        random.nextBytes(strings[i]);
      }
      return Tensor.of(shape, HostStorage.ofBytes(strings));
    }
    long[] bits = new long[shape.elements() * (dtype.isComplex() ? 2 : 1)];
    Arrays.setAll(bits, i -> dtype == DType.BOOL ? random.nextInt(2) : random.nextLong());
    return Tensor.of(shape, HostStorage.ofBits(dtype, bits));
  }

  /** A block of an index ends after 256 KiB: many names, with common beginnings and long ends. */
  private static Map<String, Tensor> many() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (int i = 0; i < 700; i++) {
      String name = "tower_" + i % 3 + "/layer_" + i / 3 + "/weights/Adam_" + i * 7919;
      String end = String.valueOf((char) ('a' + i % 26)).repeat(i % 5 * 600);
      out.put(name + end, Tensor.of(new float[] {i, -i}));
    }
    return out;
  }

  private static Map<String, Tensor> small() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    out.put("v1", Tensor.of(new float[] {1, 2, 3}));
    out.put("v2", Tensor.of(new float[] {4, 5}));
    return out;
  }

  private static Operation save(Bridge bridge, Path prefix, Map<String, Tensor> tensors) {
    List<String> whole = tensors.keySet().stream().map(n -> "").toList();
    return save(bridge, prefix, List.copyOf(tensors.keySet()), whole, tensors.values());
  }

  private static Operation save(
      Bridge bridge,
      Path prefix,
      List<String> names,
      List<String> slices,
      Iterable<Tensor> tensors) {
    List<Output<?>> given = new ArrayList<>();
    tensors.forEach(t -> given.add(bridge.give(t)));
    return bridge
        .op(
            "SaveV2",
            bridge.string(prefix.toString()),
            bridge.strings(names.toArray(String[]::new)),
            bridge.strings(slices.toArray(String[]::new)))
        .addInputList(given.toArray(Output<?>[]::new))
        .build();
  }

  private static void assertRestores(Bridge bridge, Path prefix, Map<String, Tensor> tensors) {
    String[] names = tensors.keySet().toArray(String[]::new);
    String[] whole = new String[names.length];
    Arrays.fill(whole, "");
    Operation restore =
        bridge
            .op(
                "RestoreV2",
                bridge.string(prefix.toString()),
                bridge.strings(names),
                bridge.strings(whole))
            .setAttr(
                "dtypes",
                tensors.values().stream().map(t -> Bridge.type(t.dtype())).toArray(DataType[]::new))
            .build();
    for (int i = 0; i < names.length; i++) {
      assertSame(names[i], tensors.get(names[i]), bridge.take(restore.output(i)));
    }
  }

  private static void assertSame(String name, Tensor want, Tensor got) {
    assertEquals(want.dtype(), got.dtype(), name);
    assertEquals(want.shape(), got.shape(), name);
    assertTrue(want.sameAs(got), () -> name + ": " + got + " instead of " + want);
  }

  private static void assertReads(Path prefix, Map<String, Tensor> tensors) {
    CheckpointReader reader = CheckpointReader.open(prefix);
    assertEquals(tensors.keySet().stream().sorted().toList(), reader.names());
    tensors.forEach((name, tensor) -> assertSame(name, tensor, reader.read(name)));
  }

  private void assertBothWays(String file, Map<String, Tensor> tensors) throws IOException {
    Path ours = Files.createDirectories(folder.resolve("ours")).resolve(file);
    Path theirs = Files.createDirectories(folder.resolve("theirs")).resolve(file);
    CheckpointWriter.write(ours, tensors);
    try (Bridge bridge = new Bridge()) {
      save(bridge, theirs, tensors);
      assertRestores(bridge, ours, tensors);
    }
    assertReads(theirs, tensors);
    for (String end : FILES) {
      assertArrayEquals(
          Files.readAllBytes(Path.of(theirs + end)), Files.readAllBytes(Path.of(ours + end)), end);
    }
  }

  @Test
  void everyTypeGoesBothWaysInTheSameBytes() throws IOException {
    assertBothWays("mixed.ckpt-499", allTypes());
  }

  @Test
  void manyTensorsGoBothWaysInTheSameBytes() throws IOException {
    assertBothWays("many.ckpt", many());
    assertTrue(Files.size(folder.resolve("ours/many.ckpt.index")) > 3 << 18, "several blocks");
  }

  @Test
  void fewTensorsGoBothWaysInTheSameBytes() throws IOException {
    assertBothWays("model.ckpt", small());
  }

  @Test
  void weReadWhatTensorFlowMerged() {
    Map<String, Tensor> all = new LinkedHashMap<>(many());
    all.putAll(allTypes());
    Map<String, Tensor> first = new LinkedHashMap<>();
    Map<String, Tensor> second = new LinkedHashMap<>();
    all.forEach((name, tensor) -> (name.hashCode() % 2 == 0 ? first : second).put(name, tensor));
    Path merged = folder.resolve("merged.ckpt");
    try (Bridge bridge = new Bridge()) {
      save(bridge, folder.resolve("part-0"), first);
      save(bridge, folder.resolve("part-1"), second);
      bridge
          .op(
              "MergeV2Checkpoints",
              bridge.strings(
                  folder.resolve("part-0").toString(), folder.resolve("part-1").toString()),
              bridge.string(merged.toString()))
          .build();
    }
    assertTrue(Files.exists(Path.of(merged + ".data-00001-of-00002")));
    assertReads(merged, all);
  }

  /** What a partitioned variable leaves: slices of one tensor. */
  @Test
  void weReadSlices() {
    Tensor upper = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Tensor lower = Tensor.of(new float[][] {{7, 8, 9}});
    Path prefix = folder.resolve("sliced.ckpt");
    try (Bridge bridge = new Bridge()) {
      save(
          bridge,
          prefix,
          List.of("w", "w"),
          List.of("3 3 0,2:-", "3 3 2,1:-"),
          List.of(upper, lower));
    }
    assertReads(prefix, Map.of("w", Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}})));
  }

  @Test
  void variablesGoThroughTheSaverBothWays() {
    Graph graph = new Graph();
    Variable w = graph.variable("layer/w", Tensor.of(new double[][] {{1.5, -2}, {0.25, 4}}));
    Variable step = graph.variable("global_step", Tensor.of(7L), false);
    Saver saver = Saver.of(graph);
    try (Session session = new Session(graph);
        Bridge bridge = new Bridge()) {
      session.run(graph.variablesInitializer());
      Path ours = saver.save(session, folder.resolve("model.ckpt"), 7);
      Map<String, Tensor> values = new LinkedHashMap<>();
      values.put("layer/w", session.valueOf(w));
      values.put("global_step", session.valueOf(step));
      assertRestores(bridge, ours, values);

      Path theirs = folder.resolve("theirs.ckpt-9");
      Map<String, Tensor> others = new LinkedHashMap<>();
      others.put("global_step", Tensor.of(9L));
      others.put("layer/w", Tensor.of(new double[][] {{8, 9}, {10, 11}}));
      save(bridge, theirs, others);
      saver.restore(session, theirs);
      assertSame("w", others.get("layer/w"), session.valueOf(w));
      assertSame("step", others.get("global_step"), session.valueOf(step));
    }
  }
}
