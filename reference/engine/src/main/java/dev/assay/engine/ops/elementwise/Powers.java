package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.array.Like.broadcastLike;
import static dev.assay.engine.ops.elementwise.Elementwise.analytic;
import static dev.assay.engine.ops.elementwise.Elementwise.binary;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.equal;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.log;
import static dev.assay.engine.ops.elementwise.Maths.logicalAnd;
import static dev.assay.engine.ops.elementwise.Maths.logicalNot;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.signal.Signal.conj;

import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Rows of powers and roots. */
final class Powers {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op SQUARE =
      unary("square", "y = x²", x -> x * x, x -> x * x, Complex::square)
          .slope("x", "2x", a -> 2 * a[0])
          .vjp("x", p -> multiply(p.dy(), multiply(conj(p.x(0)), 2)))
          .hard(HardPoint.of(-0.0, 0.0, -0.0), HardPoint.of(-INF, INF, -INF))
          .build();

  static final Op SQRT =
      analytic("sqrt", "y = √x", Math::sqrt, Complex::sqrt)
          .note("Complex: the root with real part ≥ 0, cut along the negative real axis.")
          .note("NaN for x < 0; √−0 = −0; the derivative at 0 is +Inf.")
          .slope("x", "1/(2√x)", a -> 0.5 / Math.sqrt(a[0]))
          .vjp("x", p -> divide(p.dy(), multiply(conj(p.y()), 2)))
          .hard(
              HardPoint.of(0.0, 0.0, INF),
              HardPoint.of(-0.0, -0.0),
              HardPoint.of(-1, Double.NaN, Double.NaN),
              HardPoint.of(INF, INF, 0))
          .build();

  static final Op RSQRT =
      unary("rsqrt", "y = 1/√x", x -> 1 / Math.sqrt(x))
          .note("NaN for x < 0; +Inf at 0, −Inf at −0.")
          .slope("x", "−1/(2x√x)", a -> -0.5 / (a[0] * Math.sqrt(a[0])))
          .vjp("x", p -> multiply(p.dy(), multiply(multiply(square(p.y()), p.y()), -0.5)))
          .hard(
              HardPoint.of(0.0, INF, -INF),
              HardPoint.of(-0.0, -INF),
              HardPoint.of(-1, Double.NaN, Double.NaN),
              HardPoint.of(INF, 0.0, -0.0))
          .build();

  static final Op RECIPROCAL =
      analytic("reciprocal", "y = 1/x", x -> 1 / x, Complex::reciprocal)
          .slope("x", "−1/x²", a -> -1 / (a[0] * a[0]))
          .vjp("x", p -> neg(multiply(p.dy(), square(conj(p.y())))))
          .hard(
              HardPoint.of(0.0, INF, -INF),
              HardPoint.of(-0.0, -INF, -INF),
              HardPoint.of(INF, 0.0, -0.0),
              HardPoint.of(-INF, -0.0, -0.0))
          .build();

  static final Op POW =
      binary("pow", "z = xʸ", Powers::pow, Powers::pow)
          .note("IEEE 754 pow: x⁰ = 1 and 1ʸ = 1 for every x and y, NaN included.")
          .note("NaN for x < 0 and y not an integer.")
          .note("The derivative by y is 0 where x ≤ 0; the derivative by x of 0⁰ is 0.")
          .note("Integers: repeated multiplication, wrapping.")
          .require(Kind.VALUE, "an integer y is not negative", Powers::exponentsAreNatural)
          .slope("x", "y·xʸ⁻¹", a -> a[0] == 0 && a[1] == 0 ? 0 : a[1] * pow(a[0], a[1] - 1))
          .slope(
              "y",
              "xʸ·log x if x > 0, else 0",
              a -> a[0] > 0 ? pow(a[0], a[1]) * StrictMath.log(a[0]) : 0.0)
          .vjp("x", summed(0, Powers::byBase))
          .vjp("y", summed(1, Powers::byExponent))
          .hard(
              HardPoint.of2(0.0, 0.0, 1, 0),
              HardPoint.of2(0.0, 1, 0.0, 1),
              HardPoint.of2(-0.0, 3, -0.0, 0),
              HardPoint.of2(0.0, -1, INF, -INF),
              HardPoint.of2(-0.0, -1, -INF, -INF),
              HardPoint.of2(-2, 3, -8, 12),
              HardPoint.of2(-2, 0.5, Double.NaN, Double.NaN),
              HardPoint.of2(Double.NaN, 0.0, 1),
              HardPoint.of2(1, Double.NaN, 1),
              HardPoint.of2(1, INF, 1),
              HardPoint.of2(-1, -INF, 1),
              HardPoint.of2(-INF, 3, -INF),
              HardPoint.of2(-INF, -3, -0.0),
              HardPoint.of2(0.5, INF, 0.0))
          .build();

  static final List<Op> ROWS = List.of(SQUARE, SQRT, RSQRT, RECIPROCAL, POW);

  private Powers() {}

  /**
   * C's and IEEE 754's {@code pow}; Java's gives NaN where the base is ±1 and the exponent not
   * finite.
   */
  static double pow(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    return StrictMath.pow(x, y);
  }

  /** {@code xʸ} modulo 2⁶⁴ by squaring. */
  private static long pow(long x, long y) {
    long z = 1;
    long power = x;
    for (long n = y; n > 0; n >>= 1) {
      if ((n & 1) != 0) {
        z *= power;
      }
      power *= power;
    }
    return z;
  }

  private static boolean exponentsAreNatural(Operands o) {
    return !o.dtype(1).isInteger() || Arrays.stream(o.in(1).host().longs()).noneMatch(y -> y < 0);
  }

  /** {@code dz·y·xʸ⁻¹}; at x = y = 0 the base is replaced, so that 0·0⁻¹ is 0 in every order. */
  private static Tensor byBase(Pullback p) {
    Tensor x = broadcastLike(p.x(0), p.dy());
    Tensor y = broadcastLike(p.x(1), p.dy());
    Tensor origin = logicalAnd(equal(x, 0), equal(y, 0));
    Tensor base = Masks.orOne(logicalNot(origin), x);
    return multiply(p.dy(), multiply(y, Maths.pow(base, add(y, -1))));
  }

  /** {@code dz·xʸ·log x}, the logarithm taken of 1 where x ≤ 0. */
  private static Tensor byExponent(Pullback p) {
    Tensor x = broadcastLike(p.x(0), p.dy());
    return multiply(p.dy(), multiply(p.y(), log(Masks.orOne(greater(x, 0), x))));
  }
}
