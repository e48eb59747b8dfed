package dev.assay.engine.ops.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Compresses to the zlib format (RFC 1950, RFC 1951) with the fixed code. The bytes of {@link
 * java.util.zip.Deflater} depend on the zlib that a virtual machine was built with; these do not.
 */
final class Deflate {
  private static final int WINDOW = 1 << 15;
  private static final int LEAST_MATCH = 3;
  private static final int LONGEST_MATCH = 258;
  private static final int LONGEST_STORED = 0xFFFF;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int bits;
  private int used;

  private Deflate() {}

  /**
   * {@code data} compressed.
   *
   * @param level 0 stores; 1 … 9 look for repetitions at up to 2^level places
   */
  static byte[] zlib(byte[] data, int level) {
    Deflate d = new Deflate();
    d.out.write(0x78); // deflate, a window of 32 KiB
    d.out.write(0x01);
    if (level == 0) {
      d.store(data);
    } else {
      d.compress(data, 1 << level);
    }
    Adler32 sum = new Adler32();
    sum.update(data);
    for (int shift = 24; shift >= 0; shift -= 8) {
      d.out.write((int) (sum.getValue() >> shift));
    }
    return d.out.toByteArray();
  }

  /** RFC 1951, 3.2.4. */
  private void store(byte[] data) {
    int at = 0;
    do {
      int n = Math.min(LONGEST_STORED, data.length - at);
      out.write(at + n == data.length ? 1 : 0);
      out.write(n);
      out.write(n >> 8);
      out.write(~n);
      out.write(~n >> 8);
      out.write(data, at, n);
      at += n;
    } while (at < data.length);
  }

  /** RFC 1951, 3.2.6: one block of the fixed code, matches taken greedily. */
  private void compress(byte[] data, int depth) {
    int[] head = new int[WINDOW];
    int[] before = new int[WINDOW];
    Arrays.fill(head, -1);
    put(1, 1);
    put(1, 2);
    int at = 0;
    while (at < data.length) {
      int length = 0;
      int distance = 0;
      int candidate = at + LEAST_MATCH <= data.length ? head[hash(data, at)] : -1;
      for (int k = 0; k < depth && candidate >= 0 && at - candidate < WINDOW; k++) {
        int n = common(data, candidate, at);
        if (n > length) {
          length = n;
          distance = at - candidate;
        }
        int next = before[candidate % WINDOW];
        candidate = next < candidate ? next : -1; // else overwritten by a later place
      }
      int step = length >= LEAST_MATCH ? length : 1;
      if (step == 1) {
        symbol(data[at] & 0xFF);
      } else {
        match(length, distance);
      }
      for (int end = at + step; at < end; at++) {
        if (at + LEAST_MATCH <= data.length) {
          int h = hash(data, at);
          before[at % WINDOW] = head[h];
          head[h] = at;
        }
      }
    }
    symbol(256);
    if (used > 0) {
      put(0, 8 - used);
    }
  }

  private static int hash(byte[] data, int at) {
    int three = (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | data[at + 2] & 0xFF;
    return three * 0x9E3779B1 >>> 17;
  }

  private static int common(byte[] data, int a, int b) {
    int most = Math.min(LONGEST_MATCH, data.length - b);
    int n = 0;
    while (n < most && data[a + n] == data[b + n]) {
      n++;
    }
    return n;
  }

  /** The n lowest bits of {@code value}, the lowest first. */
  private void put(int value, int n) {
    bits |= value << used;
    for (used += n; used >= 8; used -= 8) {
      out.write(bits);
      bits >>>= 8;
    }
  }

  /** A Huffman code, its highest bit first. */
  private void code(int value, int n) {
    put(Integer.reverse(value) >>> 32 - n, n);
  }

  /** The fixed code of literals and lengths. */
  private void symbol(int s) {
    if (s < 144) {
      code(0x30 + s, 8);
    } else if (s < 256) {
      code(0x190 + s - 144, 9);
    } else if (s < 280) {
      code(s - 256, 7);
    } else {
      code(0xC0 + s - 280, 8);
    }
  }

  /** RFC 1951, 3.2.5: lengths in groups of 4 of 2^e each, distances in groups of 2. */
  private void match(int length, int distance) {
    int l = length - LEAST_MATCH;
    if (length == LONGEST_MATCH) {
      symbol(285);
    } else {
      int extra = Math.max(0, 29 - Integer.numberOfLeadingZeros(l));
      symbol(257 + 4 * extra + (l >> extra));
      put(l & (1 << extra) - 1, extra);
    }
    int d = distance - 1;
    int extra = Math.max(0, 30 - Integer.numberOfLeadingZeros(d));
    code(2 * extra + (d >> extra), 5);
    put(d & (1 << extra) - 1, extra);
  }
}
