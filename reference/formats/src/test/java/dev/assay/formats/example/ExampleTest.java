package dev.assay.formats.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Examples come back as they were built, and are parsed as TensorFlow parses them. */
class ExampleTest {
  private static final HexFormat HEX = HexFormat.of();

  private static Tensor examples(Example... examples) {
    byte[][] bytes = Arrays.stream(examples).map(Example::toBytes).toArray(byte[][]::new);
    return Tensor.of(Shape.of(bytes.length), HostStorage.ofBytes(bytes));
  }

  private static void assertHolds(Tensor expected, Tensor actual) {
    assertTrue(expected.sameAs(actual), () -> expected + " != " + actual);
  }

  /** By the field numbers: example 1, feature 1, key 1, value 2, lists 1 (bytes), 2, 3 (int64). */
  @Test
  void theBytesOfTheFormat() {
    assertEquals(
        "0a0d" + "0a0b" + "0a0161" + "1206" + "1a04" + "0a020102",
        HEX.formatHex(Example.of(Map.of("a", Tensor.of(new long[] {1, 2}))).toBytes()));
    assertEquals(
        "0a0f" + "0a0d" + "0a0162" + "1208" + "1206" + "0a04" + "0000c03f",
        HEX.formatHex(Example.of(Map.of("b", Tensor.of(1.5f))).toBytes()));
    assertEquals(
        "0a0e" + "0a0c" + "0a0163" + "1207" + "0a05" + "0a0178" + "0a00",
        HEX.formatHex(Example.of(Map.of("c", Tensor.of(new String[] {"x", ""}))).toBytes()));
    assertEquals("0a00", HEX.formatHex(Example.of(Map.of()).toBytes()));
  }

