package dev.assay.programs;

import dev.assay.engine.AttributeException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the numbers of a run depend on: the same settings and files give the same bytes.
 *
 * @param data where the data are read from; empty for the program's own
 * @param epochs how often all data are seen, ≥ 0
 * @param batch how many examples make a step, ≥ 1; empty where every step sees all of them
 * @param optimizer by its name; empty where the program has a rule of its own
 */
public record Settings(
    Optional<Path> data,
    int epochs,
    OptionalInt batch,
    double learningRate,
    Optional<String> optimizer,
    long seed) {
  /** The seed where none is asked for. */
  public static final long SEED = 42;

  /** What is asked for; empty where nothing is. */
  public record Wishes(
      Optional<Path> data,
      Optional<Integer> epochs,
      Optional<Integer> batch,
      Optional<Double> learningRate,
      Optional<String> optimizer,
      Optional<Long> seed) {}

  /** What is asked for, and the program's defaults for the rest; what it cannot do is an error. */
  public static Settings of(Program program, Wishes wishes) {
    Defaults d = program.defaults(wishes.data().isPresent() ? Origin.FILES : Origin.EMBEDDED);
    wishes.epochs().ifPresent(n -> require(program, "epochs >= 0", n >= 0, n));
    wishes.batch().ifPresent(n -> require(program, "batch >= 1", n >= 1, n));
    wishes
        .learningRate()
        .ifPresent(
            x ->
                require(
                    program,
                    "learning rate finite and >= 0",
                    x >= 0 && x < Double.POSITIVE_INFINITY,
                    x));
    if (wishes.batch().isPresent() && d.batch().isEmpty()) {
      throw new AttributeException(
          program.name() + ": every step sees all examples, it takes no batch");
    }
    if (wishes.optimizer().isPresent() && d.optimizer().isEmpty()) {
      throw new AttributeException(
          program.name() + ": it has a rule of its own, it takes no optimizer");
    }
    wishes.optimizer().ifPresent(OptimizerNames::require);
    return new Settings(
        wishes.data(),
        wishes.epochs().orElse(d.epochs()),
        wishes.batch().isPresent() ? OptionalInt.of(wishes.batch().get()) : d.batch(),
        wishes.learningRate().orElse(d.learningRate()),
        wishes.optimizer().or(d::optimizer),
        wishes.seed().orElse(SEED));
  }

  private static void require(Program program, String constraint, boolean holds, Object got) {
    if (!holds) {
      throw new AttributeException(program.name() + ": " + constraint + ", got " + got);
    }
  }
}
