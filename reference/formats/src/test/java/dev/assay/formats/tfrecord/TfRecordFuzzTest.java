package dev.assay.formats.tfrecord;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
