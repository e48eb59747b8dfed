package dev.assay.learn.input;

import dev.assay.engine.OutOfRangeException;
import dev.assay.engine.tensor.Shape;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;

/** A file as one record. */
final class WholeFile implements Iterator<byte[]>, AutoCloseable {
  private final RecordFile file;
  private boolean read;

  WholeFile(Path path) {
    this.file = new RecordFile("whole_file", path);
  }

  @Override
  public boolean hasNext() {
    return !read;
  }

  @Override
  public byte[] next() {
    if (read) {
      throw new OutOfRangeException("whole_file: there is no next record");
    }
    read = true;
    if (file.size() > Shape.MAX_ELEMENTS) {
      throw file.malformed("a record of " + file.size() + " bytes is too large");
    }
    return file.read(InputStream::readAllBytes);
  }

  @Override
  public void close() {
    read = true;
    file.close();
  }
}
