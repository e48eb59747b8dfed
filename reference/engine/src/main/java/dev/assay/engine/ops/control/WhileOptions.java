package dev.assay.engine.ops.control;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * How a loop runs.
 *
 * @param maximumIterations after how many iterations it ends although its condition holds
 * @param shapeInvariants the shapes that the loop variables keep, −1 for dimensions that change; if
 *     empty each keeps the shape of its initial value
 */
public record WhileOptions(long maximumIterations, Optional<List<Shape>> shapeInvariants) {
  /** As long as the condition holds, every shape kept. */
  public static final WhileOptions DEFAULT = new WhileOptions(Long.MAX_VALUE, Optional.empty());

  /** Checks the limit. */
  public WhileOptions {
    if (maximumIterations < 0) {
      throw new ValueException("while_loop: maximum_iterations >= 0, got " + maximumIterations);
    }
    ValueException.requireGiven(shapeInvariants, "while_loop: the shape invariants");
  }

  /** These, with a limit. */
  public WhileOptions withMaximumIterations(long limit) {
    return new WhileOptions(limit, shapeInvariants);
  }

  /** These, with a shape for each loop variable. */
  public WhileOptions withShapeInvariants(Shape... shapes) {
    return new WhileOptions(
        maximumIterations,
        Optional.of(List.of(ValueException.requireGiven(shapes, "while_loop: shape_invariants"))));
  }
}
