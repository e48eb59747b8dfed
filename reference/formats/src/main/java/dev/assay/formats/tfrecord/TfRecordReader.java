package dev.assay.formats.tfrecord;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Shape;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.Inflated;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.formats.io.Memory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads records one by one, in the memory that one record takes. For one thread.
 *
 * <pre>{@code
 * try (TfRecordReader reader = TfRecordReader.open(path)) {
 *   for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
 *     use(r.get());
 *   }
 * }
 * }</pre>
 *
 * <p>A wrong checksum, a record that is longer than allowed, and a file that ends within a record
 * are {@link FormatException}s that name the file, the number of the record (from 0) and its offset
 * (in the records, not in their compressed form). After one the reader stays at its place and gives
 * the same error again.
 */
public final class TfRecordReader implements AutoCloseable {
  /** Length and its checksum. */
  static final int HEADER = 12;

  /** The checksum of the data. */
  static final int FOOTER = 4;

  /** The longest record that is read unless another limit is given. */
  public static final int DEFAULT_LIMIT = 1 << 28;

  /** What is allocated on the word of a header; more only as the bytes arrive. */
  private static final int TRUSTED = 1 << 20;

  private final String name;
  private final InputStream in;
  private final int limit;
  private final byte[] header = new byte[HEADER];
  private final byte[] footer = new byte[FOOTER];
  private long records;
  private long offset;
  private Optional<FormatException> failure = Optional.empty();
  private boolean closed;

  private TfRecordReader(InputStream in, String name, int limit) {
    this.in = in;
    this.name = name;
    this.limit = limit;
  }

  /** Reads a file without compression, records of at most {@link #DEFAULT_LIMIT} bytes. */
  public static TfRecordReader open(Path path) {
    return open(path, Compression.NONE);
  }

  /** Reads a file, records of at most {@link #DEFAULT_LIMIT} bytes. */
  public static TfRecordReader open(Path path, Compression compression) {
    return open(path, compression, DEFAULT_LIMIT);
  }

  /**
   * Reads a file.
   *
   * @param limit the longest record, in bytes, that is not an error
   */
  public static TfRecordReader open(Path path, Compression compression, int limit) {
    ValueException.requireGiven(path, "tfrecord: the path");
    ValueException.requireGiven(compression, "tfrecord: the compression");
    InputStream in = Disk.open(path);
    try {
      return of(in, path.toString(), compression, limit);
    } catch (RuntimeException e) {
      try (in) {
        throw e;
      } catch (IOException unclosed) {
        throw e;
      }
    }
  }

  /**
   * Reads a stream, which is closed with the reader.
   *
   * @param name what errors call it
   * @param limit the longest record, in bytes, that is not an error
   */
  public static TfRecordReader of(InputStream in, String name, Compression compression, int limit) {
    ValueException.requireGiven(in, "tfrecord: the stream");
    ValueException.requireGiven(name, "tfrecord: the name of the stream");
    ValueException.requireGiven(compression, "tfrecord: the compression");
    if (limit < 0 || limit > Shape.MAX_ELEMENTS) {
      throw new ValueException(
          "tfrecord: the limit of a record is 0 … " + Shape.MAX_ELEMENTS + ", got " + limit);
    }
    try {
      InputStream records =
          switch (compression) {
            case NONE -> in;
            case GZIP -> new BufferedInputStream(Inflated.gzip(in, name));
            case ZLIB -> new BufferedInputStream(Inflated.zlib(in, name));
          };
      return new TfRecordReader(records, name, limit);
    } catch (IOException e) {
      throw Disk.failed(name, e);
    }
  }

  /** The next record; empty at the end of the file. */
  public Optional<byte[]> read() {
    if (closed) {
      throw new ValueException("tfrecord: the reader of " + name + " is closed");
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    try {
      Optional<byte[]> data = next();
      if (data.isPresent()) {
        offset += HEADER + data.get().length + FOOTER;
        records++;
      }
      return data;
    } catch (FormatException e) {
      failure = Optional.of(e);
      throw e;
    } catch (IOException e) {
      throw Disk.failed(name, e);
    }
  }

  private Optional<byte[]> next() throws IOException {
    int n = in.readNBytes(header, 0, HEADER);
    if (n == 0) {
      return Optional.empty();
    }
    if (n < HEADER) {
      throw error("ends after " + n + " of the " + HEADER + " bytes of its header");
    }
    check("length", MaskedCrc.of(header, 0, Long.BYTES), LittleEndian.getInt(header, Long.BYTES));
    long length = LittleEndian.getLong(header, 0);
    if (length < 0 || length > limit) {
      throw error(
          "has " + Long.toUnsignedString(length) + " bytes, the reader's limit is " + limit);
    }
    if (length > TRUSTED) {
      Optional<String> refusal = Memory.refusal(2 * length, "its data");
      if (refusal.isPresent()) {
        throw error(refusal.get());
      }
    }
    byte[] data = data((int) length);
    n = in.readNBytes(footer, 0, FOOTER);
    if (n < FOOTER) {
      throw error("ends after " + n + " of the " + FOOTER + " bytes of its checksum");
    }
    check("data", MaskedCrc.of(data), LittleEndian.getInt(footer, 0));
    return Optional.of(data);
  }

  private byte[] data(int length) throws IOException {
    byte[] data = new byte[Math.min(length, TRUSTED)];
    int n = in.readNBytes(data, 0, data.length);
    while (n == data.length && n < length) {
      data = Arrays.copyOf(data, (int) Math.min(length, 2L * n));
      n += in.readNBytes(data, n, data.length - n);
    }
    if (n < length) {
      throw error("ends after " + n + " of its " + length + " bytes of data");
    }
    return data;
  }

  private void check(String what, int computed, int stored) {
    if (computed != stored) {
      HexFormat hex = HexFormat.of();
      throw error(
          "the checksum of its "
              + what
              + " is "
              + hex.toHexDigits(computed)
              + ", stored is "
              + hex.toHexDigits(stored));
    }
  }

  private FormatException error(String what) {
    return new FormatException(name + ": record " + records + " at offset " + offset + ": " + what);
  }

  /** How many records have been read. */
  public long records() {
    return records;
  }

  /** Where the next record begins, in bytes of records (not of their compressed form). */
  public long offset() {
    return offset;
  }

  /** Closes the file. */
  @Override
  public void close() {
    closed = true;
    try {
      in.close();
    } catch (IOException e) {
      throw Disk.failed(name, e);
    }
  }
}
