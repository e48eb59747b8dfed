package dev.assay.formats.tfrecord;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A program that reads a TFRecord file of 1 GiB that is made while it is read, for {@link
 * LargeFileTest}, which gives it little memory. Its exit code is 0 if it read every record.
 */
final class LargeFile {
  static final int RECORD = 100_000;
  static final int REPEATS = 1100;
  private static final int AT_ONCE = 10;

  private LargeFile() {}

  /** Some records, over and over. */
  private static final class Repeated extends InputStream {
    private final byte[] bytes;
    private long left;
    private int at;

    Repeated(byte[] bytes, long times) {
      this.bytes = bytes;
      this.left = times * bytes.length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int n = (int) Math.min(left, Math.min(length, bytes.length - at));
      System.arraycopy(bytes, at, to, offset, n);
      at = (at + n) % bytes.length;
      left -= n;
      return n;
    }
  }

  /** Reads the records, and writes each again. */
  public static void main(String[] args) {
    ByteArrayOutputStream some = new ByteArrayOutputStream();
    try (TfRecordWriter writer = TfRecordWriter.to(some, "some", Compression.NONE)) {
      for (int i = 0; i < AT_ONCE; i++) {
        byte[] record = new byte[RECORD];
        record[i] = 1;
        writer.write(record);
      }
    }
    long bytes = 0;
    InputStream in = new Repeated(some.toByteArray(), REPEATS);
    try (TfRecordReader reader =
            TfRecordReader.of(in, "large", Compression.NONE, TfRecordReader.DEFAULT_LIMIT);
        TfRecordWriter writer =
            TfRecordWriter.to(OutputStream.nullOutputStream(), "nowhere", Compression.NONE)) {
      for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
        writer.write(r.get());
        bytes += r.get().length;
      }
    }
    boolean all = bytes == (long) AT_ONCE * REPEATS * RECORD && bytes > 1L << 30;
    System.exit(all ? 0 : 1);
  }
}
