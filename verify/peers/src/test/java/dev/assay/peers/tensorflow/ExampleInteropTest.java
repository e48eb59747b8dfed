package dev.assay.peers.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.example.Example;
import dev.assay.formats.example.ExampleParser;
import dev.assay.formats.example.FeatureSpec;
import dev.assay.formats.example.ParsedExamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.proto.DataType;

/** {@code tf.Example}: what TensorFlow parses out of our records is what we parse. */
class ExampleInteropTest {
  private static final Map<String, FeatureSpec> FEATURES = features();

  private static Map<String, FeatureSpec> features() {
    Map<String, FeatureSpec> f = new LinkedHashMap<>();
    f.put("image", FeatureSpec.fixed(DType.STRING, Shape.scalar()));
    f.put("box", FeatureSpec.fixed(DType.FLOAT32, Shape.of(2, 2)));
    f.put("label", FeatureSpec.fixed(DType.INT64, Shape.scalar(), Tensor.of(-1L)));
    f.put(
        "weights", FeatureSpec.fixed(DType.FLOAT32, Shape.of(2), Tensor.of(new float[] {3, 0.5f})));
    f.put("name", FeatureSpec.fixed(DType.STRING, Shape.scalar(), Tensor.of("nobody")));
    f.put("words", FeatureSpec.variable(DType.STRING));
    f.put("scores", FeatureSpec.variable(DType.FLOAT32));
    f.put("ids", FeatureSpec.variable(DType.INT64));
    return f;
  }

  private static byte[] example(int i) {
    Map<String, Tensor> features = new LinkedHashMap<>();
    features.put("image", file(new byte[] {0, (byte) 0xff, (byte) i}));
    features.put("box", Tensor.of(new float[] {i, 0.1f, -0f, Float.NaN}));
    if (i % 2 == 0) {
      features.put("label", Tensor.of(Long.MIN_VALUE + i));
      features.put("words", Tensor.of(new String[] {"a", "", "längst", "π"}));
      features.put("scores", Tensor.of(new float[i]));
    }
    if (i % 3 == 0) {
      features.put("ids", Tensor.of(new long[] {-1, 1L << 40, i}));
      features.put("weights", Tensor.of(new float[] {Float.MIN_VALUE, Float.MAX_VALUE}));
      features.put("name", Tensor.of("somebody"));
    }
    features.put("ignored", Tensor.of(new long[] {1, 2, 3}));
    return Example.of(features).toBytes();
  }

