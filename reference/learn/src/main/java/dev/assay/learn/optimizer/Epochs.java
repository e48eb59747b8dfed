package dev.assay.learn.optimizer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows of the data make a step: all of them (batch descent), one (stochastic), or a few
 * (mini-batch).
 *
 * <p>An epoch is a function of its number and the seed, so that training that was interrupted goes
 * on as if it had not been. The last batch of an epoch has what is left.
 */
public final class Epochs {
  private final int rows;
  private final int size;
  private final boolean shuffled;
  private final long seed;

  private Epochs(int rows, int size, boolean shuffled, long seed) {
    if (rows < 0) {
      throw new AttributeException("epochs: rows >= 0, got " + rows);
    }
    if (size < 1) {
      throw new AttributeException("epochs: size >= 1, got " + size);
    }
    this.rows = rows;
    this.size = size;
    this.shuffled = shuffled;
    this.seed = seed;
  }

  /** Every step sees all rows, in their order. */
  public static Epochs all(int rows) {
    return new Epochs(rows, Math.max(rows, 1), false, 0);
  }

  /** Every step sees one row, each once in an epoch, in random order. */
  public static Epochs single(int rows, long seed) {
    return new Epochs(rows, 1, true, seed);
  }

  /** Every step sees {@code size} rows, each once in an epoch, in random order. */
  public static Epochs mini(int rows, int size, long seed) {
    return new Epochs(rows, size, true, seed);
  }

  /** Every step sees the next {@code size} rows, in their order. */
  public static Epochs ordered(int rows, int size) {
    return new Epochs(rows, size, false, 0);
  }

  /** The number of steps of an epoch; none if there are no rows. */
  public int steps() {
    return (int) (((long) rows + size - 1) / size);
  }

  /** The rows of each step of an epoch, an array per step. */
  public List<int[]> epoch(long number) {
    Tensor order = Creation.range(rows);
    if (shuffled) {
      order = Random.statelessShuffle(order, Tensor.of(new long[] {seed, number}));
    }
    int[] all = order.toInts();
    List<int[]> steps = new ArrayList<>();
    for (int from = 0; from < rows; from += size) {
      int to = (int) Math.min(rows, (long) from + size);
      steps.add(Arrays.copyOfRange(all, from, to));
      if (to == rows) {
        break; // from + size may not fit an int
      }
    }
    return List.copyOf(steps);
  }
}
