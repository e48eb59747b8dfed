package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import java.util.OptionalLong;

/**
 * How a producer of {@link Producers} gives its elements.
 *
 * @param name what the names of its nodes begin with
 * @param numEpochs how often each element comes; for ever if it is empty
 * @param shuffle the seed with which each epoch is put into an order of its own; the order given if
 *     it is empty
 * @param capacity how many elements its queue holds
 */
public record ProducerOptions(
    String name, OptionalLong numEpochs, OptionalLong shuffle, int capacity) {
  /** Checks the numbers. */
  public ProducerOptions {
    ValueException.requireGiven(name, "producer: the name");
    ValueException.requireGiven(numEpochs, name + ": num_epochs");
    ValueException.requireGiven(shuffle, name + ": shuffle");
    Check.atLeast(name, "num_epochs", numEpochs.orElse(1), 1);
    Check.atLeast(name, "capacity", capacity, 1);
  }

  /** In order, for ever, with TensorFlow's capacity of 32. */
  public static ProducerOptions defaults() {
    return new ProducerOptions("input_producer", OptionalLong.empty(), OptionalLong.empty(), 32);
  }

  /** These, under another name. */
  public ProducerOptions named(String newName) {
    return new ProducerOptions(newName, numEpochs, shuffle, capacity);
  }

  /** These, but so many epochs and no more. */
  public ProducerOptions numEpochs(long epochs) {
    return new ProducerOptions(name, OptionalLong.of(epochs), shuffle, capacity);
  }

  /** These, but each epoch in an order of its own. */
  public ProducerOptions shuffle(long seed) {
    return new ProducerOptions(name, numEpochs, OptionalLong.of(seed), capacity);
  }

  /** These, but with room for so many elements. */
  public ProducerOptions capacity(int elements) {
    return new ProducerOptions(name, numEpochs, shuffle, elements);
  }
}
