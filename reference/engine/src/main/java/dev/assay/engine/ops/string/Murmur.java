package dev.assay.engine.ops.string;

/** MurmurHash64A (Appleby, public domain), with the seed that TensorFlow's {@code Hash64} has. */
final class Murmur {
  private static final long SEED = 0xDECAFCAFFEL;
  private static final long M = 0xC6A4A7935BD1E995L;
  private static final int R = 47;

  private Murmur() {}

  static long hash(byte[] s) {
    long h = SEED ^ s.length * M;
    int at = 0;
    for (; at + 8 <= s.length; at += 8) {
      long k = LittleEndian.word64(s, at) * M;
      h = (h ^ (k ^ k >>> R) * M) * M;
    }
    if (at < s.length) {
      h = (h ^ LittleEndian.word(s, at, s.length - at)) * M;
    }
    h = (h ^ h >>> R) * M;
    return h ^ h >>> R;
  }
}
