package dev.assay.engine.ops.linalg;

import dev.assay.engine.op.Call;
import java.util.List;
import java.util.Optional;

/**
 * What {@code einsum}, {@code tensordot}, {@code outer} and {@code matvec} sum, as labels of axes:
 * {@code y[output] = Σ_{other labels} Π_t x_t[inputs(t)]}. Axes with one label are walked together.
 * Negative labels broadcast: an axis of size 1 is repeated.
 *
 * @param inputs the label of every axis of every argument
 * @param output the label of every axis of the result
 */
public record ContractionLabels(List<int[]> inputs, int[] output) {
  /** The labels of a call; nothing where it is of another operation. */
  public static Optional<ContractionLabels> of(Call call) {
    return switch (call.op().name()) {
      case "einsum" -> Optional.of(Einsum.labels(call));
      case "tensordot" -> Optional.of(TensorDot.labels(call));
      case "outer" -> Optional.of(TensorDot.outerLabels(call));
      case "matvec" -> Optional.of(MatVec.labels(call));
      default -> Optional.empty();
    };
  }
}
