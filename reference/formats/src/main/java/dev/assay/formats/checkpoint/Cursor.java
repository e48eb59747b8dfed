package dev.assay.formats.checkpoint;

import dev.assay.engine.FormatException;
import dev.assay.formats.io.LittleEndian;

/** Reads a part of an array from front to back; what is not there is a format error. */
final class Cursor {
  private final String what;
  private final byte[] bytes;
  private final int limit;
  private int at;

  /** Of the bytes {@code from} to {@code limit}, which are in the array. */
  Cursor(String what, byte[] bytes, int from, int limit) {
    this.what = what;
    this.bytes = bytes;
    this.limit = limit;
    this.at = from;
  }

  Cursor(String what, byte[] bytes) {
    this(what, bytes, 0, bytes.length);
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at == limit;
  }

  int next() {
    if (at == limit) {
      throw error("ends too early");
    }
    return bytes[at++] & 0xFF;
  }

  /** Where the next {@code length} bytes begin, which are then behind. */
  int skip(long length) {
    if (length < 0 || length > limit - at) {
      throw error("needs " + length + " more bytes, has " + (limit - at));
    }
    int from = at;
    at += (int) length;
    return from;
  }

  int fixed32() {
    return LittleEndian.getInt(bytes, skip(Integer.BYTES));
  }

  /**
   * An unsigned number of at most 63 bits, 7 bits in each byte, the lowest first. Only the shortest
   * form is taken, so that one number has one form.
   */
  long varint() {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int b = next();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        if (b == 0 && shift > 0) {
          throw error("holds a number with leading zeros");
        }
        return value;
      }
    }
    throw error("holds a number of more than 63 bits");
  }

  FormatException error(String message) {
    return new FormatException(what + ": at byte " + at + ": " + message);
  }
}
