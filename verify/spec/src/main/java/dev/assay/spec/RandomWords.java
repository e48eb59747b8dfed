package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import java.math.BigInteger;

/**
 * The 32-bit words of Philox4x32-10 as the paper's algorithm reads, in wide integers: word {@code
 * i} is word {@code i mod 4} of the block of counter {@code start + i / 4}.
 */
final class RandomWords {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);

  private final long key0;
  private final long key1;
  private final BigInteger start;

  private RandomWords(long key0, long key1, BigInteger start) {
    this.key0 = key0;
    this.key1 = key1;
    this.start = start;
  }

  private static BigInteger unsigned(long v) {
    return new BigInteger(Long.toUnsignedString(v));
  }

  /** Of two seeds mixed under a fixed key. */
  static RandomWords stateless(long[] seed) {
    BigInteger counter = unsigned(seed[0]).add(unsigned(seed[1]).shiftLeft(64));
    RandomWords mixer = new RandomWords(0x3ec8f720L, 0x02461e29L, counter);
    BigInteger high =
        BigInteger.valueOf(mixer.at(2)).add(BigInteger.valueOf(mixer.at(3)).shiftLeft(32));
    return new RandomWords(mixer.at(0), mixer.at(1), high.shiftLeft(64));
  }

  /** Of the attributes seed, seed2 and skip. */
  static RandomWords seeded(Attributes attrs) {
    long key = attrs.integer("seed");
    BigInteger counter =
        unsigned(attrs.integer("seed2")).shiftLeft(64).add(unsigned(attrs.integer("skip")));
    return new RandomWords(key & 0xffffffffL, key >>> 32, counter);
  }

  /** From {@code blocks} blocks further on. */
  RandomWords from(long blocks) {
    return new RandomWords(key0, key1, start.add(BigInteger.valueOf(blocks)));
  }

  /** Word {@code i}, unsigned. */
  long at(long i) {
    BigInteger counter = start.add(BigInteger.valueOf(i / 4));
    long[] x = new long[4];
    for (int w = 0; w < 4; w++) {
      x[w] = counter.shiftRight(32 * w).mod(WORD).longValue();
    }
    for (int round = 0; round < 10; round++) {
      BigInteger first = BigInteger.valueOf(0xD2511F53L).multiply(BigInteger.valueOf(x[0]));
      BigInteger second = BigInteger.valueOf(0xCD9E8D57L).multiply(BigInteger.valueOf(x[2]));
      long k0 = (key0 + round * 0x9E3779B9L) & 0xffffffffL;
      long k1 = (key1 + round * 0xBB67AE85L) & 0xffffffffL;
      x =
          new long[] {
            second.divide(WORD).longValue() ^ x[1] ^ k0,
            second.mod(WORD).longValue(),
            first.divide(WORD).longValue() ^ x[3] ^ k1,
            first.mod(WORD).longValue()
          };
    }
    return x[(int) (i % 4)];
  }

  /** The float32 uniform of word {@code i}: the bits of a number of [1, 2), less 1. */
  float uniform(long i) {
    return Float.intBitsToFloat(0x3F800000 | (int) (at(i) & 0x7FFFFF)) - 1;
  }

  /** The float64 uniform of words {@code 2i} and {@code 2i + 1}. */
  double wideUniform(long i) {
    long mantissa = (at(2 * i) & 0xFFFFF) << 32 | at(2 * i + 1);
    return Double.longBitsToDouble(0x3FF0000000000000L | mantissa) - 1;
  }
}
