package dev.assay.learn.input;

import dev.assay.engine.FormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that is read from its beginning to its end, opened when it is first read. */
final class RecordFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final String what;
  private final Path path;
  private Optional<InputStream> stream = Optional.empty();

  /**
   * @param what who reads, for messages
   */
  RecordFile(String what, Path path) {
    this.what = what;
    this.path = path;
  }

  /** Something that reads. */
  interface Reading<T> {
    T read(InputStream from) throws IOException;
  }

  /** What {@code reading} gives; its errors name the file. */
  <T> T read(Reading<T> reading) {
    try {
      if (stream.isEmpty()) {
        stream = Optional.of(new BufferedInputStream(Files.newInputStream(path), BUFFER));
      }
      return reading.read(stream.get());
    } catch (IOException e) {
      throw new FormatException(what + ": cannot read " + path + ": " + e, e);
    }
  }

  /** Its size in bytes now. */
  long size() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new FormatException(what + ": cannot read " + path + ": " + e, e);
    }
  }

  /** An error that names the file. */
  FormatException malformed(String why) {
    return new FormatException(what + ": " + path + ": " + why);
  }

  @Override
  public void close() {
    Optional<InputStream> held = stream;
    stream = Optional.empty();
    held.ifPresent(s -> Closing.close(what + ": " + path, s));
  }
}
