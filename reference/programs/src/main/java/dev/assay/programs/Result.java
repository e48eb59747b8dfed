package dev.assay.programs;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How good a model became: names and numbers, {@code train_loss=0.0123}. Immutable.
 *
 * @param diverged whether training was given up because the loss was no number any more, or one of
 *     the numbers is none
 */
public record Result(List<String> metrics, boolean diverged) {
  public Result {
    metrics = List.copyOf(metrics);
  }

  /** This and one number more, in float32's shortest digits. */
  public Result and(String name, double value) {
    return and(name, text(value), diverged || !Float.isFinite((float) value));
  }

  /** A number in float32's shortest digits, the same on every virtual machine. */
  static String text(double value) {
    return Tensor.of((float) value).toString();
  }

  /** This and one whole number more. */
  public Result and(String name, long value) {
    return and(name, Long.toString(value), diverged);
  }

  private Result and(String name, String value, boolean diverged) {
    List<String> more = new ArrayList<>(metrics);
    more.add(name + "=" + value);
    return new Result(more, diverged);
  }

  /** The line that ends a run. */
  public String line(String program) {
    return "trained " + program + " " + String.join(" ", metrics);
  }
}
