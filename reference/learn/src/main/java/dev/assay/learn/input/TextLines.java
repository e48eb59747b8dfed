package dev.assay.learn.input;

import dev.assay.engine.OutOfRangeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/** The lines of a file. A last line without an end is one, too. */
final class TextLines implements Iterator<byte[]>, AutoCloseable {
  private final RecordFile file;
  private int headers;
  private Optional<byte[]> ahead = Optional.empty();
  private boolean ended;

  TextLines(Path path, int headers) {
    this.file = new RecordFile("text_lines", path);
    this.headers = headers;
  }

  @Override
  public boolean hasNext() {
    while (ahead.isEmpty() && !ended) {
      ahead = file.read(TextLines::line);
      ended = ahead.isEmpty();
      if (headers > 0) {
        headers--;
        ahead = Optional.empty();
      }
    }
    return ahead.isPresent();
  }

  private static Optional<byte[]> line(InputStream from) throws IOException {
    int b = from.read();
    if (b < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int before = -1;
    while (b >= 0 && b != '\n') {
      if (before == '\r') {
        line.write(before);
      }
      before = b;
      if (b != '\r') {
        line.write(b);
      }
      b = from.read();
    }
    if (before == '\r' && b < 0) {
      line.write(before);
    }
    return Optional.of(line.toByteArray());
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new OutOfRangeException("text_lines: there is no next line");
    }
    byte[] line = ahead.orElseThrow();
    ahead = Optional.empty();
    return line;
  }

  @Override
  public void close() {
    ended = true;
    ahead = Optional.empty();
    file.close();
  }
}
