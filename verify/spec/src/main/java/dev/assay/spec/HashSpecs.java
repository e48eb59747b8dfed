package dev.assay.spec;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Hashes of byte strings, by Guava where it has them. */
final class HashSpecs {
  private static final long MULTIPLIER = 0xC6A4A7935BD1E995L;

  private HashSpecs() {}

  /** FarmHash's Fingerprint64. */
  static long farm(byte[] s) {
    return Hashing.farmHashFingerprint64().hashBytes(s).asLong();
  }

  /** SipHash-2-4. */
  static long sip(List<Long> key, byte[] s) {
    return Hashing.sipHash24(key.get(0), key.get(1)).hashBytes(s).asLong();
  }

  /** MurmurHash64A with TensorFlow's seed: the words of the string, the last one filled up. */
  static long murmur(byte[] s) {
    long h = 0xDECAFCAFFEL ^ MULTIPLIER * s.length;
    int words = (s.length + 7) / 8;
    ByteBuffer b = ByteBuffer.allocate(8 * words).order(ByteOrder.LITTLE_ENDIAN).put(s).rewind();
    for (int i = 0; i < words; i++) {
      long k = b.getLong();
      boolean whole = 8 * (i + 1) <= s.length;
      if (whole) {
        k *= MULTIPLIER;
        k = (k ^ k >>> 47) * MULTIPLIER;
      }
      h = (h ^ k) * MULTIPLIER;
    }
    h = (h ^ h >>> 47) * MULTIPLIER;
    return h ^ h >>> 47;
  }
}
