package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import java.util.List;

/** Rows that pass a tensor on as it is. */
final class Passing {
  static final Op IDENTITY =
      Op.define("identity")
          .formula("output = input")
          .input("input", ANY, "any shape")
          .kernel(Movement::rename)
          .vjp("input", Pullback::dy)
          .build();

  static final Op STOP_GRADIENT =
      Op.define("stop_gradient")
          .formula("output = input, a constant to differentiation")
          .input("input", ANY, "any shape")
          .kernel(Movement::rename)
          .noGradient("input", "stops gradients by definition")
          .build();

  static final List<Op> ROWS = List.of(IDENTITY, STOP_GRADIENT);

  private Passing() {}
}
