package dev.assay.programs;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a program trains where nothing else is asked for.
 *
 * @param epochs how often all data are seen
 * @param batch how many examples make a step; empty where every step sees all of them
 * @param optimizer by its name among {@link OptimizerNames}; empty where the program has a rule of
 *     its own
 */
public record Defaults(
    int epochs, OptionalInt batch, double learningRate, Optional<String> optimizer) {
  /** Every step sees all examples. */
  static Defaults wholeBatch(int epochs, double learningRate, String optimizer) {
    return new Defaults(epochs, OptionalInt.empty(), learningRate, Optional.of(optimizer));
  }

  /** Every step sees {@code batch} examples. */
  static Defaults batches(int epochs, int batch, double learningRate, String optimizer) {
    return new Defaults(epochs, OptionalInt.of(batch), learningRate, Optional.of(optimizer));
  }

  /** Every step sees {@code batch} examples, and the program moves its variables itself. */
  static Defaults ownRule(int epochs, int batch, double learningRate) {
    return new Defaults(epochs, OptionalInt.of(batch), learningRate, Optional.empty());
  }
}
