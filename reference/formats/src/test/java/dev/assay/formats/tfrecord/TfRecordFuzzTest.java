package dev.assay.formats.tfrecord;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.Shape;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.formats.io.Memory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Any bytes are records or a format error. */
class TfRecordFuzzTest {
  private static Optional<List<byte[]>> read(byte[] bytes, Compression compression) {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader =
        TfRecordReader.of(
            new ByteArrayInputStream(bytes), "memory", compression, TfRecordReader.DEFAULT_LIMIT)) {
      for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
        records.add(r.get());
      }
      return Optional.of(records);
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  private static byte[] written(List<byte[]> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = TfRecordWriter.to(out, "memory", Compression.NONE)) {
      records.forEach(writer::write);
    }
    return out.toByteArray();
  }

  /** Records have one form: what is read is written as it was. */
  @FuzzTest
  void plain(byte[] bytes) {
    read(bytes, Compression.NONE).ifPresent(records -> assertArrayEquals(bytes, written(records)));
  }

  /** A record that the heap has no room for, though the stream does not end. */
  @Test
  void aLargeRecordIsRefused() {
    byte[] header = new byte[TfRecordReader.HEADER];
    LittleEndian.putLong(header, 0, Math.min(Shape.MAX_ELEMENTS, Memory.most() / 2 + 1));
    LittleEndian.putInt(header, Long.BYTES, MaskedCrc.of(header, 0, Long.BYTES));
    InputStream zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    InputStream in = new SequenceInputStream(new ByteArrayInputStream(header), zeros);
    try (TfRecordReader reader =
        TfRecordReader.of(in, "endless", Compression.NONE, Shape.MAX_ELEMENTS)) {
      String message = assertThrows(FormatException.class, reader::read).getMessage();
      assertTrue(message.contains("half of the heap"), message);
    }
  }

  @FuzzTest
  void gzip(byte[] bytes) {
    read(bytes, Compression.GZIP)
        .ifPresent(
            records ->
                assertArrayEquals(
                    records.toArray(),
                    read(written(records), Compression.NONE).orElseThrow().toArray()));
  }

  @FuzzTest
  void zlib(byte[] bytes) {
    read(bytes, Compression.ZLIB)
        .ifPresent(
            records ->
                assertArrayEquals(
                    records.toArray(),
                    read(written(records), Compression.NONE).orElseThrow().toArray()));
  }
}
