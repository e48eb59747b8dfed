package dev.assay.learn.input;

import dev.assay.engine.ValueException;

/**
 * How {@link Batches} makes batches.
 *
 * @param name what the names of its nodes begin with
 * @param batchSize how many elements a batch has
 * @param capacity how many elements the queue holds
 * @param numThreads how many threads fill the queue; with more than one the order of the elements
 *     depends on how fast they are
 * @param enqueueMany whether the tensors are many elements, slices of their first axis, or one
 * @param dynamicPad whether components of different sizes are grown to the largest of their batch
 * @param allowSmallerFinalBatch whether elements at the end that fill no batch make a smaller one,
 *     or are left out
 */
public record BatchOptions(
    String name,
    int batchSize,
    int capacity,
    int numThreads,
    boolean enqueueMany,
    boolean dynamicPad,
    boolean allowSmallerFinalBatch) {
  /** Checks the numbers. */
  public BatchOptions {
    ValueException.requireGiven(name, "batch: the name");
    Check.atLeast(name, "batch_size", batchSize, 1);
    Check.atLeast(name, "num_threads", numThreads, 1);
    Check.atLeast(name, "capacity", capacity, batchSize);
  }

  /** Batches of that size from a queue with room for that many elements, filled by one thread. */
  public static BatchOptions of(int batchSize, int capacity) {
    return new BatchOptions("batch", batchSize, capacity, 1, false, false, false);
  }

  /** These, under another name. */
  public BatchOptions named(String newName) {
    return new BatchOptions(
        newName, batchSize, capacity, numThreads, enqueueMany, dynamicPad, allowSmallerFinalBatch);
  }

  /** These, but filled by so many threads. */
  public BatchOptions numThreads(int threads) {
    return new BatchOptions(
        name, batchSize, capacity, threads, enqueueMany, dynamicPad, allowSmallerFinalBatch);
  }

  /** These, but the tensors are many elements. */
  public BatchOptions manyAtOnce() {
    return new BatchOptions(
        name, batchSize, capacity, numThreads, true, dynamicPad, allowSmallerFinalBatch);
  }

  /** These, but components of different sizes are grown with zeros. */
  public BatchOptions padded() {
    return new BatchOptions(
        name, batchSize, capacity, numThreads, enqueueMany, true, allowSmallerFinalBatch);
  }

  /** These, but the last batch may be smaller. */
  public BatchOptions smallerFinalBatch() {
    return new BatchOptions(name, batchSize, capacity, numThreads, enqueueMany, dynamicPad, true);
  }
}
