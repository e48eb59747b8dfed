package dev.assay.programs.data;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.input.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a model is shown and what it shall answer; along the first axis of both, the examples.
 *
 * @param inputs {@code [n, …]}
 * @param targets {@code [n, …]}
 */
public record Examples(Tensor inputs, Tensor targets) {
  /** Checks that there are some and that every input has a target. */
  public Examples {
    if (inputs.shape().dim(0) == 0) {
      throw new ValueException("examples: there are none, the inputs have shape " + inputs.shape());
    }
    if (inputs.shape().dim(0) != targets.shape().dim(0)) {
      throw new ShapeException(
          "examples: as many inputs as targets, got " + inputs.shape() + " and " + targets.shape());
    }
  }

  /** How many there are. */
  public int count() {
    return inputs.shape().dim(0);
  }

  /** All of them at once. */
  public Dataset whole() {
    return Dataset.fromTensors(inputs, targets);
  }

  /** In their order, {@code size} at a time. */
  public Dataset inOrder(int size) {
    return rows(Dataset.range(count()).batch(size));
  }

  /**
   * One epoch: {@code size} at a time in an order of the seed and the epoch; all if it is empty.
   */
  public Dataset epoch(OptionalInt size, long seed) {
    return size.isEmpty()
        ? whole()
        : rows(Dataset.range(count()).shuffle(count(), seed).batch(size.getAsInt()));
  }

  private Dataset rows(Dataset numbers) {
    return numbers.map(
        n -> List.of(Indexing.gather(inputs, n.get(0)), Indexing.gather(targets, n.get(0))));
  }

  /** How many steps an epoch has. */
  public int steps(OptionalInt size) {
    return size.isEmpty() ? 1 : (int) (((long) count() + size.getAsInt() - 1) / size.getAsInt());
  }

  /** Each column of the inputs as {@code (x − mean)/deviation}. */
  public Examples standardized() {
    Tensor centred = Maths.subtract(inputs, Reduce.mean(inputs, true, 0));
    return new Examples(Maths.divide(centred, Reduce.std(inputs, true, 0)), targets);
  }

  /** Inputs and targets as {@code (x − min)/(max − min)}, the extremes those of {@code of}. */
  public Examples scaledLike(Examples of) {
    return new Examples(scaled(inputs, of.inputs), scaled(targets, of.targets));
  }

  private static Tensor scaled(Tensor x, Tensor of) {
    Tensor least = Reduce.min(of, true, 0);
    return Maths.divide(Maths.subtract(x, least), Maths.subtract(Reduce.max(of, true, 0), least));
  }

  /** Two parts, drawn by the seed: the first of {@code share} of the examples. */
  public List<Examples> split(double share, long seed) {
    Tensor order =
        Random.statelessShuffle(Creation.range(count()), Tensor.of(new long[] {seed, 0}));
    int first = (int) Math.floor(share * count());
    int[] rows = order.toInts();
    return List.of(
        part(Arrays.copyOf(rows, first)), part(Arrays.copyOfRange(rows, first, rows.length)));
  }

  private Examples part(int[] rows) {
    return new Examples(Indexing.gather(inputs, rows), Indexing.gather(targets, rows));
  }
}
