package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.array.Like.broadcastLike;
import static dev.assay.engine.ops.elementwise.Elementwise.analytic;
import static dev.assay.engine.ops.elementwise.Elementwise.binary;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.exp;
import static dev.assay.engine.ops.elementwise.Maths.log;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.notEqual;
import static dev.assay.engine.ops.signal.Signal.conj;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of exponentials and logarithms. */
final class Exponential {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op EXP =
      analytic("exp", "y = eˣ", StrictMath::exp, Complex::exp)
          .slope("x", "eˣ", a -> StrictMath.exp(a[0]))
          .vjp("x", p -> multiply(p.dy(), conj(p.y())))
          .hard(
              HardPoint.of(0.0, 1, 1),
              HardPoint.of(-0.0, 1, 1),
              HardPoint.of(INF, INF, INF),
              HardPoint.of(-INF, 0.0, 0.0))
          .build();

  static final Op EXPM1 =
      unary("expm1", "y = eˣ − 1", StrictMath::expm1)
          .note("Accurate near 0.")
          .slope("x", "eˣ", a -> StrictMath.exp(a[0]))
          .vjp("x", p -> multiply(p.dy(), exp(p.x(0))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, INF, INF),
              HardPoint.of(-INF, -1, 0.0))
          .build();

  static final Op LOG =
      analytic("log", "y = ln x", StrictMath::log, Complex::log)
          .note("Complex: ln|x| + i·arg x, cut along the negative real axis.")
          .note("NaN for x < 0; log(±0) = −Inf.")
          .slope("x", "1/x", a -> 1 / a[0])
          .vjp("x", p -> divide(p.dy(), conj(p.x(0))))
          .hard(
              HardPoint.of(0.0, -INF, INF),
              HardPoint.of(-0.0, -INF, -INF),
              HardPoint.of(1, 0.0, 1),
              HardPoint.of(-1, Double.NaN),
              HardPoint.of(INF, INF, 0.0))
          .build();

  static final Op LOG1P =
      unary("log1p", "y = ln(1 + x)", StrictMath::log1p)
          .note("Accurate near 0. NaN for x < −1; log1p(−1) = −Inf.")
          .slope("x", "1/(1 + x)", a -> 1 / (1 + a[0]))
          .vjp("x", p -> divide(p.dy(), add(p.x(0), 1)))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(-1, -INF, INF),
              HardPoint.of(-2, Double.NaN),
              HardPoint.of(INF, INF, 0.0))
          .build();

  static final Op XLOGY =
      binary("xlogy", "z = x·ln y; 0 if x = 0", (x, y) -> x == 0 ? 0 : x * StrictMath.log(y))
          .note("0 at x = 0 whatever y is, NaN included; there both derivatives are 0.")
          .slope("x", "ln y; 0 if x = 0", a -> a[0] == 0 ? 0 : StrictMath.log(a[1]))
          .slope("y", "x/y; 0 if x = 0", a -> a[0] == 0 ? 0 : a[0] / a[1])
          .vjp("x", summed(0, p -> multiply(p.dy(), log(safeY(p)))))
          .vjp("y", summed(1, p -> multiply(p.dy(), divide(safeX(p), safeY(p)))))
          .hard(
              HardPoint.of2(0.0, 0.0, 0.0, 0.0),
              HardPoint.of2(-0.0, 0.0, 0.0, 0.0),
              HardPoint.of2(0.0, Double.NaN, 0.0, 0.0),
              HardPoint.of2(0.0, INF, 0.0, 0.0),
              HardPoint.of2(1, 0.0, -INF, -INF),
              HardPoint.of2(1, -1, Double.NaN, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(EXP, EXPM1, LOG, LOG1P, XLOGY);

  private Exponential() {}

  /** {@code y}, but 1 where x = 0: its logarithm is 0 and nothing divides by 0 in any order. */
  private static Tensor safeY(Pullback p) {
    return Masks.orOne(isNotZero(p), broadcastLike(p.x(1), p.dy()));
  }

  /** {@code x}, constant where x = 0. */
  private static Tensor safeX(Pullback p) {
    return Masks.keep(isNotZero(p), broadcastLike(p.x(0), p.dy()));
  }

  private static Tensor isNotZero(Pullback p) {
    return notEqual(broadcastLike(p.x(0), p.dy()), 0);
  }
}
