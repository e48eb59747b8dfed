package dev.assay.engine.ops.string;

import static dev.assay.engine.ops.string.LittleEndian.word32;
import static dev.assay.engine.ops.string.LittleEndian.word64;

/**
 * FarmHash's {@code Fingerprint64}, the 64-bit hash of its {@code farmhashna} (Pike and Alakuijala,
 * Google, 2014): fixed for ever, hence TensorFlow's for features that outlive a program.
 */
final class FarmHash {
  private static final long K0 = 0xC3A5C85C97CB3127L;
  private static final long K1 = 0xB492B66FBE98F273L;
  private static final long K2 = 0x9AE16A3B2F90404FL;

  /** A pair of words that the hash of a long string carries along. */
  private record Pair(long first, long second) {}

  private FarmHash() {}

  /** The fingerprint of {@code s}. */
  static long fingerprint(byte[] s) {
    int n = s.length;
    return n <= 16 ? upTo16(s, n) : n <= 32 ? upTo32(s, n) : n <= 64 ? upTo64(s, n) : longer(s, n);
  }

  private static long shiftMix(long x) {
    return x ^ x >>> 47;
  }

  private static long right(long x, int n) {
    return Long.rotateRight(x, n);
  }

  private static long mix(long u, long v, long mul) {
    long a = shiftMix((u ^ v) * mul);
    return shiftMix((v ^ a) * mul) * mul;
  }

  private static long upTo16(byte[] s, int n) {
    long mul = K2 + n * 2L;
    if (n >= 8) {
      long a = word64(s, 0) + K2;
      long b = word64(s, n - 8);
      return mix(right(b, 37) * mul + a, (right(a, 25) + b) * mul, mul);
    }
    if (n >= 4) {
      return mix(n + (word32(s, 0) << 3), word32(s, n - 4), mul);
    }
    if (n == 0) {
      return K2;
    }
    long y = (s[0] & 0xFF) + ((s[n >> 1] & 0xFFL) << 8);
    long z = n + ((s[n - 1] & 0xFFL) << 2);
    return shiftMix(y * K2 ^ z * K0) * K2;
  }

  private static long upTo32(byte[] s, int n) {
    long mul = K2 + n * 2L;
    long a = word64(s, 0) * K1;
    long b = word64(s, 8);
    long c = word64(s, n - 8) * mul;
    long d = word64(s, n - 16) * K2;
    return mix(right(a + b, 43) + right(c, 30) + d, a + right(b + K2, 18) + c, mul);
  }

  private static long upTo64(byte[] s, int n) {
    long mul = K2 + n * 2L;
    long a = word64(s, 0) * K2;
    long b = word64(s, 8);
    long c = word64(s, n - 8) * mul;
    long d = word64(s, n - 16) * K2;
    long y = right(a + b, 43) + right(c, 30) + d;
    long z = mix(y, a + right(b + K2, 18) + c, mul);
    long e = word64(s, 16) * mul;
    long f = word64(s, 24);
    long g = (y + word64(s, n - 32)) * mul;
    long h = (z + word64(s, n - 24)) * mul;
    return mix(right(e + f, 43) + right(g, 30) + h, e + right(f + a, 18) + g, mul);
  }

  /** 32 bytes from {@code at}, with a seed. */
  private static Pair weak(byte[] s, int at, long seedA, long seedB) {
    long z = word64(s, at + 24);
    long a = seedA + word64(s, at);
    long b = right(seedB + a + z, 21);
    long c = a;
    a += word64(s, at + 8) + word64(s, at + 16);
    return new Pair(a + z, b + right(a, 44) + c);
  }

  private static long longer(byte[] s, int n) {
    long seed = 81;
    long y = seed * K1 + 113;
    long z = shiftMix(y * K2 + 113) * K2;
    Pair v = new Pair(0, 0);
    Pair w = new Pair(0, 0);
    long x = seed * K2 + word64(s, 0);
    int tail = n - 1 & 63;
    for (int at = 0; at < n - 1 - tail; at += 64) {
      x = right(x + y + v.first + word64(s, at + 8), 37) * K1 ^ w.second;
      y = right(y + v.second + word64(s, at + 48), 42) * K1 + v.first + word64(s, at + 40);
      z = right(z + w.first, 33) * K1;
      v = weak(s, at, v.second * K1, x + w.first);
      w = weak(s, at + 32, z + w.second, y + word64(s, at + 16));
      long t = z;
      z = x;
      x = t;
    }
    long mul = K1 + ((z & 0xFF) << 1);
    int at = n - 64; // the last 64 bytes, some of them for the second time
    w = new Pair(w.first + tail, w.second);
    v = new Pair(v.first + w.first, v.second);
    w = new Pair(w.first + v.first, w.second);
    x = right(x + y + v.first + word64(s, at + 8), 37) * mul ^ w.second * 9;
    y = right(y + v.second + word64(s, at + 48), 42) * mul + v.first * 9 + word64(s, at + 40);
    z = right(z + w.first, 33) * mul;
    v = weak(s, at, v.second * mul, x + w.first);
    w = weak(s, at + 32, z + w.second, y + word64(s, at + 16));
    return mix(
        mix(v.first, w.first, mul) + shiftMix(y) * K0 + x, mix(v.second, w.second, mul) + z, mul);
  }
}
