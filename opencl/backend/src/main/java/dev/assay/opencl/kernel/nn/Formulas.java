package dev.assay.opencl.kernel.nn;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.kernel.elementwise.Function;
import dev.assay.opencl.kernel.elementwise.Term;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Number;

/** Formulas of floating numbers, written as in the reference: every function rounds once or so. */
final class Formulas {
  private static final Function ADD = Function.named("add");
  private static final Function SUBTRACT = Function.named("subtract");
  private static final Function MULTIPLY = Function.named("multiply");
  private static final Function DIVIDE = Function.named("divide");
  private static final Function SQRT = Function.named("sqrt");
  private static final Function MAXIMUM = Function.named("maximum");
  private static final Function LESS_EQUAL = Function.named("less_equal");
  private static final Function IS_FINITE = Function.named("is_finite");
  private static final Function WHERE = Function.named("where");
  private static final Function RELU = Function.named("relu");
  private static final Function SOFTPLUS = Function.named("softplus");
  private static final Function NEG = Function.named("neg");
  private static final Function ABS = Function.named("abs");
  private static final Function EXP = Function.named("exp");
  private static final Function LOG1P = Function.named("log1p");

  private Formulas() {}

  private static Applied of(Function f, Term... x) {
    return Applied.of(f, x[x.length - 1].dtype(), x);
  }

  private static Number number(double value, Term like) {
    return Number.of(like.dtype(), value);
  }

  static Applied add(Term x, Term y) {
    return of(ADD, x, y);
  }

  static Applied add(Term x, double y) {
    return add(x, number(y, x));
  }

  static Applied subtract(Term x, Term y) {
    return of(SUBTRACT, x, y);
  }

  static Applied subtract(double x, Term y) {
    return subtract(number(x, y), y);
  }

  static Applied multiply(Term x, Term y) {
    return of(MULTIPLY, x, y);
  }

  static Applied multiply(Term x, double y) {
    return multiply(x, number(y, x));
  }

  static Applied divide(Term x, Term y) {
    return of(DIVIDE, x, y);
  }

  static Applied divide(Term x, double y) {
    return divide(x, number(y, x));
  }

  static Applied sqrt(Term x) {
    return of(SQRT, x);
  }

  static Applied maximum(Term x, double y) {
    return of(MAXIMUM, x, number(y, x));
  }

  /** {@code x} where {@code norm ≤ most}, else {@code x·most/norm}. */
  static Applied clipped(Term x, Term norm, double most) {
    Applied within = Applied.of(LESS_EQUAL, DType.BOOL, norm, number(most, norm));
    return of(WHERE, within, x, divide(multiply(x, most), norm));
  }

  /** {@code x} where {@code norm} is finite, else NaN. */
  static Applied whereFinite(Term norm, Term x) {
    return of(WHERE, Applied.of(IS_FINITE, DType.BOOL, norm), x, number(Double.NaN, x));
  }

  /** {@code max(x, 0) − x·z + ln(1 + e^−|x|)}. */
  static Applied sigmoidCrossEntropy(Term z, Term x) {
    Applied tail = of(LOG1P, of(EXP, of(NEG, of(ABS, x))));
    return add(subtract(of(RELU, x), multiply(x, z)), tail);
  }

  /** {@code q·z·softplus(−x) + (1 − z)·softplus(x)}. */
  static Applied weightedCrossEntropy(Term z, Term x, double q) {
    Applied positive = multiply(multiply(z, q), of(SOFTPLUS, of(NEG, x)));
    return add(positive, multiply(subtract(1, z), of(SOFTPLUS, x)));
  }

  /** {@code (x − mean)/√(variance + epsilon)}. */
  static Applied standardized(Term x, Term mean, Term variance, double epsilon) {
    return divide(subtract(x, mean), sqrt(add(variance, epsilon)));
  }
}
