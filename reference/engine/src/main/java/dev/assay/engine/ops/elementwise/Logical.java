package dev.assay.engine.ops.elementwise;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.DTypes;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** Rows of truth values, and the tests for the special values of floating point. */
final class Logical {
  private static final String BOOL = "the result is bool";

  static final Op LOGICAL_AND =
      binary("logical_and", "z = x ∧ y", (x, y) -> x & y)
          .hard(truth(true, true, true), truth(true, false, false), truth(false, false, false))
          .build();

  static final Op LOGICAL_OR =
      binary("logical_or", "z = x ∨ y", (x, y) -> x | y)
          .hard(truth(true, true, true), truth(true, false, true), truth(false, false, false))
          .build();

  static final Op LOGICAL_XOR =
      binary("logical_xor", "z = x ⊻ y", (x, y) -> x ^ y)
          .hard(truth(true, true, false), truth(true, false, true), truth(false, false, false))
          .build();

  static final Op LOGICAL_NOT =
      Op.define("logical_not")
          .formula("y = ¬x")
          .input("x", DTypes.BOOLS, "any shape")
          .outputs("y")
          .kernel(c -> c.result(Elementwise.map(c.in(0).host().longs(), x -> 1 - x)))
          .noGradients(BOOL)
          .build();

  static final Op IS_NAN =
      Elementwise.test("is_nan", "y = (x is NaN)", Double::isNaN)
          .noGradients(BOOL)
          .hard(
              HardPoint.test(Double.NaN, true),
              HardPoint.test(Double.POSITIVE_INFINITY, false),
              HardPoint.test(0.0, false))
          .build();

  static final Op IS_INF =
      Elementwise.test("is_inf", "y = (|x| = ∞)", Double::isInfinite)
          .noGradients(BOOL)
          .hard(
              HardPoint.test(Double.NaN, false),
              HardPoint.test(Double.POSITIVE_INFINITY, true),
              HardPoint.test(Double.NEGATIVE_INFINITY, true),
              HardPoint.test(Double.MAX_VALUE, false))
          .build();

  static final Op IS_FINITE =
      Elementwise.test("is_finite", "y = (|x| < ∞)", Double::isFinite)
          .noGradients(BOOL)
          .hard(
              HardPoint.test(Double.NaN, false),
              HardPoint.test(Double.POSITIVE_INFINITY, false),
              HardPoint.test(Double.NEGATIVE_INFINITY, false),
              HardPoint.test(-Double.MAX_VALUE, true))
          .build();

  static final List<Op> ROWS =
      List.of(LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR, LOGICAL_NOT, IS_NAN, IS_INF, IS_FINITE);

  private Logical() {}

  private static Op.Builder binary(String name, String formula, LongBinaryOperator f) {
    return Elementwise.broadcasting(name, formula, "x", "y", DTypes.BOOLS)
        .kernel(c -> c.result(Elementwise.zipLongs(c, f)))
        .noGradients(BOOL);
  }

  private static HardPoint truth(boolean x, boolean y, boolean z) {
    return new HardPoint(
        List.of(Tensor.of(x), Tensor.of(y)), Attributes.none(), Tensor.of(z), List.of());
  }
}
