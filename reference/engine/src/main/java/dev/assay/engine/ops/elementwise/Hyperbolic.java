package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import java.util.List;

/** Rows of the hyperbolic functions and their inverses. */
final class Hyperbolic {
  static final Op TANH =
      unary("tanh", "y = tanh x", StrictMath::tanh)
          .note("Odd; |y| ≤ 1.")
          .slope("x", "sech² x", a -> 1 / (StrictMath.cosh(a[0]) * StrictMath.cosh(a[0])))
          .vjp("x", p -> multiply(p.dy(), subtract(1, square(p.y()))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(Double.POSITIVE_INFINITY, 1, 0),
              HardPoint.of(Double.NEGATIVE_INFINITY, -1, 0))
          .build();

  static final List<Op> ROWS = List.of(TANH);

  private Hyperbolic() {}
}
