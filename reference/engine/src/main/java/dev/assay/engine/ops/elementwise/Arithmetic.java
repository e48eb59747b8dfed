package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.elementwise.Elementwise.binary;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.square;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import java.util.List;

/** Rows of arithmetic: what {@code + − × ÷} and powers of two elements give. */
final class Arithmetic {
  static final Op NEG =
      unary("neg", "y = −x", x -> -x, x -> -x)
          .slope("x", "−1", a -> -1.0)
          .vjp("x", p -> neg(p.dy()))
          .hard(HardPoint.of(0.0, -0.0, -1), HardPoint.of(-0.0, 0.0, -1))
          .build();

  static final Op SQUARE =
      unary("square", "y = x²", x -> x * x, x -> x * x)
          .slope("x", "2x", a -> 2 * a[0])
          .vjp("x", p -> multiply(p.dy(), multiply(p.x(0), 2)))
          .hard(HardPoint.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
          .build();

  static final Op ADD =
      binary("add", "z = x + y", (x, y) -> x + y, (x, y) -> x + y)
          .slope("x", "1", a -> 1.0)
          .slope("y", "1", a -> 1.0)
          .vjp("x", summed(0, Pullback::dy))
          .vjp("y", summed(1, Pullback::dy))
          .hard(HardPoint.of2(0.0, -0.0, 0.0), HardPoint.of2(-0.0, -0.0, -0.0))
          .build();

  static final Op SUBTRACT =
      binary("subtract", "z = x − y", (x, y) -> x - y, (x, y) -> x - y)
          .slope("x", "1", a -> 1.0)
          .slope("y", "−1", a -> -1.0)
          .vjp("x", summed(0, Pullback::dy))
          .vjp("y", summed(1, p -> neg(p.dy())))
          .build();

  static final Op MULTIPLY =
      binary("multiply", "z = x·y", (x, y) -> x * y, (x, y) -> x * y)
          .slope("x", "y", a -> a[1])
          .slope("y", "x", a -> a[0])
          .vjp("x", summed(0, p -> multiply(p.dy(), p.x(1))))
          .vjp("y", summed(1, p -> multiply(p.dy(), p.x(0))))
          .hard(HardPoint.of2(0.0, Double.POSITIVE_INFINITY, Double.NaN))
          .build();

  static final Op DIVIDE =
      binary("divide", "z = x / y", (x, y) -> x / y)
          .slope("x", "1/y", a -> 1 / a[1])
          .slope("y", "−x/y²", a -> -a[0] / (a[1] * a[1]))
          .vjp("x", summed(0, p -> divide(p.dy(), p.x(1))))
          .vjp("y", summed(1, p -> neg(divide(multiply(p.dy(), p.x(0)), square(p.x(1))))))
          .hard(
              HardPoint.of2(1, 0.0, Double.POSITIVE_INFINITY),
              HardPoint.of2(1, -0.0, Double.NEGATIVE_INFINITY),
              HardPoint.of2(0.0, 0.0, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(NEG, SQUARE, ADD, SUBTRACT, MULTIPLY, DIVIDE);

  private Arithmetic() {}
}
