package dev.assay.formats.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
  @TempDir private Path folder;

  private static Map<String, Tensor> arrays() {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("w", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    arrays.put("b/ä", Tensor.of(new String[] {"x", "yz"}));
    arrays.put("a", Tensor.zeros(DType.INT64, Shape.of(0)));
    return arrays;
  }

  private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> got) {
    assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(got.keySet()));
    expected.forEach((name, t) -> assertTrue(t.sameAs(got.get(name)), name));
  }

  /** A name with a byte that begins a letter of UTF-8 and is followed by none that ends it. */
  @Test
  void aNameThatIsNoTextIsAFormatError() throws IOException {
    Path file = folder.resolve("n.npz");
    Npz.write(file, arrays());
    byte[] bytes = Files.readAllBytes(file);
    int replaced = 0;
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i - 1] == (byte) 0xC3 && bytes[i] == (byte) 0xA4) { // ä
        bytes[i] = 'a';
        replaced++;
      }
    }
    assertEquals(2, replaced); // before the contents, and in the list at the end
    Files.write(file, bytes);
    assertThrows(FormatException.class, () -> Npz.read(file));
    assertThrows(FormatException.class, () -> Npz.names(file));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Path stored = folder.resolve("s.npz");
    Path deflated = folder.resolve("d.npz");
    Npz.write(stored, arrays());
    Npz.writeCompressed(deflated, arrays());
    assertSame(arrays(), Npz.read(stored));
    assertSame(arrays(), Npz.read(deflated));
    assertEquals(List.of("w", "b/ä", "a"), Npz.names(stored));
    assertTrue(Npz.read(deflated, "w").sameAs(arrays().get("w")));
    assertEquals(
        stored + ": no array is called v, there are [w, b/ä, a]",
        assertThrows(ValueException.class, () -> Npz.read(stored, "v")).getMessage());
    Npz.write(stored, Map.of());
    assertEquals(Map.of(), Npz.read(stored));
  }

  @Test
  void theSameArraysGiveTheSameBytes() throws IOException {
    Path a = folder.resolve("a.npz");
    Path b = folder.resolve("b.npz");
    Npz.write(a, arrays());
    Npz.write(b, arrays());
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
    Npz.writeCompressed(a, arrays());
    Npz.writeCompressed(b, arrays());
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
  }

  @Test
  void noFlipGivesOtherValuesAndEveryTruncationIsRefused() throws IOException {
    Path file = folder.resolve("f.npz");
    Map<String, Tensor> one = Map.of("w", Tensor.of(new float[] {1, 2}));
    Npz.write(file, one);
    byte[] whole = Files.readAllBytes(file);
    int read = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      try {
        Npz.read(file).values().forEach(t -> assertTrue(t.sameAs(one.get("w"))));
        read++;
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      }
    }
    // a zip file checks its contents; systems, times, attributes and names it does not
    assertTrue(read < 8 * (whole.length - 128 - 8), read + " flips went unnoticed");
    for (int n = 0; n < whole.length; n++) {
      Files.write(file, Arrays.copyOf(whole, n));
      assertThrows(FormatException.class, () -> Npz.read(file));
    }
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("z.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue());
      }
    }
    return file;
  }

  private static String refusal(Path file) {
    return assertThrows(FormatException.class, () -> Npz.read(file)).getMessage();
  }

  @Test
  void otherZipFilesAreRefused() throws IOException {
    Path text = zip(Map.of("readme.txt", new byte[3]));
    assertEquals(text + ": entry readme.txt is not called NAME.npy", refusal(text));
    Path wrong = zip(Map.of("a.npy", new byte[3]));
    assertEquals(
        wrong + ", entry a.npy, byte 1: not an npy file: it does not begin with \\x93NUMPY",
        refusal(wrong));
    Path none = folder.resolve("none");
    assertEquals(
        none + ": no such file",
        assertThrows(UncheckedIOException.class, () -> Npz.read(none)).getMessage());
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> Npz.read(folder))
            .getMessage()
            .endsWith("(Is a directory)"));
    assertThrows(ValueException.class, () -> Npz.read(null));
    Files.write(none, new byte[0]);
    assertThrows(FormatException.class, () -> Npz.names(none));
  }

  @Test
  void aSmallFileCannotMakeALargeArray() throws IOException {
    Path npy = folder.resolve("h.npy");
    Npy.write(npy, Tensor.of(new double[] {1}));
    String header = new String(Files.readAllBytes(npy), StandardCharsets.ISO_8859_1);
    // in place of spaces behind the literal, as many as the number grows
    String larger = header.replace("(1,), }        ", "(200000000,), }");
    assertEquals(header.length(), larger.length());
    Path bomb = zip(Map.of("a.npy", larger.getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(
        bomb
            + ", entry a.npy, byte 128: the array [200000000] of <f8 would take 1600000000 bytes,"
            + " only 8 are left",
        refusal(bomb));
  }

  @Test
  void namesAreChecked() {
    Path file = folder.resolve("n.npz");
    Map<String, Tensor> longest = Map.of("x".repeat(70_000), Tensor.of(1f));
    assertThrows(ValueException.class, () -> Npz.write(file, longest));
    Map<String, Tensor> none = new LinkedHashMap<>();
    none.put("a", null);
    assertThrows(ValueException.class, () -> Npz.write(file, none));
    assertThrows(ValueException.class, () -> Npz.write(file, null));
    assertTrue(Files.notExists(file));
  }
}
