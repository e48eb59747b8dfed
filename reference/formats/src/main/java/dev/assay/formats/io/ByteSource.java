package dev.assay.formats.io;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file from the first to the last, with what an error message needs, the file's name
 * and the position, and what an allocation needs, a bound on how many bytes are left.
 *
 * <p>For one thread.
 */
public final class ByteSource implements AutoCloseable {
  /** No byte of deflated data stands for more. */
  private static final long MOST_INFLATED = 1032;

  private final String name;
  private final InputStream in;
  private final long bound;
  private long position;

  private ByteSource(String name, InputStream in, long bound) {
    this.name = name;
    this.in = in;
    this.bound = bound;
  }

  /** The bytes of {@code file}. */
  public static ByteSource open(Path file) {
    ValueException.requireGiven(file, "file: the path");
    try {
      long size = Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE;
      return new ByteSource(file.toString(), Disk.open(file), size);
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  /** The bytes of {@code file}, or what gzip made smaller if its first two bytes say so. */
  public static ByteSource openPlainOrGzip(Path file) {
    return open(file).inflatedIfGzip();
  }

  /**
   * The bytes of a stream, which closes with the source.
   *
   * @param name what messages call it
   */
  public static ByteSource of(String name, InputStream in) {
    ValueException.requireGiven(name, "file: the name");
    ValueException.requireGiven(in, "file: the stream");
    return new ByteSource(name, new BufferedInputStream(in), Long.MAX_VALUE);
  }

  /**
   * Bytes in memory.
   *
   * @param name what messages call them
   */
  public static ByteSource of(String name, byte[] bytes) {
    ValueException.requireGiven(name, "file: the name");
    ValueException.requireGiven(bytes, "file: the bytes");
    return new ByteSource(name, new ByteArrayInputStream(bytes), bytes.length);
  }

  /**
   * What a deflated part of a file stands for.
   *
   * @param name what messages call it
   * @param in gives the inflated bytes; closes with the source
   * @param size how many there are, as the file says
   * @param deflated how many bytes of the file they take, as it says; not relied on if it is less
   */
  public static ByteSource inflated(String name, InputStream in, long size, long deflated) {
    long most = deflated < 0 ? 0 : Math.min(size, inflated(deflated));
    return new ByteSource(name, new BufferedInputStream(in), Math.max(0, most));
  }

  private static long inflated(long deflated) {
    return deflated > Long.MAX_VALUE / MOST_INFLATED ? Long.MAX_VALUE : deflated * MOST_INFLATED;
  }

  /** This source if gzip did not write it, else what gzip made smaller. Nothing was read yet. */
  public ByteSource inflatedIfGzip() {
    try {
      in.mark(2);
      int magic = in.read() | in.read() << 8;
      in.reset();
      if (magic != GZIPInputStream.GZIP_MAGIC) {
        return this;
      }
      InputStream inflated = new BufferedInputStream(Inflated.gzip(in, name));
      return new ByteSource(name, inflated, inflated(bound));
    } catch (IOException e) {
      close();
      throw Disk.failed(name, e);
    } catch (FormatException e) {
      close();
      throw e;
    }
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** Whether it is known how many bytes there can be at most. */
  public boolean isBounded() {
    return bound < Long.MAX_VALUE;
  }

  /** How many bytes were read. */
  public long position() {
    return position;
  }

  /** The error that {@code what} is wrong where the source stands. */
  public FormatException bad(String what) {
    return new FormatException(name + ", byte " + position + ": " + what);
  }

  /** The next byte, 0 … 255, of {@code what}. */
  public int next(String what) {
    byte[] one = new byte[1];
    read(one, 0, 1, what);
    return one[0] & 0xFF;
  }

  /** The next {@code count} bytes, of {@code what}; checked against the bound before allocating. */
  public byte[] next(int count, String what) {
    requireLeft(count, what);
    byte[] bytes = new byte[count];
    read(bytes, 0, count, what);
    return bytes;
  }

  /** The error that the stream below gave: a zip file that is damaged, or a disk that fails. */
  private RuntimeException failed(IOException e) {
    return e instanceof ZipException || e instanceof EOFException
        ? new FormatException(name + ", byte " + position + ": " + damage(e), e)
        : Disk.failed(name, e);
  }

  private static String damage(IOException e) {
    return e instanceof EOFException ? "the compressed data are cut short" : e.getMessage();
  }

  /** Fills a part of {@code to} with the next bytes, of {@code what}. */
  public void read(byte[] to, int from, int count, String what) {
    try {
      int got = in.readNBytes(to, from, count);
      position += got;
      if (got < count) {
        throw bad("it ends within " + what + ", " + (count - got) + " bytes are missing");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The bytes that are left as a stream; who reads it moves this source on, too. */
  public InputStream asStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int b = in.read();
        position += b < 0 ? 0 : 1;
        return b;
      }

      @Override
      public int read(byte[] to, int from, int count) throws IOException {
        int got = in.read(to, from, count);
        position += Math.max(0, got);
        return got;
      }
    };
  }

  /** Checks that {@code count} bytes, of {@code what}, can still be there. */
  public void requireLeft(long count, String what) {
    if (count > bound - position) {
      throw bad(what + " would take " + count + " bytes, only " + (bound - position) + " are left");
    }
  }

  /** Checks that {@code bytes} in memory, for {@code what}, are at most half of the heap. */
  public void requireRoom(long bytes, String what) {
    Optional<String> refusal = Memory.refusal(bytes, what);
    if (refusal.isPresent()) {
      throw bad(refusal.get());
    }
  }

  /** Skips {@code prefix} if the next bytes are those. */
  public void skip(byte[] prefix) {
    try {
      in.mark(prefix.length);
      if (Arrays.equals(in.readNBytes(prefix.length), prefix)) {
        position += prefix.length;
      } else {
        in.reset();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whether all bytes were read. */
  public boolean atEnd() {
    try {
      in.mark(1);
      boolean end = in.read() < 0;
      if (!end) {
        in.reset();
      }
      return end;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Checks that nothing follows {@code what}. */
  public void requireEnd(String what) {
    if (!atEnd()) {
      throw bad("there is more after the end of " + what);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
