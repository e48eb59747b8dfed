package dev.assay.engine.ops.elementwise;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Elementwise mathematics. Functions of two tensors broadcast by NumPy's rule; formulas,
 * conventions and derivatives stand at the rows. A number among the arguments becomes a scalar of
 * the other argument's type.
 */
public final class Maths {
  private Maths() {}

  /** A scalar of the type of {@code like}. */
  public static Tensor scalar(double value, Tensor like) {
    ValueException.requireGiven(like, "scalar: the other argument");
    double[] parts = like.dtype().isComplex() ? new double[] {value, 0} : new double[] {value};
    return Tensor.of(like.dtype(), Shape.scalar(), parts);
  }

  /** {@code −x}. */
  public static Tensor neg(Tensor x) {
    return Dispatch.one(Arithmetic.NEG, x);
  }

  /** {@code x + y}. */
  public static Tensor add(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.ADD, x, y);
  }

  /** {@code x + y}. */
  public static Tensor add(Tensor x, double y) {
    return add(x, scalar(y, x));
  }

  /** {@code x − y}. */
  public static Tensor subtract(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.SUBTRACT, x, y);
  }

  /** {@code x − y}. */
  public static Tensor subtract(Tensor x, double y) {
    return subtract(x, scalar(y, x));
  }

  /** {@code x − y}. */
  public static Tensor subtract(double x, Tensor y) {
    return subtract(scalar(x, y), y);
  }

  /** {@code x·y}. */
  public static Tensor multiply(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.MULTIPLY, x, y);
  }

  /** {@code x·y}. */
  public static Tensor multiply(Tensor x, double y) {
    return multiply(x, scalar(y, x));
  }

  /** {@code (x − y)²}. */
  public static Tensor squaredDifference(Tensor x, Tensor y) {
    return Dispatch.one(Arithmetic.SQUARED_DIFFERENCE, x, y);
  }

  /** The sum of tensors of one shape. */
  public static Tensor addN(List<Tensor> inputs) {
    return Dispatch.call(AddN.OP, Attributes.none(), inputs).get(0);
  }

  /** {@code a × b} along the last axis, of size 3. */
  public static Tensor cross(Tensor a, Tensor b) {
    return Cross.cross(a, b);
  }

  /** {@code x / y}. */
  public static Tensor divide(Tensor x, Tensor y) {
    return Dispatch.one(Division.DIVIDE, x, y);
  }

  /** {@code x / y}. */
  public static Tensor divide(Tensor x, double y) {
    return divide(x, scalar(y, x));
  }

  /** {@code x / y}. */
  public static Tensor divide(double x, Tensor y) {
    return divide(scalar(x, y), y);
  }

  /** {@code x / y}; {@code 0} where {@code y = 0}. */
  public static Tensor divNoNan(Tensor x, Tensor y) {
    return Dispatch.one(Division.DIV_NO_NAN, x, y);
  }

  /** {@code x / y}; of integers as well, as floating numbers: {@code 7 / 2 = 3.5}. */
  public static Tensor truediv(Tensor x, Tensor y) {
    return Dispatch.one(Division.TRUEDIV, x, y);
  }

  /** {@code ⌊x / y⌋}. */
  public static Tensor floordiv(Tensor x, Tensor y) {
    return Dispatch.one(Division.FLOORDIV, x, y);
  }

  /** {@code x − y·⌊x / y⌋}: the remainder with the sign of {@code y}. */
  public static Tensor floormod(Tensor x, Tensor y) {
    return Dispatch.one(Division.FLOORMOD, x, y);
  }

  /** {@code x − y·trunc(x / y)}: the remainder with the sign of {@code x}. */
  public static Tensor truncatemod(Tensor x, Tensor y) {
    return Dispatch.one(Division.TRUNCATEMOD, x, y);
  }

  /** {@code x²}. */
  public static Tensor square(Tensor x) {
    return Dispatch.one(Powers.SQUARE, x);
  }

  /** {@code √x}. */
  public static Tensor sqrt(Tensor x) {
    return Dispatch.one(Powers.SQRT, x);
  }

  /** {@code 1/√x}. */
  public static Tensor rsqrt(Tensor x) {
    return Dispatch.one(Powers.RSQRT, x);
  }

  /** {@code 1/x}. */
  public static Tensor reciprocal(Tensor x) {
    return Dispatch.one(Powers.RECIPROCAL, x);
  }

  /** {@code xʸ}. */
  public static Tensor pow(Tensor x, Tensor y) {
    return Dispatch.one(Powers.POW, x, y);
  }

  /** {@code xʸ}. */
  public static Tensor pow(Tensor x, double y) {
    return pow(x, scalar(y, x));
  }

  /** {@code eˣ}. */
  public static Tensor exp(Tensor x) {
    return Dispatch.one(Exponential.EXP, x);
  }

  /** {@code eˣ − 1}. */
  public static Tensor expm1(Tensor x) {
    return Dispatch.one(Exponential.EXPM1, x);
  }

  /** {@code ln x}. */
  public static Tensor log(Tensor x) {
    return Dispatch.one(Exponential.LOG, x);
  }

  /** {@code ln(1 + x)}. */
  public static Tensor log1p(Tensor x) {
    return Dispatch.one(Exponential.LOG1P, x);
  }

  /** {@code x·ln y}; {@code 0} where {@code x = 0}. */
  public static Tensor xlogy(Tensor x, Tensor y) {
    return Dispatch.one(Exponential.XLOGY, x, y);
  }

  /** {@code sin x}. */
  public static Tensor sin(Tensor x) {
    return Dispatch.one(Trigonometric.SIN, x);
  }

  /** {@code cos x}. */
  public static Tensor cos(Tensor x) {
    return Dispatch.one(Trigonometric.COS, x);
  }

  /** {@code tan x}. */
  public static Tensor tan(Tensor x) {
    return Dispatch.one(Trigonometric.TAN, x);
  }

  /** {@code arcsin x}. */
  public static Tensor asin(Tensor x) {
    return Dispatch.one(Trigonometric.ASIN, x);
  }

  /** {@code arccos x}. */
  public static Tensor acos(Tensor x) {
    return Dispatch.one(Trigonometric.ACOS, x);
  }

  /** {@code arctan x}. */
  public static Tensor atan(Tensor x) {
    return Dispatch.one(Trigonometric.ATAN, x);
  }

  /** The angle of the point {@code (x, y)}. */
  public static Tensor atan2(Tensor y, Tensor x) {
    return Dispatch.one(Trigonometric.ATAN2, y, x);
  }

  /** {@code sinh x}. */
  public static Tensor sinh(Tensor x) {
    return Dispatch.one(Hyperbolic.SINH, x);
  }

  /** {@code cosh x}. */
  public static Tensor cosh(Tensor x) {
    return Dispatch.one(Hyperbolic.COSH, x);
  }

  /** {@code tanh x}. */
  public static Tensor tanh(Tensor x) {
    return Dispatch.one(Hyperbolic.TANH, x);
  }

  /** {@code arsinh x}. */
  public static Tensor asinh(Tensor x) {
    return Dispatch.one(Hyperbolic.ASINH, x);
  }

  /** {@code arcosh x}. */
  public static Tensor acosh(Tensor x) {
    return Dispatch.one(Hyperbolic.ACOSH, x);
  }

  /** {@code artanh x}. */
  public static Tensor atanh(Tensor x) {
    return Dispatch.one(Hyperbolic.ATANH, x);
  }

  /** {@code erf x}: the error function. */
  public static Tensor erf(Tensor x) {
    return Dispatch.one(Special.ERF, x);
  }

  /** {@code 1 − erf x}. */
  public static Tensor erfc(Tensor x) {
    return Dispatch.one(Special.ERFC, x);
  }

  /** {@code ln|Γ(x)|}. */
  public static Tensor lgamma(Tensor x) {
    return Dispatch.one(Special.LGAMMA, x);
  }

  /** {@code ψ(x) = Γ'(x)/Γ(x)}. */
  public static Tensor digamma(Tensor x) {
    return Dispatch.one(Special.DIGAMMA, x);
  }

  /** {@code ψ⁽ⁿ⁾(x)}, the n-th derivative of digamma. */
  public static Tensor polygamma(Tensor x, int n) {
    return Dispatch.one(Special.POLYGAMMA, Attributes.of("n", n), x);
  }

  /** {@code ⌊x⌋}. */
  public static Tensor floor(Tensor x) {
    return Dispatch.one(Rounding.FLOOR, x);
  }

  /** {@code ⌈x⌉}. */
  public static Tensor ceil(Tensor x) {
    return Dispatch.one(Rounding.CEIL, x);
  }

  /** The integer nearest to {@code x}, of two the even one. */
  public static Tensor round(Tensor x) {
    return Dispatch.one(Rounding.ROUND, x);
  }

  /** The integer nearest to {@code x}, of two the even one. */
  public static Tensor rint(Tensor x) {
    return Dispatch.one(Rounding.RINT, x);
  }

  /** {@code |x|}. */
  public static Tensor abs(Tensor x) {
    return Dispatch.one(Extremes.ABS, x);
  }

  /** {@code −1, 0, 1} as {@code x < 0, x = 0, x > 0}. */
  public static Tensor sign(Tensor x) {
    return Dispatch.one(Extremes.SIGN, x);
  }

  /** {@code max(x, y)}. */
  public static Tensor maximum(Tensor x, Tensor y) {
    return Dispatch.one(Extremes.MAXIMUM, x, y);
  }

  /** {@code max(x, y)}. */
  public static Tensor maximum(Tensor x, double y) {
    return maximum(x, scalar(y, x));
  }

  /** {@code min(x, y)}. */
  public static Tensor minimum(Tensor x, Tensor y) {
    return Dispatch.one(Extremes.MINIMUM, x, y);
  }

  /** {@code min(x, y)}. */
  public static Tensor minimum(Tensor x, double y) {
    return minimum(x, scalar(y, x));
  }

  /** {@code min(max(t, clipValueMin), clipValueMax)}. */
  public static Tensor clipByValue(Tensor t, double clipValueMin, double clipValueMax) {
    return Dispatch.one(
        Extremes.CLIP_BY_VALUE,
        Attributes.of("clip_value_min", clipValueMin).and("clip_value_max", clipValueMax),
        t);
  }

  /** {@code x = y}. */
  public static Tensor equal(Tensor x, Tensor y) {
    return Dispatch.one(Comparison.EQUAL, x, y);
  }

  /** {@code x = y}. */
  public static Tensor equal(Tensor x, double y) {
    return equal(x, scalar(y, x));
  }

  /** {@code x ≠ y}. */
  public static Tensor notEqual(Tensor x, Tensor y) {
    return Dispatch.one(Comparison.NOT_EQUAL, x, y);
  }

  /** {@code x ≠ y}. */
  public static Tensor notEqual(Tensor x, double y) {
    return notEqual(x, scalar(y, x));
  }

  /** {@code x < y}. */
  public static Tensor less(Tensor x, Tensor y) {
    return Dispatch.one(Comparison.LESS, x, y);
  }

  /** {@code x < y}. */
  public static Tensor less(Tensor x, double y) {
    return less(x, scalar(y, x));
  }

  /** {@code x ≤ y}. */
  public static Tensor lessEqual(Tensor x, Tensor y) {
    return Dispatch.one(Comparison.LESS_EQUAL, x, y);
  }

  /** {@code x ≤ y}. */
  public static Tensor lessEqual(Tensor x, double y) {
    return lessEqual(x, scalar(y, x));
  }

  /** {@code x > y}. */
  public static Tensor greater(Tensor x, Tensor y) {
    return Dispatch.one(Comparison.GREATER, x, y);
  }

  /** {@code x > y}. */
  public static Tensor greater(Tensor x, double y) {
    return greater(x, scalar(y, x));
  }

  /** {@code x ≥ y}. */
  public static Tensor greaterEqual(Tensor x, Tensor y) {
    return Dispatch.one(Comparison.GREATER_EQUAL, x, y);
  }

  /** {@code x ≥ y}. */
  public static Tensor greaterEqual(Tensor x, double y) {
    return greaterEqual(x, scalar(y, x));
  }

  /** {@code x ∧ y}. */
  public static Tensor logicalAnd(Tensor x, Tensor y) {
    return Dispatch.one(Logical.LOGICAL_AND, x, y);
  }

  /** {@code x ∨ y}. */
  public static Tensor logicalOr(Tensor x, Tensor y) {
    return Dispatch.one(Logical.LOGICAL_OR, x, y);
  }

  /** {@code x ⊻ y}. */
  public static Tensor logicalXor(Tensor x, Tensor y) {
    return Dispatch.one(Logical.LOGICAL_XOR, x, y);
  }

  /** {@code ¬x}. */
  public static Tensor logicalNot(Tensor x) {
    return Dispatch.one(Logical.LOGICAL_NOT, x);
  }

  /** Whether {@code x} is NaN. */
  public static Tensor isNan(Tensor x) {
    return Dispatch.one(Logical.IS_NAN, x);
  }

  /** Whether {@code x} is infinite. */
  public static Tensor isInf(Tensor x) {
    return Dispatch.one(Logical.IS_INF, x);
  }

  /** Whether {@code x} is finite. */
  public static Tensor isFinite(Tensor x) {
    return Dispatch.one(Logical.IS_FINITE, x);
  }
}
