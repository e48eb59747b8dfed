package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.elementwise.Elementwise.analytic;
import static dev.assay.engine.ops.elementwise.Elementwise.binary;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Maths.divNoNan;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.floordiv;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.rint;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.signal.Signal.conj;

import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Rows of division and remainders. */
final class Division {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final String NO_ZERO = "an integer y is not 0";

  static final Op DIVIDE =
      analytic("divide", "z = x / y", (x, y) -> x / y, Complex::divide)
          .note("Complex: by Smith's algorithm; by 0 each part is divided by the zero.")
          .slope("x", "1/y", a -> 1 / a[1])
          .slope("y", "−x/y²", a -> -(a[0] / a[1]) / a[1])
          .vjp("x", summed(0, p -> divide(p.dy(), conj(p.x(1)))))
          .vjp("y", summed(1, p -> neg(divide(multiply(p.dy(), conj(p.y())), conj(p.x(1))))))
          .hard(
              HardPoint.of2(1, 0.0, INF, INF),
              HardPoint.of2(1, -0.0, -INF, -INF),
              HardPoint.of2(0.0, 0.0, Double.NaN, INF),
              HardPoint.of2(1, -INF, -0.0, -0.0),
              HardPoint.of2(INF, INF, Double.NaN, 0.0))
          .build();

