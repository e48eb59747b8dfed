package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.elementwise.Elementwise.analytic;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.cosh;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.sinh;
import static dev.assay.engine.ops.elementwise.Maths.sqrt;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.signal.Signal.conj;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import java.util.List;

/** Rows of the hyperbolic functions and their inverses. */
final class Hyperbolic {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** Above it {@code x² + 1} and {@code x² − 1} round to {@code x²}. */
  private static final double HUGE = 0x1p28;

  static final Op SINH =
      analytic("sinh", "y = sinh x", StrictMath::sinh, Complex::sinh)
          .slope("x", "cosh x", a -> StrictMath.cosh(a[0]))
          .vjp("x", p -> multiply(p.dy(), cosh(conj(p.x(0)))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, INF, INF),
              HardPoint.of(-INF, -INF, INF))
          .build();

  static final Op COSH =
      analytic("cosh", "y = cosh x", StrictMath::cosh, Complex::cosh)
          .slope("x", "sinh x", a -> StrictMath.sinh(a[0]))
          .vjp("x", p -> multiply(p.dy(), sinh(conj(p.x(0)))))
          .hard(
              HardPoint.of(0.0, 1, 0.0), HardPoint.of(-0.0, 1, -0.0), HardPoint.of(-INF, INF, -INF))
          .build();

  static final Op TANH =
      analytic("tanh", "y = tanh x", StrictMath::tanh, Complex::tanh)
          .note("Odd; real, |y| ≤ 1.")
          .slope("x", "sech² x", a -> 1 / (StrictMath.cosh(a[0]) * StrictMath.cosh(a[0])))
          .vjp("x", p -> multiply(p.dy(), subtract(1, square(conj(p.y())))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, 1, 0),
              HardPoint.of(-INF, -1, 0))
          .build();

  static final Op ASINH =
      unary("asinh", "y = arsinh x", Hyperbolic::asinh)
          .slope("x", "1/√(1 + x²)", a -> 1 / Math.sqrt(1 + a[0] * a[0]))
          .vjp("x", p -> divide(p.dy(), sqrt(add(square(p.x(0)), 1))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, INF, 0.0),
              HardPoint.of(-INF, -INF, 0.0))
          .build();

  static final Op ACOSH =
      unary("acosh", "y = arcosh x", Hyperbolic::acosh)
          .note("NaN for x < 1; the derivative at 1 is +Inf.")
          .slope("x", "1/√(x² − 1)", a -> 1 / (Math.sqrt(a[0] - 1) * Math.sqrt(a[0] + 1)))
          .vjp("x", p -> divide(p.dy(), multiply(sqrt(add(p.x(0), -1)), sqrt(add(p.x(0), 1)))))
          .hard(
              HardPoint.of(1, 0.0, INF),
              HardPoint.of(0.5, Double.NaN, Double.NaN),
              HardPoint.of(-2, Double.NaN, Double.NaN),
              HardPoint.of(INF, INF, 0.0))
          .build();

  static final Op ATANH =
      unary("atanh", "y = artanh x", Hyperbolic::atanh)
          .note("NaN for |x| > 1; ±Inf at ±1.")
          .slope("x", "1/(1 − x²)", a -> 1 / ((1 - a[0]) * (1 + a[0])))
          .vjp("x", p -> divide(p.dy(), multiply(subtract(1, p.x(0)), add(p.x(0), 1))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(1, INF, INF),
              HardPoint.of(-1, -INF, INF),
              HardPoint.of(2, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(SINH, COSH, TANH, ASINH, ACOSH, ATANH);

  private Hyperbolic() {}

  /** The logarithmic formulas of DLMF 4.37, arranged as fdlibm does so that nothing cancels. */
  private static double asinh(double x) {
    double a = Math.abs(x);
    double y;
    if (a > HUGE) {
      y = StrictMath.log(a) + LN2;
    } else if (a > 2) {
      y = StrictMath.log(2 * a + 1 / (a + Math.sqrt(a * a + 1)));
    } else {
      y = StrictMath.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
    }
    return Math.copySign(y, x);
  }

  private static double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    if (x > HUGE) {
      return StrictMath.log(x) + LN2;
    }
    if (x > 2) {
      return StrictMath.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1; // exact for 1 ≤ x ≤ 2
    return StrictMath.log1p(t + Math.sqrt(2 * t + t * t));
  }

  private static double atanh(double x) {
    double a = Math.abs(x);
    double t = a + a;
    double y = 0.5 * StrictMath.log1p(a < 0.5 ? t + t * a / (1 - a) : t / (1 - a));
    return Math.copySign(y, x);
  }
}
