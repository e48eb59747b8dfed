package dev.assay.engine.ops.string;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Conventions that random cases do not reach, and values that TensorFlow 2.16 gives. */
class StringsTest {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

  private static Tensor of(String... values) {
    return Tensor.ofStrings(Shape.of(values.length), values);
  }

  @Test
  void hashesAreTensorFlows() {
    Tensor x = of("hello", ALPHABET + ALPHABET, "", "foo");
    assertArrayEquals(
        new long[] {
          3786372426573024489L, 7286404465003653388L, 1936946117179621456L, 6150913649986995171L
        },
        Strings.toHashBucketFast(x, Long.MAX_VALUE).toLongs());
  }

  @Test
  void anEmptyMatchAfterAMatchIsNone() {
    Tensor y = Strings.regexReplace(of("baac", "", "aa"), "a*", "x");
    assertArrayEquals(new String[] {"xbxcx", "x", "x"}, y.toStrings());
  }

  @Test
  void aPatternThatBacktracksWithoutEndIsAnErrorInTime() {
    Tensor x = of("a".repeat(60));
    ValueException e =
        Assertions.assertTimeout(
            Duration.ofSeconds(30),
            () ->
                assertThrows(
                    ValueException.class,
                    () -> Strings.regexFullMatch(x, "(.*)(.*)(.*)(.*)(.*)(.*)(.*)x")));
    assertTrue(e.getMessage().contains("regex_full_match"), e.getMessage());
  }

  @Test
  void bytesThatAreNoUtf8AreMatchedByteByByte() {
    Tensor x = Tensor.of(Shape.of(1), HostStorage.ofBytes(new byte[][] {{(byte) 0xFF, 'a'}}));
    Tensor y = Strings.regexReplace(x, "a", "b");
    assertArrayEquals(new byte[] {(byte) 0xFF, 'b'}, y.host().bytes()[0]);
  }

  @Test
  void numbersAsTextAreThoseOfPrintf() {
    Tensor x = Tensor.of(new float[] {1.5f, -2.5f, 0.1f, 1e10f, 0.00001234f});
    assertArrayEquals(
        new String[] {"1.500000", "-2.500000", "0.100000", "10000000000.000000", "0.000012"},
        Strings.asString(x).toStrings());
    assertArrayEquals(
        new String[] {"2", "-2", "0", "10000000000", "0"}, Strings.asString(x, 0).toStrings());
  }

  @Test
  void theFirstAxisNamedRunsFastest() {
    Tensor x = Tensor.of(new String[][] {{"a", "b"}, {"c", "d"}});
    assertEquals("acbd", Strings.reduceJoin(x, "", 0, 1).toStrings()[0]);
    assertEquals("abcd", Strings.reduceJoin(x, "", 1, 0).toStrings()[0]);
  }

  @Test
  void codePointsAreCountedAndBytes() {
    Tensor x = of("\u20ac\ud83d\ude00a");
    assertEquals(8, Strings.length(x).toLongs()[0]);
    assertEquals(3, Strings.codePoints(x).toLongs()[0]);
  }

  @Test
  void fieldsMayHoldDelimitersAndLineBreaksBetweenQuotationMarks() {
    List<Tensor> y =
        Strings.decodeCsv(
            of("1,\"a\"\"b\",", "3,\"x,\ny\",2.5"),
            List.of(Tensor.of(new int[] {7}), of("z"), Tensor.of(new float[] {9.5f})));
    assertArrayEquals(new long[] {1, 3}, y.get(0).toLongs());
    assertArrayEquals(new String[] {"a\"b", "x,\ny"}, y.get(1).toStrings());
    assertArrayEquals(new float[] {9.5f, 2.5f}, y.get(2).toFloats());
  }

  @Test
  void aGraphKnowsTheTypesAndFindsTheSizes() {
    Graph g = new Graph();
    Symbol records = g.placeholder("records", DType.STRING, Shape.of(-1));
    Tensor raw = Strings.decodeRaw(records, DType.UINT8);
    assertEquals(Shape.of(-1, -1), raw.shape());
    try (Session s = new Session(g)) {
      Tensor y = s.run(raw, Map.of(records, of("ab", "cd")));
      assertArrayEquals(new long[] {97, 98, 99, 100}, y.toLongs());
      assertThrows(ValueException.class, () -> s.run(raw, Map.of(records, of("ab", "c"))));
    }
  }
}
