package dev.assay.formats.tfrecord;

import dev.assay.engine.ValueException;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes records. For one thread.
 *
 * <pre>{@code
 * try (TfRecordWriter writer = TfRecordWriter.create(path)) {
 *   writer.write(example.toBytes());
 * }
 * }</pre>
 *
 * <p>A file appears under its name when the writer is closed, as a whole; if a write failed it does
 * not. What is written to a stream is in the stream after {@link #flush}.
 */
public final class TfRecordWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final OutputStream out;
  private final Optional<AtomicFile> file;
  private final byte[] header = new byte[TfRecordReader.HEADER];
  private final byte[] footer = new byte[TfRecordReader.FOOTER];
  private boolean failed;
  private boolean closed;

  private TfRecordWriter(
      String name, OutputStream out, Optional<AtomicFile> file, Compression compression)
      throws IOException {
    this.name = name;
    this.file = file;
    this.out =
        switch (ValueException.requireGiven(compression, "tfrecord: the compression")) {
          case NONE -> out;
          case GZIP -> new GZIPOutputStream(out, BUFFER, true);
          case ZLIB -> new DeflaterOutputStream(out, true);
        };
  }

  /** Writes a file without compression. */
  public static TfRecordWriter create(Path path) {
    return create(path, Compression.NONE);
  }

  /** Writes a file. */
  public static TfRecordWriter create(Path path, Compression compression) {
    ValueException.requireGiven(path, "tfrecord: the path");
    AtomicFile file = AtomicFile.create(path);
    try {
      return new TfRecordWriter(path.toString(), file.stream(), Optional.of(file), compression);
    } catch (IOException e) {
      file.close();
      throw Disk.failed(path, e);
    } catch (ValueException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Writes to a stream, which is closed with the writer.
   *
   * @param name what errors call it
   */
  public static TfRecordWriter to(OutputStream out, String name, Compression compression) {
    ValueException.requireGiven(out, "tfrecord: the stream");
    ValueException.requireGiven(name, "tfrecord: the name of the stream");
    try {
      OutputStream buffered = new BufferedOutputStream(out, BUFFER);
      return new TfRecordWriter(name, buffered, Optional.empty(), compression);
    } catch (IOException e) {
      throw Disk.failed(name, e);
    }
  }

  /** Appends a record, which may be empty. */
  public void write(byte[] data) {
    ValueException.requireGiven(data, "tfrecord: the record");
    requireOpen();
    LittleEndian.putLong(header, 0, data.length);
    LittleEndian.putInt(header, Long.BYTES, MaskedCrc.of(header, 0, Long.BYTES));
    LittleEndian.putInt(footer, 0, MaskedCrc.of(data));
    attempt(
        () -> {
          out.write(header);
          out.write(data);
          out.write(footer);
        });
  }

  /** Hands everything to the operating system. */
  public void flush() {
    requireOpen();
    attempt(out::flush);
  }

  private void requireOpen() {
    if (closed) {
      throw new ValueException("tfrecord: the writer of " + name + " is closed");
    }
  }

  /** A step that the disk may refuse. */
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      failed = true;
      throw Disk.failed(name, e);
    }
  }

  /** Ends the file. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      attempt(out::close);
      if (!failed) {
        file.ifPresent(AtomicFile::commit);
      }
    } finally {
      file.ifPresent(AtomicFile::close);
    }
  }
}
