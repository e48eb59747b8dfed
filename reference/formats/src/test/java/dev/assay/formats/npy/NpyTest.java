package dev.assay.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  private static final Map<String, Tensor> ARRAYS =
      Map.ofEntries(
          Map.entry("bool", Tensor.of(new boolean[] {true, false, true})),
          Map.entry("int8", Tensor.of(new byte[][] {{-128, 127}})),
          Map.entry("uint8", Tensor.ofLongs(DType.UINT8, Shape.of(2), 0, 255)),
          Map.entry("int16", Tensor.of(new short[] {-2, 513})),
          Map.entry("int32", Tensor.of(new int[][] {{0, 1, 2}, {3, 4, 5}})),
          Map.entry("int64", Tensor.of(new long[] {-1, 1L << 40})),
          Map.entry(
              "float16",
              Tensor.of(DType.FLOAT16, Shape.of(3), 0.1, Double.NEGATIVE_INFINITY, 65504)),
          Map.entry("float32", Tensor.of(new float[][] {{0.1f}, {-0f}})),
          Map.entry("float64", Tensor.of(new double[] {1e-300, Math.PI})),
          Map.entry("complex64", Tensor.of(DType.COMPLEX64, Shape.of(1), 1, -2)),
          Map.entry("complex128", Tensor.of(DType.COMPLEX128, Shape.of(1), 0.5, 0.25)),
          Map.entry("scalar", Tensor.of(2.5f)),
          Map.entry("empty", Tensor.zeros(DType.FLOAT32, Shape.of(0, 3))),
          Map.entry("rank8", Tensor.zeros(DType.UINT8, Shape.of(1, 1, 1, 1, 1, 1, 1, 1))),
          Map.entry("strings", Tensor.of(new String[] {"ab", "", "xyz"})));

  private static final Map<String, Tensor> READ =
      Map.ofEntries(
          Map.entry("read-big", Tensor.of(new float[] {1.5f, -2})),
          Map.entry("read-big-int", Tensor.of(new long[] {1, -2})),
          Map.entry(
              "read-fortran",
              Tensor.ofLongs(DType.INT32, Shape.of(2, 3, 4), LongStream.range(0, 24).toArray())),
          Map.entry("read-unicode", Tensor.of(new String[] {"äß", "", "x𝄞"})),
          Map.entry("read-unicode-big", Tensor.of(new String[] {"äß", "x"})),
          Map.entry("read-uint16", Tensor.of(new int[] {65535, 1})),
          Map.entry("read-uint32", Tensor.of(new long[] {4294967295L, 1})),
          Map.entry("read-uint64", Tensor.of(new long[] {Long.MAX_VALUE, 1})),
          Map.entry("read-v2", Tensor.of(new short[] {3, 4})),
          Map.entry("read-v3", Tensor.of(new short[] {3, 4})));

  private static final String KNOWN = "; known are b1, i, u, f, c, S and U with < or > or | before";

  private static final Map<String, String> BAD =
      Map.of(
          "bad-uint64", "element 1 is 9223372036854775808, more than int64 holds",
          "bad-object", "elements of type '|O'" + KNOWN,
          "bad-date", "elements of type '<M8[D]'" + KNOWN,
          "bad-struct", "in character 10 of the header: structured elements are not supported",
          "bad-longdouble", "elements of type '<f16', which no tensor has");

  private static final String D = "'descr': '<i2', ";
  private static final String F = "'fortran_order': False, ";
  private static final String S = "'shape': (2,), ";

  @TempDir private Path folder;

  private static Map<String, byte[]> numpy() throws IOException {
    try (InputStream in = NpyTest.class.getResourceAsStream("numpy.txt")) {
      Map<String, byte[]> files = new HashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ");
          files.put(parts[0], HexFormat.of().parseHex(parts[1]));
        }
      }
      return files;
    }
  }

  private static Tensor read(byte[] bytes) {
    return Npy.read("x.npy", new ByteArrayInputStream(bytes));
  }

  private static FormatException refused(byte[] bytes) {
    return assertThrows(FormatException.class, () -> read(bytes));
  }

  /** A file of version 1.0 with this literal and as many zeros behind it. */
  private static byte[] file(String literal, int dataBytes) {
    byte[] text = literal.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[10 + text.length + dataBytes];
    byte[] magic = HexFormat.of().parseHex("934e554d50590100");
    System.arraycopy(magic, 0, all, 0, 8);
    all[8] = (byte) text.length;
    all[9] = (byte) (text.length >> 8);
    System.arraycopy(text, 0, all, 10, text.length);
    return all;
  }

  @Test
  void writesNumpysBytesAndReadsThem() throws IOException {
    Map<String, byte[]> numpy = numpy();
    HexFormat hex = HexFormat.of();
    for (Map.Entry<String, Tensor> e : ARRAYS.entrySet()) {
      Path file = folder.resolve(e.getKey());
      Npy.write(file, e.getValue());
      String written = hex.formatHex(Files.readAllBytes(file));
      assertEquals(hex.formatHex(numpy.get(e.getKey())), written, e.getKey());
      assertTrue(Npy.read(file).sameAs(e.getValue()), e.getKey());
    }
  }

  @Test
  void readsWhatElseNumpyWrites() throws IOException {
    Map<String, byte[]> numpy = numpy();
    for (Map.Entry<String, Tensor> e : READ.entrySet()) {
      Tensor got = read(numpy.get(e.getKey()));
      assertTrue(got.sameAs(e.getValue()), () -> e.getKey() + ": " + got);
    }
    for (Map.Entry<String, String> e : BAD.entrySet()) {
      String message = refused(numpy.get(e.getKey())).getMessage();
      assertTrue(message.endsWith(e.getValue()), message);
      assertTrue(message.startsWith("x.npy, byte "), message);
    }
    assertEquals(ARRAYS.size() + READ.size() + BAD.size(), numpy.size());
  }

  @Test
  void everyTruncationAndEveryAppendedByteIsRefused() throws IOException {
    for (byte[] whole : numpy().values()) {
      for (int n = 0; n < whole.length; n++) {
        refused(Arrays.copyOf(whole, n));
      }
      refused(Arrays.copyOf(whole, whole.length + 1));
    }
  }

  @Test
  void theLiteralMayBeWrittenOtherwise() {
    Tensor zero = Tensor.zeros(DType.INT16, Shape.of(2));
    for (String literal :
        List.of(
            "{'descr': '<i2', 'fortran_order': False, 'shape': (2,)}",
            "{\"shape\":(2,),\"fortran_order\":True,\"descr\":\"<i2\",}\n",
            " { 'shape' : ( 2L , ) , 'descr' : '>i2' , 'fortran_order' : False } \n\n")) {
      assertTrue(read(file(literal, 4)).sameAs(zero), literal);
    }
    assertTrue(
        read(file("{'descr': '|S0', 'fortran_order': False, 'shape': (2,)}", 0))
            .sameAs(Tensor.of(new String[] {"", ""})));
    assertTrue(
        read(file("{'descr': '<u1', 'fortran_order': False, 'shape': ()}", 1))
            .sameAs(Tensor.ofLongs(DType.UINT8, Shape.scalar(), 0)));
  }

  @Test
  void otherLiteralsAreRefusedAndNothingIsEvaluated() {
    for (String literal :
        List.of(
            "",
            "{",
            "{}",
            "{" + D + F + "}",
            "{" + D + D + F + S + "}",
            "{" + D + F + S + "'more': 1}",
            "{" + D + F + S + "} + {}",
            "{" + D + F + "'shape': (2)}",
            "{" + D + F + "'shape': [2]}",
            "{" + D + F + "'shape': (2,,)}",
            "{" + D + F + "'shape': (,)}",
            "{" + D + F + "'shape': (-2,)}",
            "{" + D + F + "'shape': (1+1,)}",
            "{" + D + F + "'shape': (2 2,)}",
            "{" + D + F + "'shape': (99999999999999999999,)}",
            "{" + D + F + "'shape': (99999, 99999)}",
            "{" + D + "'fortran_order': 1, " + S + "}",
            "{" + D + "'fortran_order': __import__('os'), " + S + "}",
            D + F + S)) {
      refused(file(literal, 4));
    }
    for (String descr :
        List.of(
            "'<i2' + ''",
            "'\\x3ci2'",
            "'<i2\"",
            "''",
            "'<'",
            "'i2'",
            "'=i2'",
            "'|i2'",
            "'<i3'",
            "'<i-2'",
            "'<S99999999999'",
            "'|V2'",
            "<i2")) {
      refused(file("{" + F + S + "'descr': " + descr + "}", 4));
    }
  }

  @Test
  void versionsAndLengthsOfHeadersHaveLimits() {
    byte[] future = file("{" + D + F + S + "}", 4);
    future[6] = 4;
    assertTrue(refused(future).getMessage().contains("version 4.0 of npy"));
    assertTrue(
        refused(new byte[] {0, 1, 2}).getMessage().contains("does not begin with \\x93NUMPY"));
    String spaces = " ".repeat(10_000);
    assertTrue(refused(file(spaces, 0)).getMessage().endsWith("'{' is needed"));
    assertTrue(refused(file(spaces + " ", 0)).getMessage().contains("a header of 10001 bytes"));
  }

  @Test
  void charactersThatDoNotExistAreRefused() {
    String literal = "{'descr': '<U1', 'fortran_order': False, 'shape': (1,)}";
    byte[] surrogate = file(literal, 4);
    surrogate[surrogate.length - 3] = (byte) 0xD8;
    assertTrue(refused(surrogate).getMessage().endsWith("character 55296 does not exist"));
    byte[] large = file(literal, 4);
    large[large.length - 1] = (byte) 0xFF;
    assertTrue(refused(large).getMessage().endsWith("character 4278190080 does not exist"));
  }

  @Test
  void nothingIsAllocatedOnTheWordOfAHeader() throws IOException {
    Path file = folder.resolve("huge");
    for (String descr : List.of("<f8", "|S1000000", "<u4", "<U9")) {
      String literal = "{'descr': '" + descr + "', 'fortran_order': True, 'shape': (2000000000,)}";
      Files.write(file, file(literal, 0));
      String message = assertThrows(FormatException.class, () -> Npy.read(file)).getMessage();
      assertTrue(message.contains(" bytes, only 0 are left"), message);
    }
    // strings without a byte take memory nevertheless
    String empty = "{'descr': '|S0', 'fortran_order': False, 'shape': (2000000000,)}";
    Files.write(file, file(empty, 0));
    String message = assertThrows(FormatException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.contains("of memory, half of the heap is"), message);
  }

  @Test
  void severalArraysInOneFile() throws IOException {
    Map<String, byte[]> numpy = numpy();
    Path file = folder.resolve("two");
    Files.write(file, numpy.get("int8"));
    Files.write(file, numpy.get("scalar"), StandardOpenOption.APPEND);
    List<Tensor> both = Npy.readAll(file);
    assertEquals(2, both.size());
    assertTrue(both.get(1).sameAs(Tensor.of(2.5f)));
    assertThrows(FormatException.class, () -> Npy.read(file));
    Files.write(file, new byte[0]);
    assertEquals(List.of(), Npy.readAll(file));
  }

  @Test
  void whatNumpyHasNoTypeForIsNotWritten() {
    Path file = folder.resolve("none");
    Tensor narrow = Tensor.of(DType.BFLOAT16, Shape.of(1), 1);
    assertEquals(
        "npy: NumPy has no bfloat16; cast to float32",
        assertThrows(DTypeException.class, () -> Npy.write(file, narrow)).getMessage());
    Tensor zero = Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {{1, 0}}));
    assertThrows(ValueException.class, () -> Npy.write(file, zero));
    Tensor symbol = new Graph().placeholder(DType.FLOAT32, Shape.scalar());
    assertThrows(ValueException.class, () -> Npy.write(file, symbol));
    assertThrows(ValueException.class, () -> Npy.write(file, null));
    assertTrue(Files.notExists(file));
  }
}
