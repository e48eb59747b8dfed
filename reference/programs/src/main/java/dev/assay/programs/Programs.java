package dev.assay.programs;

import dev.assay.engine.ValueException;
import java.util.List;

/** The documents' programs. */
public final class Programs {
  private static final List<Program> ALL =
      List.of(
          new LinearRegression(),
          new MultipleRegression(),
          new NonlinearRegression(),
          new LogisticMnist(),
          new TruthTable(),
          new BackpropMnist(),
          new MlpMnist(),
          new MlpBoston(),
          new MlpBook());

  private Programs() {}

  /** All programs, in the order of the documents. */
  public static List<Program> all() {
    return ALL;
  }

  /** The program of that name. */
  public static Program get(String name) {
    ValueException.requireGiven(name, "train: the name of the program");
    return ALL.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ValueException(
                    Nearest.message("program", name, ALL.stream().map(Program::name).toList())));
  }
}
