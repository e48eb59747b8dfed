package dev.assay.formats.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir private Path folder;

  private static Tensor read(String hex) {
    return read(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static Tensor read(byte[] bytes) {
    return Idx.read("x.idx", new ByteArrayInputStream(bytes));
  }

  private static String refusal(String hex) {
    return assertThrows(FormatException.class, () -> read(hex)).getMessage();
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void everyElementTypeIsReadBigEndian() {
    assertTrue(
        read("0000 0802 00000001 00000002 00FF")
            .sameAs(Tensor.ofLongs(DType.UINT8, Shape.of(1, 2), 0, 255)));
    assertTrue(
        read("0000 0901 00000002 00FF").sameAs(Tensor.ofLongs(DType.INT8, Shape.of(2), 0, -1)));
    assertTrue(
        read("0000 0B01 00000002 0102 FFFE")
            .sameAs(Tensor.ofLongs(DType.INT16, Shape.of(2), 258, -2)));
    assertTrue(
        read("0000 0C01 00000001 01020304")
            .sameAs(Tensor.ofLongs(DType.INT32, Shape.of(1), 0x01020304)));
    assertTrue(read("0000 0D00 3FC00000").sameAs(Tensor.of(1.5f)));
    assertTrue(read("0000 0E00 C004000000000000").sameAs(Tensor.of(-2.5)));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    for (DType dtype : List.of(DType.UINT8, DType.INT8, DType.INT16, DType.INT32)) {
      roundTrip(Tensor.ofLongs(dtype, Shape.of(2, 1, 3), 1, -1, 127, 128, 3, 0));
    }
    roundTrip(Tensor.of(DType.FLOAT32, Shape.of(2), Double.NaN, -0.0));
    roundTrip(Tensor.of(DType.FLOAT64, Shape.of(2), 1e300, Double.NEGATIVE_INFINITY));
    roundTrip(Tensor.of(DType.FLOAT64, Shape.of(3, 0, 2)));
    roundTrip(Tensor.of(DType.FLOAT32, Shape.of(1, 1, 1, 1, 1, 1, 1, 1), 4));
    roundTrip(Tensor.zeros(DType.FLOAT64, Shape.of(30_000))); // more than one chunk
  }

  private void roundTrip(Tensor t) throws IOException {
    for (String name : List.of("a.idx", "a.idx.gz")) {
      Path file = folder.resolve(name);
      Idx.write(file, t);
      assertTrue(Idx.read(file).sameAs(t), name + " " + t);
    }
    byte[] plain = Files.readAllBytes(folder.resolve("a.idx"));
    byte[] compressed = Files.readAllBytes(folder.resolve("a.idx.gz"));
    assertEquals(0x1F, compressed[0]);
    assertTrue(read(plain).sameAs(read(compressed)));
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("b");
    Idx.write(file, Tensor.ofLongs(DType.INT16, Shape.of(2, 1), 1, -2));
    assertEquals(
        "00000b0200000002000000010001fffe", HexFormat.of().formatHex(Files.readAllBytes(file)));
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("c");
    Idx.write(file, Tensor.of(1f));
    assertThrows(DTypeException.class, () -> Idx.write(file, Tensor.of(1L)));
    assertThrows(DTypeException.class, () -> Idx.write(file, Tensor.of("text")));
    Tensor deep = Tensor.zeros(DType.FLOAT32, Shape.of(1, 1, 1, 1, 1, 1, 1, 1, 1));
    assertThrows(ShapeException.class, () -> Idx.write(file, deep));
    assertThrows(ValueException.class, () -> Idx.write(file, null));
    Path nowhere = folder.resolve("no").resolve("d");
    assertThrows(UncheckedIOException.class, () -> Idx.write(nowhere, Tensor.of(1f)));
    assertTrue(Idx.read(file).sameAs(Tensor.of(1f)));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void refusalsNameFileAndPlace() {
    assertEquals(
        "x.idx, byte 2: it ends within the magic number, 2 bytes are missing", refusal("0000"));
    assertEquals(
        "x.idx, byte 4: not an IDX file: its magic number is 89504E47", refusal("89504E47"));
    assertEquals(
        "x.idx, byte 4: not an IDX file: its magic number is 00000A01", refusal("00000A01"));
    assertEquals("x.idx, byte 4: it has 9 dimensions, more than 8", refusal("00000809"));
    assertEquals(
        "x.idx, byte 6: it ends within dimension 0, 2 bytes are missing", refusal("00000801 0000"));
    assertEquals("x.idx, byte 8: dimension 0 is 4294967295", refusal("00000801 FFFFFFFF"));
    assertEquals(
        "x.idx, byte 10: it ends within the array [3], 1 bytes are missing",
        refusal("00000801 00000003 0102"));
    assertEquals(
        "x.idx, byte 9: there is more after the end of the array [1]",
        refusal("00000801 00000001 0102"));
    assertTrue(refusal("00000802 7FFFFFFF 7FFFFFFF").contains("has more than 2147483639 elements"));
  }

  @Test
  void nothingIsAllocatedOnTheWordOfAHeader() throws IOException {
    Path file = folder.resolve("huge");
    byte[] header = HexFormat.of().parseHex("00000e01" + "07ffffff");
    Files.write(file, header);
    assertEquals(
        file + ", byte 8: the array [134217727] would take 1073741816 bytes, only 0 are left",
        assertThrows(FormatException.class, () -> Idx.read(file)).getMessage());
    Files.write(file, zipped(header));
    assertTrue(
        assertThrows(FormatException.class, () -> Idx.read(file))
            .getMessage()
            .contains("the array [134217727] would take 1073741816 bytes, only "));
    // of a stream nobody knows the length: half of the heap is the limit
    assertTrue(refusal("00000e01" + "7ffffff7").contains("(the option -Xmx of java"));
  }

  @Test
  void everyTruncationIsRefusedAndNoFlipInACompressedFileGivesAnotherArray() throws IOException {
    byte[] plain = HexFormat.of().parseHex("00000802" + "00000002" + "00000002" + "01020304");
    for (int n = 0; n < plain.length; n++) {
      byte[] cut = Arrays.copyOf(plain, n);
      assertThrows(FormatException.class, () -> read(cut));
    }
    byte[] compressed = zipped(plain);
    for (int n = 0; n < compressed.length; n++) {
      byte[] cut = Arrays.copyOf(compressed, n);
      assertThrows(FormatException.class, () -> read(cut));
    }
    for (int bit = 80; bit < 8 * compressed.length; bit++) { // behind gzip's header
      byte[] flipped = compressed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertTrue(read(flipped).sameAs(read(plain)), "bit " + bit); // behind the last code
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("x.idx"), e.getMessage());
      }
    }
  }

  @Test
  void missingFilesAndFoldersAreErrorsThatNameThem() {
    Path none = folder.resolve("none");
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> Idx.read(none))
            .getMessage()
            .startsWith(none.toString()));
    assertThrows(UncheckedIOException.class, () -> Idx.read(folder));
    assertThrows(ValueException.class, () -> Idx.read(null));
    assertThrows(ValueException.class, () -> Idx.read("x", null));
  }

  @Test
  void bitsOfNaNAreKept() throws IOException {
    byte[] signalling = HexFormat.of().parseHex("00000d01" + "00000001" + "ffa12345");
    Path file = folder.resolve("nan");
    Idx.write(file, read(signalling));
    assertArrayEquals(signalling, Files.readAllBytes(file));
  }
}
