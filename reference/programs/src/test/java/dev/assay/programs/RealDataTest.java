package dev.assay.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What the documents' programs reach on the data that the documents train on. {@code ASSAY_DATA},
 * an environment variable or a system property, names a folder with {@code mnist}, the files of
 * MNIST, of which 10,000 images are trained on, and {@code BostonHousing.csv}.
 */
@EnabledIf(value = "isThere", disabledReason = "ASSAY_DATA names no folder of real data")
class RealDataTest {
  static boolean isThere() {
    return folder().isPresent();
  }

  private static Optional<String> folder() {
    return Optional.ofNullable(System.getProperty("ASSAY_DATA"))
        .or(() -> Optional.ofNullable(System.getenv("ASSAY_DATA")));
  }

  private static double metric(String program, String data, String metric) {
    String path = folder().orElseThrow() + "/" + data;
    Map<String, Double> metrics = Runs.metrics(Runs.run(program, Outputs.none(), "--data", path));
    return metrics.get(metric);
  }

  @Test
  void logisticRegressionTellsNineDigitsOfTen() {
    double accuracy = metric("logistic-mnist", "mnist", "test_accuracy");
    assertTrue(accuracy >= 0.90, "accuracy " + accuracy);
  }

  @Test
  void gradientsByHandDoBetter() {
    double accuracy = metric("backprop-mnist", "mnist", "test_accuracy");
    assertTrue(accuracy >= 0.91, "accuracy " + accuracy);
  }

  @Test
  void twoHiddenLayersDoBetterStill() {
    double accuracy = metric("mlp-mnist", "mnist", "test_accuracy");
    assertTrue(accuracy >= 0.95, "accuracy " + accuracy);
  }

  @Test
  void theNetworkPricesHousesAsWellAsTheTutorials() {
    double error = metric("mlp-boston", "BostonHousing.csv", "train_error");
    assertTrue(error <= 0.0071, "error " + error);
  }

  /** The least squares of the 13 features leave 21.9, which is R² = 0.7406. */
  @Test
  void thePlaneThroughBostonIsNearlyTheBestOne() {
    double r2 = metric("multiple-regression", "BostonHousing.csv", "r2");
    assertTrue(r2 >= 0.73 && r2 <= 0.7407, "R² " + r2);
  }

  @Test
  void theBooksNetworkReadsTheFilesOfMnist() {
    String path = folder().orElseThrow() + "/mnist";
    Result result =
        Runs.run("mlp-book", Outputs.none(), "--data", path, "--epochs", "1", "--batch", "20");
    double accuracy = Runs.metrics(result).get("test_accuracy");
    assertTrue(accuracy >= 0.5, "accuracy " + accuracy);
  }
}
