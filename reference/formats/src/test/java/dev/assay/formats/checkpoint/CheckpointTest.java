package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors come back from a checkpoint with the same bits, and broken files do not come back. */
class CheckpointTest {
  @TempDir private Path folder;

  private Path prefix() {
    return folder.resolve("model.ckpt");
  }

  private Path index() {
    return folder.resolve("model.ckpt.index");
  }

  private Path data() {
    return folder.resolve("model.ckpt.data-00000-of-00001");
  }

  /** A tensor of each type, with values whose bits are easily lost. */
  static Map<String, Tensor> everyType() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      if (dtype == DType.STRING) {
        byte[][] strings = {
          {}, {0, -1, 127}, "größe".getBytes(StandardCharsets.UTF_8), new byte[130]
        };
        tensors.put("t/string", Tensor.of(Shape.of(2, 2), HostStorage.ofBytes(strings)));
        continue;
      }
      int width = dtype.isComplex() ? 2 : 1;
      long[] bits = new long[4 * width];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = dtype == DType.BOOL ? i % 2 : 0x8123_4567_89ab_cdefL >>> i | 1L << 31 | 1 << 15;
      }
      tensors.put("t/" + dtype, Tensor.of(Shape.of(4), HostStorage.ofBits(dtype, bits)));
    }
    tensors.put(
        "nan",
        Tensor.of(
            Shape.of(2), HostStorage.ofBits(DType.FLOAT32, new long[] {0x7fc12345, 0x80000000L})));
    tensors.put("scalar", Tensor.of(2.5));
    tensors.put("empty", Tensor.zeros(DType.FLOAT32, Shape.of(0, 3)));
    tensors.put("no strings", Tensor.zeros(DType.STRING, Shape.of(0)));
    tensors.put("ünïcode/name", Tensor.of(7));
    return tensors;
  }

  static void assertHolds(Map<String, Tensor> tensors, CheckpointReader reader) {
    assertEquals(tensors.keySet().stream().sorted().toList(), reader.names());
    tensors.forEach(
        (name, tensor) -> {
          assertEquals(tensor.dtype(), reader.dtype(name));
          assertEquals(tensor.shape(), reader.shape(name));
          assertTrue(tensor.sameAs(reader.read(name)), name);
        });
  }

  @Test
  void everyTypeComesBack() throws IOException {
    CheckpointWriter.write(prefix(), everyType());
    assertHolds(everyType(), CheckpointReader.open(prefix()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(data(), index()), files.sorted().toList());
    }
  }

  /** Several blocks, more than one restart in each, names that share their beginnings. */
  @Test
  void manyTensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String scope = "a/scope/with/a/long/name/".repeat(20);
    for (int i = 0; i < 20_000; i++) {
      tensors.put(
          (i % 2 == 0 ? scope : "") + "layer_" + i * 7919 % 20_000 + "/" + scope.substring(i % 300),
          Tensor.of(i));
    }
    CheckpointWriter.write(prefix(), tensors);
    assertHolds(tensors, CheckpointReader.open(prefix()));
  }

  /** Two variables, v1 = [1, 2, 3] and v2 = [4, 5]: the bytes by the description of the format. */
  @Test
  void theBytesOfTheFormat() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("v1", Tensor.of(new float[] {1, 2, 3}));
    tensors.put("v2", Tensor.of(new float[] {4, 5}));
    CheckpointWriter.write(prefix(), tensors);
    HexFormat hex = HexFormat.of();
    assertEquals(
        "0000803f" + "00000040" + "00004040" + "00008040" + "0000a040",
        hex.formatHex(Files.readAllBytes(data())));
    assertEquals(
        // shares 0, own 0, value 6: one shard, version 1
        "000006"
            + "0801"
            + "1a020801"
            // shares 0, own 2, value 15: float32, [3], 12 bytes, checksum
            + "00020f"
            + "7631"
            + "0801"
            + "120412020803"
            + "280c"
            + "35735b8971"
            // shares 1, own 1, value 17: float32, [2], at 12, 8 bytes, checksum
            + "010111"
            + "32"
            + "0801"
            + "120412020802"
            + "200c"
            + "2808"
            + "355cafed79"
            // one restart, at 0; plain; checksum
            + "00000000"
            + "01000000"
            + "00"
            + "240c5423"
            // the meta-index: nothing
            + "00000000"
            + "01000000"
            + "00"
            + "c0f2a1b0"
            // the index: keys before "w" are in the block of 58 bytes at 0
            + "000102"
            + "77"
            + "003a"
            + "00000000"
            + "01000000"
            + "00"
            + "116ef65b"
            // the meta-index: 8 bytes at 63; the index: 14 bytes at 76
            + "3f08"
            + "4c0e"
            + "00".repeat(36)
            + "57fb808b247547db",
        hex.formatHex(Files.readAllBytes(index())));
  }

  @Test
  void everyChangedBitIsFound() throws IOException {
    CheckpointWriter.write(prefix(), everyType());
    for (Path file : List.of(index(), data())) {
      byte[] bytes = Files.readAllBytes(file);
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertRejected(file, changed, "bit " + bit);
      }
      Files.write(file, bytes);
    }
    assertHolds(everyType(), CheckpointReader.open(prefix()));
  }

  @Test
  void everyOtherLengthIsFound() throws IOException {
    CheckpointWriter.write(prefix(), everyType());
    for (Path file : List.of(index(), data())) {
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 0; length < bytes.length; length++) {
        assertRejected(file, Arrays.copyOf(bytes, length), "length " + length);
      }
      for (int more : new int[] {1, 2, 48, 100, 5000}) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more);
        assertRejected(file, longer, more + " zeros more");
        longer[longer.length - 1] = 1;
        assertRejected(file, longer, more + " bytes more");
        System.arraycopy(bytes, 0, longer, more, bytes.length);
        assertRejected(file, longer, more + " bytes before");
      }
      Files.write(file, bytes);
    }
  }

  private void assertRejected(Path file, byte[] bytes, String what) throws IOException {
    Files.write(file, bytes);
    FormatException e =
        assertThrows(FormatException.class, () -> CheckpointReader.open(prefix()).readAll(), what);
    assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
  }

  @Test
  void namesAndFilesThatAreNotThere() throws IOException {
    CheckpointWriter.write(prefix(), Map.of("a", Tensor.of(1)));
    CheckpointReader reader = CheckpointReader.open(prefix());
    assertFalse(reader.contains("b"));
    String message = assertThrows(ValueException.class, () -> reader.read("b")).getMessage();
    assertEquals(index() + ": \"b\": there is no tensor of that name", message);
    assertThrows(ValueException.class, () -> reader.read(null));
    assertThrows(
        UncheckedIOException.class, () -> CheckpointReader.open(folder.resolve("missing")));
    assertThrows(ValueException.class, () -> CheckpointReader.open(Path.of("/")));
    Files.delete(data());
    assertThrows(UncheckedIOException.class, () -> CheckpointReader.open(prefix()));
  }

  @Test
  void namesThatCannotBe() throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(prefix())) {
      Tensor one = Tensor.of(1);
      writer.add("a", one);
      for (String name : List.of("", "\0a", "a")) {
        assertThrows(ValueException.class, () -> writer.add(name, one));
      }
      assertThrows(ValueException.class, () -> writer.add(null, one));
      assertThrows(ValueException.class, () -> writer.add("b", null));
      writer.commit();
      assertThrows(ValueException.class, writer::commit);
      assertThrows(ValueException.class, () -> writer.add("b", one));
    }
    assertHolds(Map.of("a", Tensor.of(1)), CheckpointReader.open(prefix()));
  }

  @Test
  void whatIsNotCommittedIsNotThere() throws IOException {
    CheckpointWriter.write(prefix(), Map.of("a", Tensor.of(1)));
    try (CheckpointWriter writer = CheckpointWriter.create(prefix())) {
      writer.add("a", Tensor.of(2));
    }
    assertHolds(Map.of("a", Tensor.of(1)), CheckpointReader.open(prefix()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  /** The names of the files at each point at which a save over an old checkpoint can be killed. */
  @Test
  void aReplacementIsWholeAtEveryMoment() throws IOException {
    Map<String, Tensor> before = Map.of("a", Tensor.of(1));
    Map<String, Tensor> after = Map.of("a", Tensor.of(2), "b", Tensor.of(3));
    Path other = folder.resolve("other");
    CheckpointWriter.write(other, after);
    byte[] newIndex = Files.readAllBytes(folder.resolve("other.index"));
    byte[] newData = Files.readAllBytes(folder.resolve("other.data-00000-of-00001"));
    Path nextIndex = folder.resolve("model.ckpt.index.next");
    Path nextData = folder.resolve("model.ckpt.data-00000-of-00001.next");

    CheckpointWriter.write(prefix(), before);
    Files.write(nextData, newData);
    assertHolds(before, CheckpointReader.open(prefix()));
    CheckpointFiles.of(prefix()).settle();
    assertFalse(Files.exists(nextData));
    assertHolds(before, CheckpointReader.open(prefix()));

    Files.write(nextData, newData);
    Files.write(nextIndex, newIndex);
    assertHolds(after, CheckpointReader.open(prefix()));
    Files.write(data(), newData);
    Files.delete(nextData);
    assertHolds(after, CheckpointReader.open(prefix()));
    CheckpointFiles.of(prefix()).settle();
    assertFalse(Files.exists(nextIndex));
    assertHolds(after, CheckpointReader.open(prefix()));
    assertArrayEquals(newIndex, Files.readAllBytes(index()));
  }
}