  static final Op DIV_NO_NAN =
      binary("div_no_nan", "z = x / y; 0 if y = 0", Division::noNan)
          .note("0 at y = 0 whatever x is, NaN included; there both derivatives are 0.")
          .slope("x", "1/y; 0 if y = 0", a -> noNan(1, a[1]))
          .slope("y", "−x/y²; 0 if y = 0", a -> -noNan(noNan(a[0], a[1]), a[1]))
          .vjp("x", summed(0, p -> divNoNan(p.dy(), p.x(1))))
          .vjp("y", summed(1, p -> neg(divNoNan(multiply(p.dy(), p.y()), p.x(1)))))
          .hard(
              HardPoint.of2(1, 0.0, 0.0, 0.0),
              HardPoint.of2(-1, -0.0, 0.0, 0.0),
              HardPoint.of2(0.0, 0.0, 0.0, 0.0),
              HardPoint.of2(Double.NaN, 0.0, 0.0, 0.0),
              HardPoint.of2(1, Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op TRUEDIV =
      Elementwise.broadcasting("truediv", "z = x / y", "x", "y", REALS)
          .note("Integers are made float64 first; int8, int16 and uint8 float32, as in Python.")
          .type(o -> new TensorType(quotientType(o.dtype(0)), shape(o)))
          .kernel(c -> c.result(Elementwise.zipDoubles(c, (x, y) -> x / y)))
          .slope("x", "1/y", a -> 1 / a[1])
          .slope("y", "−x/y²", a -> -(a[0] / a[1]) / a[1])
          .vjp("x", ofFloats(0, p -> divide(p.dy(), p.x(1))))
          .vjp("y", ofFloats(1, p -> neg(divide(multiply(p.dy(), p.y()), p.x(1)))))
          .hard(
              HardPoint.of2(1, 0.0, INF, INF),
              HardPoint.of2(1, -0.0, -INF, -INF),
              HardPoint.of2(0.0, 0.0, Double.NaN, INF))
          .build();

  static final Op FLOORDIV =
      binary("floordiv", "z = ⌊x / y⌋", Division::floorDiv, Math::floorDiv)
          .note(
              "The floor of the exact quotient: 1 // 0.1 = 9, for 0.1 is a little more than 1/10.")
          .require(Kind.VALUE, NO_ZERO, Division::noIntegerZero)
          .noGradients("constant between its jumps; TensorFlow gives none")
          .hard(
              HardPoint.of2(7, 2, 3),
              HardPoint.of2(-7, 2, -4),
              HardPoint.of2(7, -2, -4),
              HardPoint.of2(-7, -2, 3),
              HardPoint.of2(1, 0.1, 9),
              HardPoint.of2(1, 0.0, INF),
              HardPoint.of2(-1, 0.0, -INF),
              HardPoint.of2(0.0, 0.0, Double.NaN))
          .build();

  static final Op FLOORMOD =
      binary("floormod", "z = x − y·⌊x / y⌋", Division::floorMod, Math::floorMod)
          .note("The result has the sign of y, zeros included, as in Python.")
          .note("The derivative by y takes the quotient as constant, also at its jumps.")
          .require(Kind.VALUE, NO_ZERO, Division::noIntegerZero)
          .slope("x", "1", a -> 1.0)
          .slope("y", "−⌊x / y⌋", a -> -floorDiv(a[0], a[1]))
          .vjp("x", summed(0, Pullback::dy))
          .vjp("y", summed(1, p -> neg(multiply(p.dy(), floordiv(p.x(0), p.x(1))))))
          .hard(
              HardPoint.of2(7, 3, 1, 1),
              HardPoint.of2(-7, 3, 2, 1),
              HardPoint.of2(7, -3, -2, 1),
              HardPoint.of2(-7, -3, -1, 1),
              HardPoint.of2(-4, 2, 0.0, 1),
              HardPoint.of2(4, -2, -0.0, 1),
              HardPoint.of2(1, 0.0, Double.NaN),
              HardPoint.of2(INF, 1, Double.NaN))
          .build();

  static final Op TRUNCATEMOD =
      binary("truncatemod", "z = x − y·trunc(x / y)", (x, y) -> x % y, (x, y) -> x % y)
          .note("The result has the sign of x, zeros included, as C's fmod; exact.")
          .note("The derivative by y takes the quotient as constant, also at its jumps.")
          .require(Kind.VALUE, NO_ZERO, Division::noIntegerZero)
          .slope("x", "1", a -> 1.0)
          .slope("y", "−trunc(x / y)", a -> -Math.rint((a[0] - a[0] % a[1]) / a[1]))
          .vjp("x", summed(0, Pullback::dy))
          .vjp("y", summed(1, p -> neg(multiply(p.dy(), quotient(p)))))
          .hard(
              HardPoint.of2(7, 3, 1, 1),
              HardPoint.of2(-7, 3, -1, 1),
              HardPoint.of2(7, -3, 1, 1),
              HardPoint.of2(-4, 2, -0.0, 1),
              HardPoint.of2(1, INF, 1),
              HardPoint.of2(1, 0.0, Double.NaN),
              HardPoint.of2(INF, 1, Double.NaN))
          .build();

  static final List<Op> ROWS =
      List.of(DIVIDE, DIV_NO_NAN, TRUEDIV, FLOORDIV, FLOORMOD, TRUNCATEMOD);

  private Division() {}

  private static double noNan(double x, double y) {
    return y == 0 ? 0 : x / y;
  }

  /**
   * {@code fmod} is exact; what it leaves is a multiple of y up to the rounding of one division.
   */
  private static double floorDiv(double x, double y) {
    if (y == 0 || !Double.isFinite(x) || !Double.isFinite(y)) {
      return Math.floor(x / y);
    }
    double rest = x % y;
    double q = Math.rint((x - rest) / y);
    return rest != 0 && rest < 0 != y < 0 ? q - 1 : q == 0 ? Math.copySign(0, x / y) : q;
  }

  private static double floorMod(double x, double y) {
    double rest = x % y;
    if (rest == 0) {
      return Math.copySign(0, y);
    }
    return rest < 0 != y < 0 ? rest + y : rest;
  }

  /** {@code trunc(x/y)}, a constant to the next derivative. */
  private static Tensor quotient(Pullback p) {
    return rint(divide(subtract(p.x(0), p.y()), p.x(1)));
  }

  private static boolean noIntegerZero(Operands o) {
    return !o.dtype(1).isInteger() || Arrays.stream(o.in(1).host().longs()).noneMatch(y -> y == 0);
  }

  private static Shape shape(Operands o) {
    return Shape.broadcast(o.shape(0), o.shape(1));
  }

  private static DType quotientType(DType type) {
    return switch (type) {
      case INT8, INT16, UINT8 -> DType.FLOAT32;
      case INT32, INT64 -> DType.FLOAT64;
      default -> type;
    };
  }

  /** The rule for floating inputs; integers have no tangents, their cotangent is 0. */
  private static Function<Pullback, Tensor> ofFloats(int i, Function<Pullback, Tensor> rule) {
    return p -> p.x(i).dtype().isFloating() ? summed(i, rule).apply(p) : Masks.zerosLike(p.x(i));
  }
}
