package dev.assay.learn.input;

import dev.assay.engine.ops.random.Philox;

/** Whole numbers from a Philox stream, a word each or more. Used by one thread at a time. */
final class Draws {
  private final Philox stream;
  private int[] block = {};
  private long blocks;
  private int used;

  /** Draws from the beginning of {@code stream}. */
  Draws(Philox stream) {
    this.stream = stream;
  }

  /**
   * A number in 0 … n − 1, each as likely: the next word modulo n. Words from ⌊2³²/n⌋·n on are
   * passed over, so that no remainder comes more often than another.
   */
  int below(int n) {
    long limit = (1L << 32) / n * n;
    long word;
    do {
      word = word() & 0xFFFFFFFFL;
    } while (word >= limit);
    return (int) (word % n);
  }

  private int word() {
    if (used == block.length) {
      block = stream.block(blocks++);
      used = 0;
    }
    return block[used++];
  }
}
