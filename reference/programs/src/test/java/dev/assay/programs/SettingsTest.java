package dev.assay.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlp-mnist | --epochs | -1 | mlp-mnist: epochs >= 0, got -1",
        "mlp-mnist | --batch | 0 | mlp-mnist: batch >= 1, got 0",
        "mlp-mnist | --learning-rate | -0.5 | mlp-mnist: learning rate finite and >= 0, got -0.5",
        "mlp-mnist | --learning-rate | NaN | mlp-mnist: learning rate finite and >= 0, got NaN",
        "mlp-mnist | --learning-rate | Infinity | mlp-mnist: learning rate finite and >= 0, got Infinity",
        "linear-regression | --batch | 2"
            + " | linear-regression: every step sees all examples, it takes no batch",
        "perceptron | --optimizer | adam"
            + " | perceptron: it has a rule of its own, it takes no optimizer"
      })
  void whatAProgramCannotDoIsAnError(String program, String option, String value, String message) {
    AssayException e =
        assertThrows(AttributeException.class, () -> Runs.settings(program, option, value));
    assertEquals(message, e.getMessage());
  }

  @Test
  void namesThatDoNotExistSuggestOnesThatDo() {
    String program =
        assertThrows(ValueException.class, () -> Programs.get("mlp-mnits")).getMessage();
    assertTrue(
        program.startsWith("unknown program \"mlp-mnits\"; did you mean mlp-mnist? known: "));
    String optimizer =
        assertThrows(ValueException.class, () -> Runs.settings("mlp-mnist", "--optimizer", "Adams"))
            .getMessage();
    assertTrue(optimizer.startsWith("unknown optimizer \"Adams\"; did you mean adam"), optimizer);
    assertEquals(Optional.empty(), Nearest.guess("xyz", OptimizerNames.all()));
  }

  @Test
  void everyOptimizerMakesSteps() {
    for (String name : OptimizerNames.all()) {
      Result result = Runs.run("mlp-boston", Outputs.none(), "--optimizer", name, "--epochs", "2");
      assertTrue(Double.isFinite(Runs.metrics(result).get("train_error")), name);
    }
  }

  @Test
  void checkpointsComeAfterOneStepOrMore() {
    assertThrows(AttributeException.class, () -> Outputs.none().saving(Path.of("somewhere"), 0));
  }
}
