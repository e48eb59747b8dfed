package dev.assay.formats.checkpoint;

import dev.assay.formats.io.LittleEndian;
import java.io.ByteArrayOutputStream;

/** Bytes that grow at the end. */
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  int size() {
    return out.size();
  }

  Bytes add(int value) {
    out.write(value);
    return this;
  }

  Bytes add(byte[] bytes, int from, int length) {
    out.write(bytes, from, length);
    return this;
  }

  Bytes add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  Bytes fixed32(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    LittleEndian.putInt(bytes, 0, value);
    return add(bytes);
  }

  Bytes fixed64(long value) {
    byte[] bytes = new byte[Long.BYTES];
    LittleEndian.putLong(bytes, 0, value);
    return add(bytes);
  }

  /** An unsigned number, 7 bits in each byte, the lowest first. */
  Bytes varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      add((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return add((int) rest);
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
