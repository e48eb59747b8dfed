package dev.assay.learn.input;

import dev.assay.engine.OutOfRangeException;
import java.nio.file.Path;
import java.util.Iterator;

/** Records of one length. The file's size is checked first: it holds no part of a record. */
final class FixedLengthRecords implements Iterator<byte[]>, AutoCloseable {
  private final RecordFile file;
  private final int header;
  private final int length;
  private final int footer;
  private long left = -1;

  FixedLengthRecords(Path path, int header, int length, int footer) {
    this.file = new RecordFile("fixed_length_records", path);
    this.header = header;
    this.length = length;
    this.footer = footer;
  }

  @Override
  public boolean hasNext() {
    if (left < 0) {
      long body = file.size() - header - footer;
      if (body < 0 || body % length != 0) {
        throw file.malformed(
            "the size "
                + file.size()
                + " is not header + n * length + footer = "
                + header
                + " + n * "
                + length
                + " + "
                + footer);
      }
      left = body / length;
      if (left > 0) {
        read(header);
      }
    }
    return left > 0;
  }

  private byte[] read(int n) {
    byte[] bytes = file.read(from -> from.readNBytes(n));
    if (bytes.length < n) {
      throw file.malformed("the file was cut off while it was read");
    }
    return bytes;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new OutOfRangeException("fixed_length_records: there is no next record");
    }
    left--;
    return read(length);
  }

  @Override
  public void close() {
    left = 0;
    file.close();
  }
}
