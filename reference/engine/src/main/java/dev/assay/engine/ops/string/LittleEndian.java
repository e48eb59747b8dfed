package dev.assay.engine.ops.string;

/** Words of a byte string, the lowest byte first. */
final class LittleEndian {
  private LittleEndian() {}

  /** Eight bytes from {@code at}. */
  static long word64(byte[] s, int at) {
    return word(s, at, 8);
  }

  /** Four bytes from {@code at}, unsigned. */
  static long word32(byte[] s, int at) {
    return word(s, at, 4);
  }

  /** {@code n} bytes from {@code at}, at most eight. */
  static long word(byte[] s, int at, int n) {
    long w = 0;
    for (int i = n - 1; i >= 0; i--) {
      w = w << 8 | (s[at + i] & 0xFF);
    }
    return w;
  }
}
