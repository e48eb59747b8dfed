package dev.assay.formats.tfrecord;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.learn.input.Dataset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records come back as they were written, and nothing else comes back. */
class TfRecordTest {
  @TempDir private Path folder;

  private static final List<byte[]> RECORDS =
      List.of(
          "first".getBytes(StandardCharsets.UTF_8),
          new byte[0],
          new byte[] {0, -1, 127},
          "the last one".getBytes(StandardCharsets.UTF_8));

  private static byte[] written(Compression compression, List<byte[]> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = TfRecordWriter.to(out, "memory", compression)) {
      records.forEach(writer::write);
    }
    return out.toByteArray();
  }

  private static List<byte[]> read(byte[] bytes, Compression compression, int limit) {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader =
        TfRecordReader.of(new ByteArrayInputStream(bytes), "memory", compression, limit)) {
      for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
        records.add(r.get());
      }
    }
    return records;
  }

  private static List<byte[]> read(byte[] bytes, Compression compression) {
    return read(bytes, compression, 1 << 16);
  }

  private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
    assertArrayEquals(expected.toArray(), actual.toArray());
  }

  /** CRC-32C of nine digits is e3069283 (RFC 3720, B.4); the mask is rotr 15 plus a282ead8. */
  @Test
  void theChecksumOfTheStandard() {
    int masked = MaskedCrc.of("123456789".getBytes(StandardCharsets.US_ASCII));
    assertEquals(Integer.rotateRight(0xe3069283, 15) + 0xa282ead8, masked);
  }

  /** The bytes of an empty record and of the record "a", by the format's definition. */
  @Test
  void theBytesOfTheFormat() {
    assertEquals(
        "0000000000000000" + "29039807" + "d8ea82a2",
        HexFormat.of().formatHex(written(Compression.NONE, List.of(new byte[0]))));
    byte[] a = written(Compression.NONE, List.of(new byte[] {'a'}));
    assertEquals(12 + 1 + 4, a.length);
    assertEquals(1, LittleEndian.getLong(a, 0));
    assertEquals('a', a[12]);
  }

  @ParameterizedTest
  @EnumSource
  void recordsComeBack(Compression compression) {
    assertSame(RECORDS, read(written(compression, RECORDS), compression));
    assertSame(List.of(), read(written(compression, List.of()), compression));
  }

  @ParameterizedTest
  @EnumSource
  void filesAppearWhenTheyAreWhole(Compression compression) throws IOException {
    Path path = folder.resolve("records");
    try (TfRecordWriter writer = TfRecordWriter.create(path, compression)) {
      RECORDS.forEach(writer::write);
      writer.flush();
      assertFalse(Files.exists(path));
    }
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(path, compression)) {
      for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
        records.add(r.get());
        assertEquals(records.size(), reader.records());
      }
    }
    assertSame(RECORDS, records);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void everyChangedBitIsFound() {
    byte[] bytes = written(Compression.NONE, RECORDS);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String message =
          assertThrows(FormatException.class, () -> read(changed, Compression.NONE)).getMessage();
      assertTrue(message.startsWith("memory: record "), message);
    }
  }

  /** A file may end between records only. */
  @Test
  void everyTruncationIsFound() {
    byte[] bytes = written(Compression.NONE, RECORDS);
    int boundaries = 0;
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      int whole = whole(length);
      if (whole >= 0) {
        assertSame(RECORDS.subList(0, whole), read(cut, Compression.NONE));
        boundaries++;
      } else {
        assertThrows(FormatException.class, () -> read(cut, Compression.NONE));
      }
    }
    assertEquals(RECORDS.size(), boundaries);
  }

  /** How many records end exactly at {@code length}, or −1. */
  private static int whole(int length) {
    int at = 0;
    for (int i = 0; i < RECORDS.size(); i++) {
      if (at == length) {
        return i;
      }
      at += 12 + RECORDS.get(i).length + 4;
    }
    return -1;
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZLIB"})
  void compressedFilesAreCutOrFollowedByNothing(Compression compression) {
    byte[] bytes = written(compression, RECORDS);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(FormatException.class, () -> read(cut, compression), "cut at " + length);
    }
    for (int value : new int[] {0, 1, 0x1F, 0xFF}) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      longer[bytes.length] = (byte) value;
      assertThrows(FormatException.class, () -> read(longer, compression));
    }
  }

  /**
   * A changed bit is found, or it says nothing of the content: gzip's "text" flag, time, level and
   * system, and the bits that fill the last byte of the compressed data.
   */
  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZLIB"})
  void changedBitsOfCompressedFilesChangeNoRecord(Compression compression) {
    byte[] bytes = written(compression, RECORDS);
    int last = bytes.length - 1 - (compression == Compression.GZIP ? 8 : 4);
    int found = 0;
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertSame(RECORDS, read(changed, compression));
        boolean header = compression == Compression.GZIP && bit / 8 >= 3 && bit / 8 < 10;
        assertTrue(header || bit / 8 == last, "bit " + bit);
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("memory: "), e.getMessage());
        found++;
      }
    }
    assertTrue(found >= 8 * (bytes.length - 8), found + " of " + 8 * bytes.length);
  }

  @ParameterizedTest
  @EnumSource
  void aSourceOfDatasets(Compression compression) {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    for (Path path : List.of(one, two)) {
      try (TfRecordWriter writer = TfRecordWriter.create(path, compression)) {
        RECORDS.forEach(writer::write);
      }
    }
    Dataset records = Dataset.records(TfRecords.format(compression), one, two);
    for (int pass = 0; pass < 2; pass++) {
      List<List<Tensor>> read = records.toList();
      assertEquals(2 * RECORDS.size(), read.size());
      for (int i = 0; i < read.size(); i++) {
        Tensor record = read.get(i).get(0);
        assertEquals(Shape.scalar(), record.shape());
        assertArrayEquals(RECORDS.get(i % RECORDS.size()), record.host().bytes()[0]);
      }
    }
    assertEquals(3, records.take(3).toList().size());
    Iterator<byte[]> iterator = TfRecords.format(compression).open(one);
    for (int i = 0; i < RECORDS.size(); i++) {
      assertArrayEquals(RECORDS.get(i), iterator.next());
    }
    assertFalse(iterator.hasNext());
    assertThrows(OutOfRangeException.class, iterator::next);
  }

  @Test
  void severalGzipMembersAreOneFile() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(written(Compression.GZIP, RECORDS.subList(0, 2)));
    both.write(written(Compression.GZIP, RECORDS.subList(2, 4)));
    assertSame(RECORDS, read(both.toByteArray(), Compression.GZIP));
  }

  /** The header's word is checked and limited before memory is asked for. */
  @Test
  void aLengthIsNotBelieved() {
    byte[] header = new byte[12];
    for (long length : new long[] {1L << 62, -1, Integer.MAX_VALUE, (1 << 16) + 1}) {
      LittleEndian.putLong(header, 0, length);
      LittleEndian.putInt(header, 8, MaskedCrc.of(header, 0, 8));
      String message =
          assertThrows(FormatException.class, () -> read(header, Compression.NONE)).getMessage();
      assertEquals(
          "memory: record 0 at offset 0: has "
              + Long.toUnsignedString(length)
              + " bytes, the reader's limit is 65536",
          message);
    }
    LittleEndian.putLong(header, 0, Integer.MAX_VALUE - 8);
    LittleEndian.putInt(header, 8, MaskedCrc.of(header, 0, 8));
    assertThrows(
        FormatException.class, () -> read(header, Compression.NONE, Integer.MAX_VALUE - 8));
  }

  @Test
  void recordsLargerThanABuffer() {
    byte[] large = new byte[5 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 >> 3);
    }
    List<byte[]> records = List.of(large, new byte[] {1}, large);
    for (Compression c : Compression.values()) {
      assertSame(records, read(written(c, records), c, large.length));
    }
  }

  @Test
  void aFailureStays() {
    byte[] bytes = written(Compression.NONE, RECORDS);
    bytes[bytes.length - 1] ^= 1;
    try (TfRecordReader reader =
        TfRecordReader.of(new ByteArrayInputStream(bytes), "memory", Compression.NONE, 100)) {
      for (int i = 0; i < 3; i++) {
        assertTrue(reader.read().isPresent());
      }
      long offset = reader.offset();
      FormatException first = assertThrows(FormatException.class, reader::read);
      assertEquals(first, assertThrows(FormatException.class, reader::read));
      assertEquals(offset, reader.offset());
      assertTrue(first.getMessage().startsWith("memory: record 3 at offset 56: the checksum"));
    }
  }

  @Test
  void closedAndMissing() {
    TfRecordWriter writer =
        TfRecordWriter.to(new ByteArrayOutputStream(), "memory", Compression.NONE);
    assertThrows(ValueException.class, () -> writer.write(null));
    writer.close();
    writer.close();
    assertThrows(ValueException.class, () -> writer.write(new byte[1]));
    assertThrows(ValueException.class, writer::flush);
    TfRecordReader reader =
        TfRecordReader.of(new ByteArrayInputStream(new byte[0]), "memory", Compression.NONE, 1);
    assertTrue(reader.read().isEmpty());
    assertTrue(reader.read().isEmpty());
    reader.close();
    reader.close();
    assertThrows(ValueException.class, reader::read);
    Path missing = folder.resolve("missing");
    String message =
        assertThrows(UncheckedIOException.class, () -> TfRecordReader.open(missing)).getMessage();
    assertEquals(missing + ": no such file", message);
    assertThrows(
        UncheckedIOException.class, () -> TfRecordWriter.create(missing.resolve("records")));
    assertThrows(
        ValueException.class,
        () -> TfRecordReader.of(new ByteArrayInputStream(new byte[0]), "m", Compression.NONE, -1));
    assertThrows(ValueException.class, () -> TfRecordReader.open(missing, null));
  }

  /** A disk that is full leaves the file as it was. */
  @Test
  void aFailedWriteIsNotPublished() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    TfRecordWriter writer = TfRecordWriter.to(full, "memory", Compression.NONE);
    writer.write(new byte[10]);
    String message = assertThrows(UncheckedIOException.class, writer::flush).getMessage();
    assertEquals("memory: disk full", message);
  }
}
