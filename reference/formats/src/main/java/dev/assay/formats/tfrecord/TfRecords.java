package dev.assay.formats.tfrecord;

import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.ValueException;
import dev.assay.learn.input.RecordFormat;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * TFRecord files as a source of input pipelines.
 *
 * <pre>{@code
 * Dataset records = Dataset.records(TfRecords.format(), Path.of("train.tfrecord"));
 * }</pre>
 */
public final class TfRecords {
  private TfRecords() {}

  /** Files without compression. */
  public static RecordFormat format() {
    return format(Compression.NONE);
  }

  /**
   * Files that are compressed so; records of at most {@link TfRecordReader#DEFAULT_LIMIT} bytes.
   */
  public static RecordFormat format(Compression compression) {
    ValueException.requireGiven(compression, "tfrecord: the compression");
    return file -> new Records(file, compression);
  }

  /** The records of a file, which is opened when the first is asked for. */
  private static final class Records implements Iterator<byte[]>, AutoCloseable {
    private final Path file;
    private final Compression compression;
    private Optional<TfRecordReader> reader = Optional.empty();
    private Optional<byte[]> next = Optional.empty();
    private boolean over;

    Records(Path file, Compression compression) {
      this.file = file;
      this.compression = compression;
    }

    @Override
    public boolean hasNext() {
      if (!over && next.isEmpty()) {
        if (reader.isEmpty()) {
          reader = Optional.of(TfRecordReader.open(file, compression));
        }
        next = reader.get().read();
        over = next.isEmpty();
      }
      return next.isPresent();
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new OutOfRangeException("tfrecord: " + file + ": there is no next record");
      }
      byte[] record = next.orElseThrow();
      next = Optional.empty();
      return record;
    }

    @Override
    public void close() {
      over = true;
      next = Optional.empty();
      reader.ifPresent(TfRecordReader::close);
    }
  }
}