  private static Tensor file(byte[] bytes) {
    return Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {bytes}));
  }

  private static Tensor batch(int n) {
    byte[][] examples = new byte[n][];
    for (int i = 0; i < n; i++) {
      examples[i] = example(i);
    }
    return Tensor.of(Shape.of(n), HostStorage.ofBytes(examples));
  }

  /** The features as TensorFlow's operations take them. */
  private record Request(
      Map<String, FeatureSpec.FixedLength> dense, Map<String, FeatureSpec> sparse) {
    static Request of(Map<String, FeatureSpec> features) {
      Request request = new Request(new LinkedHashMap<>(), new LinkedHashMap<>());
      features.forEach(
          (name, spec) -> {
            if (spec instanceof FeatureSpec.FixedLength fixed) {
              request.dense.put(name, fixed);
            } else {
              request.sparse.put(name, spec);
            }
          });
      return request;
    }

    Output<?>[] defaults(Bridge bridge) {
      List<Output<?>> out = new ArrayList<>();
      for (FeatureSpec.FixedLength f : dense.values()) {
        Optional<Tensor> given = f.defaultValue();
        out.add(bridge.give(given.orElse(Tensor.zeros(f.dtype(), Shape.of(0)))));
      }
      return out.toArray(Output<?>[]::new);
    }

    org.tensorflow.ndarray.Shape[] shapes() {
      return dense.values().stream()
          .map(
              f -> {
                org.tensorflow.ndarray.Shape shape = org.tensorflow.ndarray.Shape.scalar();
                for (int d : f.shape().dims()) {
                  shape = shape.append(d);
                }
                return shape;
              })
          .toArray(org.tensorflow.ndarray.Shape[]::new);
    }

    DataType[] sparseTypes() {
      return sparse.values().stream().map(f -> Bridge.type(f.dtype())).toArray(DataType[]::new);
    }
  }

  /** A batch, or, as {@code parse_single_example} does, a scalar. */
  private static Operation parseExample(Bridge bridge, Tensor serialized) {
    Request request = Request.of(FEATURES);
    return bridge
        .op(
            "ParseExampleV2",
            bridge.give(serialized),
            bridge.strings(),
            bridge.strings(request.sparse.keySet().toArray(String[]::new)),
            bridge.strings(request.dense.keySet().toArray(String[]::new)),
            bridge.strings())
        .addInputList(request.defaults(bridge))
        .setAttr("num_sparse", request.sparse.size())
        .setAttr("sparse_types", request.sparseTypes())
        .setAttr("ragged_value_types", new DataType[0])
        .setAttr("ragged_split_types", new DataType[0])
        .setAttr("dense_shapes", request.shapes())
        .build();
  }

  private static void assertSame(Bridge bridge, Operation theirs, ParsedExamples ours) {
    Request request = Request.of(FEATURES);
    int sparse = request.sparse.size();
    int i = 0;
    for (String name : request.sparse.keySet()) {
      assertSame(name, bridge.take(theirs.output(i)), ours.sparse().get(name).indices());
      assertSame(name, bridge.take(theirs.output(sparse + i)), ours.sparse().get(name).values());
      assertSame(
          name, bridge.take(theirs.output(2 * sparse + i)), ours.sparse().get(name).denseShape());
      i++;
    }
    i = 3 * sparse;
    for (String name : request.dense.keySet()) {
      assertSame(name, bridge.take(theirs.output(i++)), ours.dense().get(name));
    }
  }

  private static void assertSame(String name, Tensor want, Tensor got) {
    assertEquals(want.dtype(), got.dtype(), name);
    assertEquals(want.shape(), got.shape(), name);
    assertTrue(want.sameAs(got), () -> name + ": " + got + " instead of " + want);
  }

  @Test
  void batchesAreParsedAlike() {
    ExampleParser parser = new ExampleParser(FEATURES);
    try (Bridge bridge = new Bridge()) {
      for (int n : new int[] {0, 1, 13}) {
        Tensor serialized = batch(n);
        assertSame(bridge, parseExample(bridge, serialized), parser.parseExample(serialized));
      }
    }
  }

  @Test
  void singleExamplesAreParsedAlike() {
    ExampleParser parser = new ExampleParser(FEATURES);
    try (Bridge bridge = new Bridge()) {
      for (int i = 0; i < 6; i++) {
        byte[] one = example(i);
        assertSame(bridge, parseExample(bridge, file(one)), parser.parseSingleExample(one));
      }
    }
  }

  /** What TensorFlow refuses we refuse: missing, of another type, of another length, no example. */
  @Test
  void bothRefuseTheSame() {
    Tensor box = Tensor.of(new float[4]);
    Tensor image = Tensor.of("x");
    List<byte[]> bad =
        List.of(
            Example.of(Map.of("image", image)).toBytes(),
            Example.of(Map.of("image", image, "box", Tensor.of(new float[3]))).toBytes(),
            Example.of(Map.of("image", image, "box", Tensor.of(new long[4]))).toBytes(),
            Example.of(Map.of("image", image, "box", box, "ids", Tensor.of(1f))).toBytes(),
            Example.of(Map.of("image", image, "box", box, "label", Tensor.of(new long[0])))
                .toBytes(),
            new byte[] {10, 99, 1});
    ExampleParser parser = new ExampleParser(FEATURES);
    try (Bridge bridge = new Bridge()) {
      for (byte[] b : bad) {
        assertThrows(TFInvalidArgumentException.class, () -> parseExample(bridge, file(b)));
        assertThrows(FormatException.class, () -> parser.parseSingleExample(b));
      }
    }
  }

  /** The bytes are those that the generated code of TensorFlow's own binding reads and writes. */
  @Test
  void theMessageIsTensorFlows() throws InvalidProtocolBufferException {
    for (int i = 0; i < 6; i++) {
      byte[] ours = example(i);
      org.tensorflow.proto.Example theirs = org.tensorflow.proto.Example.parseFrom(ours);
      assertEquals(
          Example.parse(ours).features().keySet(), theirs.getFeatures().getFeatureMap().keySet());
      assertArrayEquals(ours, Example.parse(theirs.toByteArray()).toBytes());
    }
  }
}
