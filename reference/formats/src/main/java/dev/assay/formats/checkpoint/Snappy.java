package dev.assay.formats.checkpoint;

/**
 * The raw format of Snappy: the length of the data, then literals and copies of what is already
 * there.
 *
 * <pre>
 * tag mod 4 = 0  literal of tag / 4 + 1 bytes; 60 … 63: the length − 1 is in the next 1 … 4 bytes
 *             1  copy of 4 + (tag / 4) mod 8 bytes from 11 bits back: tag / 32 and the next byte
 *             2  copy of tag / 4 + 1 bytes from 16 bits back
 *             3  the same from 32 bits back
 * </pre>
 */
final class Snappy {
  /** A copy of 64 bytes takes three; nothing gives more for less. */
  private static final int MOST_PER_BYTE = 22;

  private Snappy() {}

  /** The data that the bytes {@code from} to {@code to} hold, at most {@code most} bytes. */
  static byte[] decompress(String what, byte[] bytes, int from, int to, long most) {
    Cursor in = new Cursor(what + ": snappy", bytes, from, to);
    long length = in.varint();
    if (length > (long) MOST_PER_BYTE * (to - from)) {
      throw in.error("claims " + length + " bytes, more than it can hold");
    }
    if (length > most) {
      throw in.error("claims " + length + " bytes, the limit is " + most);
    }
    byte[] out = new byte[(int) length];
    int n = 0;
    while (!in.atEnd()) {
      int tag = in.next();
      if ((tag & 3) == 0) {
        int size = literal(in, tag >> 2);
        require(in, size > 0 && size <= out.length - n);
        System.arraycopy(bytes, in.skip(size), out, n, size);
        n += size;
        continue;
      }
      int size = (tag & 3) == 1 ? 4 + (tag >> 2 & 7) : (tag >> 2) + 1;
      long back = (tag & 3) == 1 ? (tag >> 5) << 8 | in.next() : little(in, (tag & 3) == 2 ? 2 : 4);
      require(in, back > 0 && back <= n && size <= out.length - n);
      for (int end = n + size; n < end; n++) {
        out[n] = out[n - (int) back]; // may overlap what it writes
      }
    }
    require(in, n == out.length);
    return out;
  }

  private static int literal(Cursor in, int code) {
    return (int) Math.min(Integer.MAX_VALUE, code < 60 ? code + 1 : little(in, code - 59) + 1);
  }

  private static long little(Cursor in, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) in.next() << 8 * i;
    }
    return value;
  }

  private static void require(Cursor in, boolean holds) {
    if (!holds) {
      throw in.error("reaches outside its data");
    }
  }
}