  @Test
  void namesStandInOrder() {
    Map<String, Tensor> one = new LinkedHashMap<>();
    Map<String, Tensor> other = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      one.put("f" + i, Tensor.of((long) i));
      other.put("f" + (19 - i), Tensor.of((long) (19 - i)));
    }
    assertArrayEquals(Example.of(one).toBytes(), Example.of(other).toBytes());
  }

  @Test
  void featuresComeBack() {
    Tensor floats =
        Tensor.of(
            Shape.of(2, 2),
            HostStorage.ofBits(DType.FLOAT32, new long[] {0x7fc12345, 1, 2, 0x80000000L}));
    byte[][] raw = {{0, -1}, {}};
    Map<String, Tensor> features =
        Map.of(
            "floats",
            floats,
            "strings",
            Tensor.of(Shape.of(2), HostStorage.ofBytes(raw)),
            "longs",
            Tensor.of(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}),
            "none",
            Tensor.of(new long[0]),
            "größe",
            Tensor.of(3L));
    Example read = Example.parse(Example.of(features).toBytes());
    assertEquals(features.keySet(), read.features().keySet());
    features.forEach(
        (name, tensor) ->
            assertHolds(
                Tensor.of(Shape.of(tensor.size()), tensor.host()), read.features().get(name)));
  }

  @Test
  void onlyThreeTypesHaveLists() {
    String message =
        assertThrows(DTypeException.class, () -> Example.of(Map.of("x", Tensor.of(1))))
            .getMessage();
    assertEquals("example: feature \"x\": string, float32 or int64, got int32", message);
    assertThrows(ValueException.class, () -> Example.of(null));
    Map<String, Tensor> hole = new LinkedHashMap<>();
    hole.put("x", null);
    assertThrows(ValueException.class, () -> Example.of(hole));
    assertThrows(DTypeException.class, () -> FeatureSpec.variable(DType.FLOAT64));
    assertThrows(DTypeException.class, () -> FeatureSpec.fixed(DType.BOOL, Shape.scalar()));
    assertThrows(ShapeException.class, () -> FeatureSpec.fixed(DType.INT64, Shape.of(-1)));
    assertThrows(
        DTypeException.class, () -> FeatureSpec.fixed(DType.INT64, Shape.scalar(), Tensor.of(1f)));
    assertThrows(
        ShapeException.class, () -> FeatureSpec.fixed(DType.INT64, Shape.of(2), Tensor.of(1L)));
  }

  @Test
  void otherBytesAreNoExample() {
    byte[] bytes = Example.of(Map.of("a", Tensor.of(new long[] {1, 2}))).toBytes();
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(FormatException.class, () -> Example.parse(cut));
    }
    assertTrue(Example.parse(new byte[0]).features().isEmpty());
    assertThrows(FormatException.class, () -> Example.parse(new byte[] {(byte) 0xff}));
    // a name that is not UTF-8
    byte[] name = HEX.parseHex("0a050a030a01ff");
    assertThrows(FormatException.class, () -> Example.parse(name));
  }

  /** Numbers one by one, as old writers have them, mean the same. */
  @Test
  void unpackedNumbers() {
    byte[] unpacked = HEX.parseHex("0a0d" + "0a0b" + "0a0161" + "1206" + "1a04" + "08010802");
    assertHolds(Tensor.of(new long[] {1, 2}), Example.parse(unpacked).features().get("a"));
  }

  @Test
  void oneExample() {
    ExampleParser parser =
        new ExampleParser(
            Map.of(
                "image", FeatureSpec.fixed(DType.FLOAT32, Shape.of(2, 2)),
                "label", FeatureSpec.fixed(DType.INT64, Shape.scalar(), Tensor.of(-1L)),
                "words", FeatureSpec.variable(DType.STRING),
                "absent", FeatureSpec.variable(DType.INT64)));
    Example example =
        Example.of(
            Map.of(
                "image", Tensor.of(new float[] {1, 2, 3, 4}),
                "words", Tensor.of(new String[] {"a", "b", "c"}),
                "not asked for", Tensor.of(1f)));
    ParsedExamples parsed = parser.parseSingleExample(example.toBytes());
    assertHolds(Tensor.of(new float[][] {{1, 2}, {3, 4}}), parsed.dense().get("image"));
    assertHolds(Tensor.of(-1L), parsed.dense().get("label"));
    SparseTensor words = parsed.sparse().get("words");
    assertHolds(Tensor.of(new long[][] {{0}, {1}, {2}}), words.indices());
    assertHolds(Tensor.of(new String[] {"a", "b", "c"}), words.values());
    assertHolds(Tensor.of(new long[] {3}), words.denseShape());
    SparseTensor absent = parsed.sparse().get("absent");
    assertEquals(Shape.of(0, 1), absent.indices().shape());
    assertEquals(DType.INT64, absent.values().dtype());
    assertHolds(Tensor.of(new long[] {0}), absent.denseShape());
    Tensor scalar =
        Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {example.toBytes()}));
    assertHolds(Tensor.of(-1L), parser.parseSingleExample(scalar).dense().get("label"));
    assertThrows(ShapeException.class, () -> parser.parseSingleExample(examples(example)));
    assertThrows(DTypeException.class, () -> parser.parseSingleExample(Tensor.of(1f)));
  }

  @Test
  void aBatch() {
    ExampleParser parser =
        new ExampleParser(
            Map.of(
                "x", FeatureSpec.fixed(DType.INT64, Shape.of(2), Tensor.of(new long[] {8, 9})),
                "s", FeatureSpec.variable(DType.FLOAT32)));
    ParsedExamples parsed =
        parser.parseExample(
            examples(
                Example.of(
                    Map.of("x", Tensor.of(new long[] {1, 2}), "s", Tensor.of(new float[] {5, 6}))),
                Example.of(Map.of()),
                Example.of(Map.of("s", Tensor.of(7f)))));
    assertHolds(Tensor.of(new long[][] {{1, 2}, {8, 9}, {8, 9}}), parsed.dense().get("x"));
    SparseTensor s = parsed.sparse().get("s");
    assertHolds(Tensor.of(new long[][] {{0, 0}, {0, 1}, {2, 0}}), s.indices());
    assertHolds(Tensor.of(new float[] {5, 6, 7}), s.values());
    assertHolds(Tensor.of(new long[] {3, 2}), s.denseShape());

    ParsedExamples empty = parser.parseExample(examples());
    assertEquals(Shape.of(0, 2), empty.dense().get("x").shape());
    assertEquals(Shape.of(0, 2), empty.sparse().get("s").indices().shape());
    assertHolds(Tensor.of(new long[] {0, 0}), empty.sparse().get("s").denseShape());
  }

  @Test
  void whatDoesNotFitIsNamed() {
    ExampleParser parser =
        new ExampleParser(Map.of("x", FeatureSpec.fixed(DType.INT64, Shape.of(2))));
    Example good = Example.of(Map.of("x", Tensor.of(new long[] {1, 2})));
    Map<String, Example> bad =
        Map.of(
            "feature \"x\" (int64) is required and not there",
            Example.of(Map.of("y", Tensor.of(1L))),
            "feature \"x\" holds float32, asked for is int64",
            Example.of(Map.of("x", Tensor.of(new float[] {1, 2}))),
            "feature \"x\" has 3 values, asked for is shape [2]",
            Example.of(Map.of("x", Tensor.of(new long[] {1, 2, 3}))),
            "feature \"x\" has 0 values, asked for is shape [2]",
            Example.of(Map.of("x", Tensor.of(new long[0]))));
    bad.forEach(
        (message, example) -> {
          assertEquals(
              "parse_example: example 1: " + message,
              error(() -> parser.parseExample(examples(good, example))));
          assertEquals(
              "parse_single_example: " + message,
              error(() -> parser.parseSingleExample(example.toBytes())));
        });
    Tensor broken = Tensor.of(Shape.of(1), HostStorage.ofBytes(new byte[][] {{(byte) 0xff}}));
    assertTrue(
        error(() -> parser.parseExample(broken))
            .startsWith("parse_example: example 0: not a tf.Example: "));
    assertThrows(ValueException.class, () -> new ExampleParser(Map.of()));
  }

  private static String error(Runnable call) {
    AssayException e = assertThrows(FormatException.class, call::run);
    return e.getMessage();
  }

  /** A default does not stand in for a list that is there and empty, nor for another type. */
  @Test
  void aDefaultIsForWhatIsMissing() {
    ExampleParser parser =
        new ExampleParser(
            Map.of("x", FeatureSpec.fixed(DType.INT64, Shape.scalar(), Tensor.of(5L))));
    byte[] noKind = HEX.parseHex("0a07" + "0a05" + "0a0178" + "1200");
    assertHolds(Tensor.of(5L), parser.parseSingleExample(noKind).dense().get("x"));
    byte[] empty = Example.of(Map.of("x", Tensor.of(new long[0]))).toBytes();
    assertThrows(FormatException.class, () -> parser.parseSingleExample(empty));
    byte[] other = Example.of(Map.of("x", Tensor.of(new float[0]))).toBytes();
    assertThrows(FormatException.class, () -> parser.parseSingleExample(other));
  }

  @Test
  void sequences() {
    SequenceExample sequence =
        SequenceExample.of(
            Map.of("length", Tensor.of(2L)),
            Map.of(
                "words", List.of(Tensor.of("a"), Tensor.of(new String[] {"b", "c"})),
                "nothing", List.of()));
    SequenceExample read = SequenceExample.parse(sequence.toBytes());
    assertArrayEquals(sequence.toBytes(), read.toBytes());
    assertHolds(Tensor.of(new long[] {2}), read.context().get("length"));
    assertHolds(Tensor.of(new String[] {"b", "c"}), read.featureLists().get("words").get(1));
    assertEquals(List.of(), read.featureLists().get("nothing"));
    assertThrows(FormatException.class, () -> SequenceExample.parse(new byte[] {1}));
    assertThrows(
        DTypeException.class,
        () -> SequenceExample.of(Map.of(), Map.of("x", List.of(Tensor.of(true)))));
  }
}
