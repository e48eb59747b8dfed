package dev.assay.formats.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Map;

/** Any bytes are an example or a format error. */
class ExampleFuzzTest {
  private static final ExampleParser PARSER =
      new ExampleParser(
          Map.of(
              "a", FeatureSpec.fixed(DType.INT64, Shape.of(2), Tensor.of(new long[] {1, 2})),
              "b", FeatureSpec.variable(DType.FLOAT32),
              "c", FeatureSpec.variable(DType.STRING)));

  /** What is read is written in the one form that it has. */
  @FuzzTest
  void example(byte[] bytes) {
    Example example;
    try {
      example = Example.parse(bytes);
    } catch (FormatException e) {
      return;
    }
    byte[] written = example.toBytes();
    assertArrayEquals(written, Example.parse(written).toBytes());
    assertEquals(example.features().keySet(), Example.parse(written).features().keySet());
  }

  @FuzzTest
  void sequenceExample(byte[] bytes) {
    SequenceExample example;
    try {
      example = SequenceExample.parse(bytes);
    } catch (FormatException e) {
      return;
    }
    byte[] written = example.toBytes();
    assertArrayEquals(written, SequenceExample.parse(written).toBytes());
  }

  @FuzzTest
  void features(byte[] bytes) {
    ParsedExamples one;
    try {
      one = PARSER.parseSingleExample(bytes);
    } catch (FormatException e) {
      return;
    }
    ParsedExamples batch =
        PARSER.parseExample(
            Tensor.of(Shape.of(2), HostStorage.ofBytes(new byte[][] {bytes, bytes})));
    assertEquals(Shape.of(2, 2), batch.dense().get("a").shape());
    for (String name : new String[] {"b", "c"}) {
      assertEquals(
          2 * one.sparse().get(name).values().size(), batch.sparse().get(name).values().size());
    }
  }
}
