package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Elementwise.analytic;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.cos;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.sin;
import static dev.assay.engine.ops.elementwise.Maths.sqrt;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.signal.Signal.conj;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of the trigonometric functions and their inverses; angles in radians. */
final class Trigonometric {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op SIN =
      analytic("sin", "y = sin x", StrictMath::sin, Complex::sin)
          .slope("x", "cos x", a -> StrictMath.cos(a[0]))
          .vjp("x", p -> multiply(p.dy(), cos(conj(p.x(0)))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, Double.NaN, Double.NaN))
          .build();

  static final Op COS =
      analytic("cos", "y = cos x", StrictMath::cos, Complex::cos)
          .slope("x", "−sin x", a -> -StrictMath.sin(a[0]))
          .vjp("x", p -> neg(multiply(p.dy(), sin(conj(p.x(0))))))
          .hard(
              HardPoint.of(0.0, 1, -0.0),
              HardPoint.of(-0.0, 1, 0.0),
              HardPoint.of(-INF, Double.NaN, Double.NaN))
          .build();

  static final Op TAN =
      unary("tan", "y = tan x", StrictMath::tan)
          .slope("x", "1/cos² x", a -> 1 / (StrictMath.cos(a[0]) * StrictMath.cos(a[0])))
          .vjp("x", p -> multiply(p.dy(), add(square(p.y()), 1)))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, Double.NaN, Double.NaN))
          .build();

  static final Op ASIN =
      unary("asin", "y = arcsin x", StrictMath::asin)
          .note("NaN for |x| > 1; the derivative at ±1 is +Inf.")
          .slope("x", "1/√(1 − x²)", a -> 1 / Math.sqrt((1 - a[0]) * (1 + a[0])))
          .vjp("x", p -> divide(p.dy(), cosine(p.x(0))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(1, Math.PI / 2, INF),
              HardPoint.of(-1, -Math.PI / 2, INF),
              HardPoint.of(2, Double.NaN, Double.NaN))
          .build();

  static final Op ACOS =
      unary("acos", "y = arccos x", StrictMath::acos)
          .note("0 ≤ y ≤ π; NaN for |x| > 1; the derivative at ±1 is −Inf.")
          .slope("x", "−1/√(1 − x²)", a -> -1 / Math.sqrt((1 - a[0]) * (1 + a[0])))
          .vjp("x", p -> neg(divide(p.dy(), cosine(p.x(0)))))
          .hard(
              HardPoint.of(0.0, Math.PI / 2, -1),
              HardPoint.of(1, 0.0, -INF),
              HardPoint.of(-1, Math.PI, -INF),
              HardPoint.of(-2, Double.NaN, Double.NaN))
          .build();

  static final Op ATAN =
      unary("atan", "y = arctan x", StrictMath::atan)
          .slope("x", "1/(1 + x²)", a -> 1 / (1 + a[0] * a[0]))
          .vjp("x", p -> divide(p.dy(), add(square(p.x(0)), 1)))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, Math.PI / 2, 0.0),
              HardPoint.of(-INF, -Math.PI / 2, 0.0))
          .build();

  static final Op ATAN2 =
      Elementwise.broadcasting(
              "atan2", "z = the angle of the point (x, y), −π … π", "y", "x", FLOATS)
          .note("IEEE 754: at the origin the signs of the zeros decide; no derivative there (NaN).")
          .kernel(c -> c.result(Elementwise.zipDoubles(c, StrictMath::atan2)))
          .slope("y", "x/(x² + y²)", a -> a[1] / (a[0] * a[0] + a[1] * a[1]))
          .slope("x", "−y/(x² + y²)", a -> -a[0] / (a[0] * a[0] + a[1] * a[1]))
          .vjp("y", summed(0, p -> divide(multiply(p.dy(), p.x(1)), squaredRadius(p))))
          .vjp("x", summed(1, p -> neg(divide(multiply(p.dy(), p.x(0)), squaredRadius(p)))))
          .hard(
              HardPoint.of2(0.0, 0.0, 0.0, Double.NaN),
              HardPoint.of2(-0.0, 0.0, -0.0),
              HardPoint.of2(0.0, -0.0, Math.PI),
              HardPoint.of2(-0.0, -0.0, -Math.PI),
              HardPoint.of2(0.0, -1, Math.PI, -1),
              HardPoint.of2(-0.0, -1, -Math.PI, -1),
              HardPoint.of2(1, 0.0, Math.PI / 2, 0.0),
              HardPoint.of2(INF, INF, Math.PI / 4),
              HardPoint.of2(INF, -INF, 3 * Math.PI / 4),
              HardPoint.of2(Double.NaN, 1, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(SIN, COS, TAN, ASIN, ACOS, ATAN, ATAN2);

  private Trigonometric() {}

  /** {@code √(1 − x²)} without cancellation near ±1. */
  private static Tensor cosine(Tensor x) {
    return sqrt(multiply(subtract(1, x), add(x, 1)));
  }

  private static Tensor squaredRadius(Pullback p) {
    return add(square(p.x(0)), square(p.x(1)));
  }
}
