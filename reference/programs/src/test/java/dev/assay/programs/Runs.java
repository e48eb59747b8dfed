package dev.assay.programs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs programs for tests. */
final class Runs {
  private Runs() {}

  /** Options as the command line has them, in pairs: {@code --epochs 2}. */
  static Settings settings(String program, String... options) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      given.put(options[i], options[i + 1]);
    }
    return Settings.of(
        Programs.get(program),
        new Settings.Wishes(
            Optional.ofNullable(given.get("--data")).map(Path::of),
            Optional.ofNullable(given.get("--epochs")).map(Integer::valueOf),
            Optional.ofNullable(given.get("--batch")).map(Integer::valueOf),
            Optional.ofNullable(given.get("--learning-rate")).map(Double::valueOf),
            Optional.ofNullable(given.get("--optimizer")),
            Optional.ofNullable(given.get("--seed")).map(Long::valueOf)));
  }

  static Result run(String program, Outputs outputs, String... options) {
    return run(program, outputs, line -> {}, options);
  }

  static Result run(String program, Outputs outputs, Consumer<String> log, String... options) {
    Settings settings = settings(program, options);
    return Programs.get(program).run(new Task(program, settings, outputs, log, Progress.NONE));
  }

  /** The numbers of a result by their names. */
  static Map<String, Double> metrics(Result result) {
    Map<String, Double> metrics = new HashMap<>();
    for (String metric : result.metrics()) {
      List<String> pair = List.of(metric.split("="));
      String value = pair.get(1).replace("inf", "Infinity").replace("nan", "NaN");
      metrics.put(pair.get(0), Double.valueOf(value));
    }
    return metrics;
  }
}
