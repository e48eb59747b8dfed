package dev.assay.formats.io;

import dev.assay.engine.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes that a gzip file (RFC 1952, one or more members) or a zlib stream (RFC 1950) holds.
 *
 * <p>Unlike the JDK's streams it takes nothing on trust: a stream that is cut short, that is
 * followed by anything else, or whose checksum is wrong is a {@link FormatException}.
 */
public final class Inflated extends InputStream {
  private static final int RESERVED = 0xE0;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final InputStream in;
  private final String name;
  private final boolean gzip;
  private final Inflater inflater;
  private final byte[] buffer = new byte[1 << 16];
  private final CRC32 crc = new CRC32();
  private int at;
  private int limit;
  private boolean over;

  private Inflated(InputStream in, String name, boolean gzip) {
    this.in = in;
    this.name = name;
    this.gzip = gzip;
    this.inflater = new Inflater(gzip);
  }

  /** The bytes in the gzip file {@code in}; {@code name} is what errors call it. */
  public static Inflated gzip(InputStream in, String name) throws IOException {
    Inflated inflated = new Inflated(in, name, true);
    inflated.header();
    return inflated;
  }

  /** The bytes in the zlib stream {@code in}; {@code name} is what errors call it. */
  public static Inflated zlib(InputStream in, String name) {
    return new Inflated(in, name, false);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!over) {
      int n = inflate(bytes, offset, length);
      if (n > 0) {
        crc.update(bytes, offset, n);
        return n;
      }
      if (inflater.finished()) {
        at = limit - inflater.getRemaining();
        endOfMember();
      } else if (inflater.needsDictionary()) {
        throw new FormatException(name + ": compressed with a dictionary that is not given");
      } else if (!fill()) {
        throw cut();
      } else {
        inflater.setInput(buffer, at, limit - at);
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) {
    try {
      return inflater.inflate(bytes, offset, length);
    } catch (DataFormatException e) {
      throw new FormatException(name + ": not compressed data: " + e.getMessage(), e);
    }
  }

  private void endOfMember() throws IOException {
    if (gzip) {
      long sum = crc.getValue();
      long length = inflater.getBytesWritten() & 0xFFFFFFFFL;
      if (fixed(4) != sum || fixed(4) != length) {
        throw new FormatException(name + ": gzip: the checksum or the length is wrong");
      }
    }
    if (at == limit && !fill()) {
      over = true;
      return;
    }
    if (!gzip) {
      throw new FormatException(name + ": zlib: bytes after the end of the stream");
    }
    inflater.reset();
    header();
  }

  private void header() throws IOException {
    crc.reset();
    if (next() != 0x1F || next() != 0x8B || next() != 8) {
      throw new FormatException(name + ": gzip: does not begin with 1f8b08");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new FormatException(name + ": gzip: reserved flags are set");
    }
    fixed(6); // time, compression, system
    if ((flags & HAS_EXTRA) != 0) {
      for (long n = fixed(2); n > 0; n--) {
        next();
      }
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_HEADER_CRC) != 0) {
      long seen = crc.getValue() & 0xFFFF;
      if (fixed(2) != seen) {
        throw new FormatException(name + ": gzip: the checksum of the header is wrong");
      }
    }
    crc.reset();
    inflater.setInput(buffer, at, limit - at);
  }

  private void skipText() throws IOException {
    int read = next();
    while (read != 0) {
      read = next();
    }
  }

  private long fixed(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << 8 * i;
    }
    return value;
  }

  private int next() throws IOException {
    if (at == limit && !fill()) {
      throw cut();
    }
    int value = buffer[at++] & 0xFF;
    crc.update(value);
    return value;
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private FormatException cut() {
    return new FormatException(name + ": the compressed data is cut short");
  }

  @Override
  public void close() throws IOException {
    over = true;
    inflater.end();
    in.close();
  }
}
