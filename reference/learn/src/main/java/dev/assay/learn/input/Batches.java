package dev.assay.learn.input;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Batches of what symbols of a graph give: a runner evaluates them again and again and puts what
 * they give into a queue; a run that asks for the batch takes elements out. When the symbols are at
 * their end (an {@link dev.assay.engine.OutOfRangeException}) so is the batch, once the queue is
 * empty.
 */
public final class Batches {
  private Batches() {}

  /** Batches in the order of the elements. */
  public static List<Symbol> batch(List<? extends Tensor> tensors, BatchOptions options) {
    ValueException.requireGiven(options, "batch: the options");
    List<TensorType> types = types(tensors, options);
    Graph graph = Symbol.of(tensors.get(0)).graph();
    TensorQueue queue =
        options.dynamicPad()
            ? TensorQueue.paddingFifo(graph, options.name(), options.capacity(), types)
            : TensorQueue.fifo(graph, options.name(), options.capacity(), types);
    return from(queue, tensors, options);
  }

  /**
   * Batches of elements in random order, as {@link TensorQueue#randomShuffle} mixes them: with one
   * thread the batches depend on nothing but the elements and the seed.
   *
   * @param minAfterDequeue how many elements a batch leaves in the queue before their end: more mix
   *     better and take longer to begin; capacity ≥ min_after_dequeue + batch_size
   */
  public static List<Symbol> shuffleBatch(
      List<? extends Tensor> tensors, BatchOptions options, int minAfterDequeue, long seed) {
    ValueException.requireGiven(options, "shuffle_batch: the options");
    if (options.dynamicPad()) {
      throw new ValueException(options.name() + ": dynamic_pad is for batches in order");
    }
    Check.atLeast(options.name(), "min_after_dequeue", minAfterDequeue, 0);
    Check.atLeast(
        options.name(),
        "capacity (min_after_dequeue + batch_size or more)",
        options.capacity(),
        (long) minAfterDequeue + options.batchSize());
    List<TensorType> types = types(tensors, options);
    Graph graph = Symbol.of(tensors.get(0)).graph();
    TensorQueue queue =
        TensorQueue.randomShuffle(
            graph, options.name(), options.capacity(), minAfterDequeue, types, seed);
    return from(queue, tensors, options);
  }

  private static List<TensorType> types(List<? extends Tensor> tensors, BatchOptions options) {
    ValueException.requireGiven(tensors, options.name() + ": the tensors");
    Check.atLeast(options.name(), "the number of tensors", tensors.size(), 1);
    List<TensorType> types = new ArrayList<>();
    for (Tensor t : tensors) {
      TensorType type = TensorType.of(Symbol.of(t));
      if (options.enqueueMany() && type.shape().rank() == 0) {
        throw new ShapeException(
            options.name() + ": tensor " + types.size() + " is a scalar and has no slices");
      }
      types.add(
          options.enqueueMany() ? new TensorType(type.dtype(), type.shape().without(0)) : type);
    }
    return types;
  }

  private static List<Symbol> from(
      TensorQueue queue, List<? extends Tensor> tensors, BatchOptions options) {
    Operation enqueue = options.enqueueMany() ? queue.enqueueMany(tensors) : queue.enqueue(tensors);
    QueueRunner.add(queue, Collections.nCopies(options.numThreads(), enqueue));
    return options.allowSmallerFinalBatch()
        ? queue.dequeueUpTo(options.batchSize())
        : queue.dequeueMany(options.batchSize());
  }
}
