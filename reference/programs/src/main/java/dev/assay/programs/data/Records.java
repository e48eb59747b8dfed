package dev.assay.programs.data;

import dev.assay.engine.OutOfRangeException;
import dev.assay.formats.tfrecord.TfRecordReader;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/** The records of a TFRecord file, one after the other, for a dataset to read. */
final class Records implements Iterator<byte[]>, AutoCloseable {
  private final TfRecordReader reader;
  private Optional<byte[]> ahead;

  Records(Path file) {
    this.reader = TfRecordReader.open(file);
    this.ahead = reader.read();
  }

  @Override
  public boolean hasNext() {
    return ahead.isPresent();
  }

  @Override
  public byte[] next() {
    byte[] record = ahead.orElseThrow(() -> new OutOfRangeException("tfrecord: no more records"));
    ahead = reader.read();
    return record;
  }

  @Override
  public void close() {
    reader.close();
  }
}
