package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.elementwise.Elementwise.binary;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.signal.Signal.conj;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import java.util.List;

/** Rows of arithmetic: sums, differences, products. */
final class Arithmetic {
  static final Op NEG =
      unary("neg", "y = −x", x -> -x, x -> -x, Complex::neg)
          .slope("x", "−1", a -> -1.0)
          .vjp("x", p -> neg(p.dy()))
          .hard(HardPoint.of(0.0, -0.0, -1), HardPoint.of(-0.0, 0.0, -1))
          .build();

  static final Op ADD =
      binary("add", "z = x + y", (x, y) -> x + y, (x, y) -> x + y, Complex::add)
          .slope("x", "1", a -> 1.0)
          .slope("y", "1", a -> 1.0)
          .vjp("x", summed(0, Pullback::dy))
          .vjp("y", summed(1, Pullback::dy))
          .hard(HardPoint.of2(0.0, -0.0, 0.0), HardPoint.of2(-0.0, -0.0, -0.0))
          .build();

  static final Op SUBTRACT =
      binary("subtract", "z = x − y", (x, y) -> x - y, (x, y) -> x - y, Complex::subtract)
          .slope("x", "1", a -> 1.0)
          .slope("y", "−1", a -> -1.0)
          .vjp("x", summed(0, Pullback::dy))
          .vjp("y", summed(1, p -> neg(p.dy())))
          .build();

  static final Op MULTIPLY =
      binary("multiply", "z = x·y", (x, y) -> x * y, (x, y) -> x * y, Complex::multiply)
          .slope("x", "y", a -> a[1])
          .slope("y", "x", a -> a[0])
          .vjp("x", summed(0, p -> multiply(p.dy(), conj(p.x(1)))))
          .vjp("y", summed(1, p -> multiply(p.dy(), conj(p.x(0)))))
          .hard(HardPoint.of2(0.0, Double.POSITIVE_INFINITY, Double.NaN))
          .build();

  static final Op SQUARED_DIFFERENCE =
      binary(
              "squared_difference",
              "z = (x − y)²",
              (x, y) -> (x - y) * (x - y),
              (x, y) -> (x - y) * (x - y))
          .slope("x", "2(x − y)", a -> 2 * (a[0] - a[1]))
          .slope("y", "−2(x − y)", a -> -2 * (a[0] - a[1]))
          .vjp("x", summed(0, p -> multiply(p.dy(), multiply(subtract(p.x(0), p.x(1)), 2))))
          .vjp("y", summed(1, p -> multiply(p.dy(), multiply(subtract(p.x(0), p.x(1)), -2))))
          .hard(
              HardPoint.of2(1, 1, 0.0, 0.0),
              HardPoint.of2(
                  Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(NEG, ADD, SUBTRACT, MULTIPLY, SQUARED_DIFFERENCE);

  private Arithmetic() {}
}
