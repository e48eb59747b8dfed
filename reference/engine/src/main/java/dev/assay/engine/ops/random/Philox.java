package dev.assay.engine.ops.random;

/**
 * Philox4x32-10: a keyed bijection of 128-bit counters, four 32-bit words a block. Salmon, Moraes,
 * Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405.
 *
 * <p>Immutable: a position in a stream. Block {@code n} is a function of the key and of the counter
 * plus {@code n}; element {@code i} of a stream of 32-bit words is word {@code i mod 4} of block
 * {@code i / 4}, whatever the number of elements drawn.
 *
 * @param key the lower and the upper word
 * @param low the lower 64 bits of the counter, words 0 and 1
 * @param high the upper 64 bits of the counter, words 2 and 3
 */
public record Philox(long key, long low, long high) {
  private static final int ROUNDS = 10;

  /** The multipliers of the rounds. */
  private static final long M0 = 0xD2511F53L;

  private static final long M1 = 0xCD9E8D57L;

  /** The key's increments: the golden ratio and √3 − 1, 32 bits of their fractions. */
  private static final int W0 = 0x9E3779B9;

  private static final int W1 = 0xBB67AE85;

  /** The key under which TensorFlow mixes the seeds of its stateless operations. */
  private static final long MIX = 0x02461E29_3EC8F720L;

  private static final long WORD = 0xFFFFFFFFL;

  /** TensorFlow 1's stream of two seeds: the first is the key, the second starts the counter. */
  public static Philox seeded(long seed, long seed2) {
    return new Philox(seed, 0, seed2);
  }

  /**
   * TensorFlow's stream of a stateless operation: the block of the two seeds under a fixed key
   * gives the key (words 0, 1) and the upper half of the counter (words 2, 3), so that seeds may be
   * small and similar.
   */
  public static Philox stateless(long seed0, long seed1) {
    int[] mix = new Philox(MIX, seed0, seed1).block(0);
    return new Philox(join(mix[0], mix[1]), 0, join(mix[2], mix[3]));
  }

  private static long join(int low, int high) {
    return (low & WORD) | (long) high << 32;
  }

  /** This position moved on by {@code blocks}, which is taken as unsigned. */
  public Philox skip(long blocks) {
    long sum = low + blocks;
    boolean carry = Long.compareUnsigned(sum, blocks) < 0;
    return new Philox(key, sum, carry ? high + 1 : high);
  }

  /** The four words of the block {@code n} blocks from here. */
  public int[] block(long n) {
    Philox at = skip(n);
    int x0 = (int) at.low;
    int x1 = (int) (at.low >>> 32);
    int x2 = (int) at.high;
    int x3 = (int) (at.high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (x0 & WORD);
      long p1 = M1 * (x2 & WORD);
      x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
      x1 = (int) p1;
      x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
      x3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    return new int[] {x0, x1, x2, x3};
  }

  /** The first {@code n} 32-bit words from here. */
  public int[] words(int n) {
    int[] words = new int[n];
    for (int i = 0; i < n; i += 4) {
      System.arraycopy(block(i / 4), 0, words, i, Math.min(4, n - i));
    }
    return words;
  }

  /** The first {@code n} numbers of {@link #uniform32}: TensorFlow's float32 uniforms. */
  public double[] uniforms32(int n) {
    int[] words = words(n);
    double[] u = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = uniform32(words[i]);
    }
    return u;
  }

  /** The lower 23 bits as a fraction: a multiple of 2⁻²³ in [0, 1), float32's uniform. */
  public static double uniform32(int word) {
    return (word & 0x7FFFFF) * 0x1p-23;
  }

  /** The lower 20 bits of {@code x0}, then {@code x1}, as a fraction: float64's uniform. */
  public static double uniform64(int x0, int x1) {
    return ((x0 & 0xFFFFFL) << 32 | (x1 & WORD)) * 0x1p-52;
  }

  /** The lower 10 bits as a fraction: float16's uniform. */
  public static double uniform16(int word) {
    return (word & 0x3FF) * 0x1p-10;
  }

  /** The lower 7 bits as a fraction: bfloat16's uniform. */
  public static double uniformBfloat16(int word) {
    return (word & 0x7F) * 0x1p-7;
  }
}
