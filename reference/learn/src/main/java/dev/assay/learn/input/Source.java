package dev.assay.learn.input;

/** Elements that can be gone through again and again. Safe to share between threads. */
interface Source {
  /** How many elements there are is known only at their end. */
  long UNKNOWN = -1;

  /** There is no end. */
  long INFINITE = Long.MAX_VALUE;

  /**
   * A pass from the first element on. Fails for no reason: what can go wrong goes wrong when an
   * element is asked for.
   *
   * @param epoch chooses the order of whatever is shuffled anew in each epoch
   */
  Cursor open(long epoch);

  /** The number of elements, {@link #INFINITE} or {@link #UNKNOWN}. */
  default long cardinality() {
    return UNKNOWN;
  }

  /**
   * The epoch of the {@code i}-th pass inside of {@code epoch}: {@code i} itself inside of epoch 0,
   * and another number for every other pair of small numbers.
   */
  static long epoch(long epoch, long i) {
    return epoch * 0x9E3779B97F4A7C15L + i;
  }
}
