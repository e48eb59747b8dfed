package dev.assay.engine.ops.string;

/** SipHash-2-4: Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012. */
final class SipHash {
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long k0, long k1) {
    v0 = k0 ^ 0x736F6D6570736575L;
    v1 = k1 ^ 0x646F72616E646F6DL;
    v2 = k0 ^ 0x6C7967656E657261L;
    v3 = k1 ^ 0x7465646279746573L;
  }

  /** The hash of {@code s} under the key (k0, k1). */
  static long hash(long k0, long k1, byte[] s) {
    SipHash h = new SipHash(k0, k1);
    int at = 0;
    for (; at + 8 <= s.length; at += 8) {
      h.absorb(LittleEndian.word64(s, at));
    }
    h.absorb(LittleEndian.word(s, at, s.length - at) | (long) s.length << 56);
    h.v2 ^= 0xFF;
    h.rounds(4);
    return h.v0 ^ h.v1 ^ h.v2 ^ h.v3;
  }

  private void absorb(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int n) {
    for (int i = 0; i < n; i++) {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
