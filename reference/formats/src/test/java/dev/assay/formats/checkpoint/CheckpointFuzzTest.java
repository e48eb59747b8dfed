package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.formats.io.Memory;
import dev.assay.formats.io.TensorProtos;
import dev.assay.protos.BundleEntryProto;
import dev.assay.protos.BundleHeaderProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Any bytes are a checkpoint or a format error. Where a checksum would stop nearly all inputs at
 * the door, some targets put a right one on them.
 */
class CheckpointFuzzTest {
  private static Optional<List<TableReader.Entry>> entries(byte[] file) {
    try {
      return Optional.of(TableReader.read("memory", file));
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  /** The whole file of an index. */
  @FuzzTest
  void table(byte[] bytes) {
    entries(bytes).ifPresent(this::assertWritten);
  }

  /** The contents of a block, the first byte its type. */
  @FuzzTest
  void block(byte[] bytes) {
    if (bytes.length > 0) {
      byte[] contents = Arrays.copyOfRange(bytes, 1, bytes.length);
      entries(TableTest.around(contents, bytes[0])).ifPresent(this::assertWritten);
    }
  }

  private void assertWritten(List<TableReader.Entry> entries) {
    TableWriter writer = new TableWriter();
    entries.forEach(e -> writer.add(e.key(), e.value()));
    List<TableReader.Entry> again = entries(writer.finish()).orElseThrow();
    assertArrayEquals(
        entries.stream().map(TableReader.Entry::value).toArray(),
        again.stream().map(TableReader.Entry::value).toArray());
  }

  /** What the index says of a tensor "a" and of a part "b", with a data file of a few bytes. */
  @FuzzTest
  void entry(byte[] bytes) throws IOException {
    if (bytes.length < 2) {
      return;
    }
    int dataSize = Math.min(bytes[0] & 0xFF, bytes.length - 2);
    int entrySize = Math.min(bytes[1] & 0xFF, bytes.length - 2 - dataSize);
    byte[] entry = Arrays.copyOfRange(bytes, 2 + dataSize, 2 + dataSize + entrySize);
    byte[] part = Arrays.copyOfRange(bytes, 2 + dataSize + entrySize, bytes.length);
    TableWriter table = new TableWriter();
    table.add(new byte[0], BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray());
    firstSlice(entry).ifPresent(key -> table.add(key, part));
    table.add("a".getBytes(StandardCharsets.UTF_8), entry);
    Path folder = Files.createTempDirectory("fuzz");
    Path index = folder.resolve("f.index");
    Path data = folder.resolve("f.data-00000-of-00001");
    try {
      Files.write(index, table.finish());
      Files.write(data, Arrays.copyOfRange(bytes, 2, 2 + dataSize));
      CheckpointReader reader = CheckpointReader.open(folder.resolve("f"));
      assertEquals(reader.shape("a"), reader.read("a").shape());
    } catch (FormatException | DTypeException e) {
      return;
    } finally {
      Files.deleteIfExists(index);
      Files.deleteIfExists(data);
      Files.delete(folder);
    }
  }

  private static Optional<byte[]> firstSlice(byte[] entry) {
    try {
      return BundleEntryProto.parseFrom(entry).getSlicesList().stream()
          .findFirst()
          .map(slice -> SliceKey.of(new byte[] {'a'}, slice));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** A tensor, and the strings of one, that the heap has no room for; the file has it all. */
  @Test
  void largeTensorsAreRefused() throws IOException {
    Path folder = Files.createTempDirectory("large");
    Path index = folder.resolve("f.index");
    Path data = folder.resolve("f.data-00000-of-00001");
    int size = (int) Math.min(Shape.MAX_ELEMENTS, Memory.most() / 2 + 1);
    int count = (int) Math.min(size - Integer.BYTES, Memory.most() / 30);
    try {
      for (DType dtype : List.of(DType.UINT8, DType.STRING)) {
        boolean strings = dtype == DType.STRING;
        TableWriter table = new TableWriter();
        table.add(
            new byte[0], BundleHeaderProto.newBuilder().setNumShards(1).build().toByteArray());
        table.add(
            "a".getBytes(StandardCharsets.UTF_8),
            BundleEntryProto.newBuilder()
                .setDtype(TensorProtos.type(dtype))
                .setShape(TensorProtos.shape(Shape.of(strings ? count : size)))
                .setSize(strings ? count + Integer.BYTES : size)
                .build()
                .toByteArray());
        Files.write(index, table.finish());
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
          file.setLength(strings ? count + Integer.BYTES : size);
        }
        CheckpointReader reader = CheckpointReader.open(folder.resolve("f"));
        String message = assertThrows(FormatException.class, () -> reader.read("a")).getMessage();
        assertTrue(message.contains("half of the heap"), message);
      }
    } finally {
      Files.deleteIfExists(index);
      Files.deleteIfExists(data);
      Files.delete(folder);
    }
  }

  /** Entries of four bytes each, of which each becomes many times as much. */
  @Test
  void manyEntriesAreRefused() {
    Bytes block = new Bytes();
    long count = Memory.most() / 400;
    for (int i = 0; i < count; i++) {
      block.varint(i % 2).varint(1).varint(0).add(1);
    }
    byte[] file = TableTest.around(block.fixed32(0).fixed32(1).toArray(), 0);
    assertTrue(
        assertThrows(FormatException.class, () -> TableReader.read("memory", file))
            .getMessage()
            .contains("half of the heap"));
  }

  /** The header of an index. */
  @FuzzTest
  void header(byte[] bytes) throws IOException {
    TableWriter table = new TableWriter();
    table.add(new byte[0], bytes);
    Path folder = Files.createTempDirectory("fuzz");
    Path index = folder.resolve("f.index");
    try {
      Files.write(index, table.finish());
      for (int i = 0; i < 3; i++) {
        Files.write(CheckpointFiles.of(folder.resolve("f")).data(i, 3), new byte[0]);
      }
      assertEquals(List.of(), CheckpointReader.open(folder.resolve("f")).names());
    } catch (FormatException | UncheckedIOException e) {
      return; // not a header, or one of another number of data files
    } finally {
      Files.deleteIfExists(index);
      for (int i = 0; i < 3; i++) {
        Files.delete(CheckpointFiles.of(folder.resolve("f")).data(i, 3));
      }
      Files.delete(folder);
    }
  }

  /** The bytes of a tensor: its type, its number of elements, its checksum, its data. */
  @FuzzTest
  void data(byte[] bytes) {
    if (bytes.length < 6) {
      return;
    }
    DType dtype = DType.values()[(bytes[0] & 0xFF) % DType.values().length];
    int count = bytes[1] & 0xFF;
    byte[] data = Arrays.copyOfRange(bytes, 6, bytes.length);
    if (!TensorBytes.fits(dtype, count, data.length)) {
      return;
    }
    int crc = new Cursor("fuzz", bytes, 2, 6).fixed32();
    try {
      HostStorage storage = new TensorBytes(data, crc).toStorage("fuzz", dtype, count);
      if (dtype != DType.STRING || data.length > 0) {
        assertArrayEquals(data, TensorBytes.of(storage).bytes());
        assertEquals(crc, TensorBytes.of(storage).crc());
      }
    } catch (FormatException e) {
      return;
    }
  }

  /** The state file. */
  @FuzzTest
  void state(byte[] bytes) {
    try {
      CheckpointState.parse(Path.of("folder"), bytes)
          .ifPresent(state -> assertFalse(state.latest().toString().isEmpty()));
    } catch (FormatException e) {
      return;
    }
  }
}
