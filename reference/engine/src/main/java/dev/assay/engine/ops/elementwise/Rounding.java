package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.elementwise.Elementwise.unary;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Rows of rounding to integers. */
final class Rounding {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op FLOOR =
      row("floor", "y = ⌊x⌋", Math::floor)
          .hard(HardPoint.of(-0.5, -1, 0), HardPoint.of(0.5, 0.0, 0), HardPoint.of(2, 2, 0))
          .build();

  static final Op CEIL =
      row("ceil", "y = ⌈x⌉", Math::ceil)
          .hard(HardPoint.of(-0.5, -0.0, 0), HardPoint.of(0.5, 1, 0), HardPoint.of(2, 2, 0))
          .build();

  static final Op ROUND =
      row("round", "y = the integer nearest to x, of two the even one", Math::rint)
          .hard(
              HardPoint.of(0.5, 0.0, 0),
              HardPoint.of(1.5, 2, 0),
              HardPoint.of(2.5, 2, 0),
              HardPoint.of(-0.5, -0.0, 0),
              HardPoint.of(-1.5, -2, 0))
          .build();

  static final Op RINT =
      row("rint", "y = the integer nearest to x, of two the even one", Math::rint)
          .hard(
              HardPoint.of(0.5, 0.0, 0),
              HardPoint.of(1.5, 2, 0),
              HardPoint.of(2.5, 2, 0),
              HardPoint.of(-0.5, -0.0, 0),
              HardPoint.of(-1.5, -2, 0))
          .build();

  static final List<Op> ROWS = List.of(FLOOR, CEIL, ROUND, RINT);

  private Rounding() {}

  private static Op.Builder row(String name, String formula, DoubleUnaryOperator f) {
    return unary(name, formula, f)
        .note("The derivative is 0, also at the jumps. Zeros keep their sign.")
        .slope("x", "0", a -> 0.0)
        .vjp("x", Masks::zero)
        .hard(
            HardPoint.of(0.0, 0.0, 0),
            HardPoint.of(-0.0, -0.0, 0),
            HardPoint.of(INF, INF, 0),
            HardPoint.of(-INF, -INF, 0),
            HardPoint.of(Double.NaN, Double.NaN, 0));
  }
}
