package dev.assay.engine.ops.elementwise;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** The elementwise operations. */
public final class ElementwiseFamily implements OpFamily {
  @Override
  public String name() {
    return "elementwise";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Arithmetic.ROWS,
            Division.ROWS,
            Powers.ROWS,
            Exponential.ROWS,
            Trigonometric.ROWS,
            Hyperbolic.ROWS,
            Special.ROWS,
            Rounding.ROWS,
            Extremes.ROWS,
            Comparison.ROWS,
            Logical.ROWS,
            List.of(AddN.OP, Cross.OP))
        .flatMap(List::stream)
        .toList();
  }
}
