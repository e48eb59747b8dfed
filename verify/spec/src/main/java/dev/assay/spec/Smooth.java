package dev.assay.spec;

import dev.assay.engine.backend.Elementary;
import org.apache.commons.math3.Field;
import org.apache.commons.math3.RealFieldElement;

/**
 * A number that knows a value, {@link #getReal()}, and how to pass through a function of one or two
 * numbers whose first and second derivatives are given. Subclasses decide what they carry along;
 * this class is the calculus.
 */
abstract class Smooth<T extends Smooth<T>> implements RealFieldElement<T> {
  /** A number that depends on nothing. */
  protected abstract T constantOf(double c);

  /** {@code f(this)} with {@code f', f''}, which no arithmetic rounds: a change of sign. */
  protected abstract T exact(double f, double d, double dd);

  /** {@code f(this)} with {@code f', f''}. */
  protected abstract T chain(Elementary which, double f, double d, double dd);

  /** {@code f(this, y)} with its partial derivatives, f a sum, a difference or a product. */
  protected abstract T chain(
      double f, T y, double dx, double dy, double dxx, double dxy, double dyy);

  /** {@code f(this, y)} with its first and second partial derivatives. */
  protected abstract T chain(
      Elementary which, double f, T y, double dx, double dy, double dxx, double dxy, double dyy);

  @Override
  public T add(T y) {
    return chain(getReal() + y.getReal(), y, 1, 1, 0, 0, 0);
  }

  @Override
  public final T add(double y) {
    return add(constantOf(y));
  }

  @Override
  public T subtract(T y) {
    return chain(getReal() - y.getReal(), y, 1, -1, 0, 0, 0);
  }

  @Override
  public final T subtract(double y) {
    return subtract(constantOf(y));
  }

  @Override
  public final T negate() {
    return exact(-getReal(), -1, 0);
  }

  @Override
  public final T multiply(int y) {
    return multiply(constantOf(y));
  }

  @Override
  public final T multiply(double y) {
    return multiply(constantOf(y));
  }

  @Override
  public final T multiply(T y) {
    double b = y.getReal();
    return chain(getReal() * b, y, b, getReal(), 0, 1, 0);
  }

  @Override
  public final T divide(T y) {
    double b = y.getReal();
    double q = getReal() / b; // b² may overflow where no quotient does
    return chain(Elementary.DIVIDE, q, y, 1 / b, -q / b, 0, -1 / b / b, 2 * q / b / b);
  }

  @Override
  public final T divide(double y) {
    return divide(constantOf(y));
  }

  @Override
  public final T reciprocal() {
    return constantOf(1).divide(self());
  }

  @SuppressWarnings("unchecked") // every subclass is its own T
  private T self() {
    return (T) this;
  }

  @Override
  public final T remainder(double y) {
    return exact(Math.IEEEremainder(getReal(), y), 1, 0);
  }

  @Override
  public final T remainder(T y) {
    double n = Math.rint(getReal() / y.getReal());
    return chain(Math.IEEEremainder(getReal(), y.getReal()), y, 1, -n, 0, 0, 0);
  }

  @Override
  public final T abs() {
    return exact(Math.abs(getReal()), Math.signum(getReal()), 0);
  }

  @Override
  public final T ceil() {
    return constantOf(Math.ceil(getReal()));
  }

  @Override
  public final T floor() {
    return constantOf(Math.floor(getReal()));
  }

  @Override
  public final T rint() {
    return constantOf(Math.rint(getReal()));
  }

  @Override
  public final long round() {
    return Math.round(getReal());
  }

  @Override
  public final T signum() {
    return constantOf(Math.signum(getReal()));
  }

  @Override
  public final T copySign(T sign) {
    return copySign(sign.getReal());
  }

  @Override
  public final T copySign(double sign) {
    return Math.copySign(1, getReal()) == Math.copySign(1, sign) ? self() : negate();
  }

  @Override
  public final T hypot(T y) {
    return multiply(self()).add(y.multiply(y)).sqrt();
  }

  @Override
  public final T sqrt() {
    double r = Math.sqrt(getReal());
    return chain(Elementary.SQRT, r, 0.5 / r, -0.25 / (r * getReal()));
  }

  @Override
  public final T scalb(int n) {
    return multiply(Math.scalb(1.0, n));
  }

  @Override
  public final T cbrt() {
    double r = StrictMath.cbrt(getReal());
    return chain(Elementary.CBRT, r, r / (3 * getReal()), -2 * r / (9 * getReal() * getReal()));
  }

  @Override
  public final T rootN(int n) {
    return n == 2 ? sqrt() : n == 3 ? cbrt() : pow(1.0 / n);
  }

  @Override
  public final T pow(double p) {
    double f = StrictMath.pow(getReal(), p);
    double d = p == 0 ? 0 : p * StrictMath.pow(getReal(), p - 1);
    double dd = p == 0 || p == 1 ? 0 : p * (p - 1) * StrictMath.pow(getReal(), p - 2);
    return chain(Elementary.POW, f, d, dd);
  }

  @Override
  public final T pow(int n) {
    return pow((double) n);
  }

  @Override
  public final T pow(T y) {
    double p = y.getReal();
    double f = StrictMath.pow(getReal(), p);
    double log = getReal() > 0 ? StrictMath.log(getReal()) : 0;
    double d = p == 0 ? 0 : p * StrictMath.pow(getReal(), p - 1);
    double dd = p == 0 || p == 1 ? 0 : p * (p - 1) * StrictMath.pow(getReal(), p - 2);
    return chain(
        Elementary.POW,
        f,
        y,
        d,
        f * log,
        dd,
        StrictMath.pow(getReal(), p - 1) * (1 + p * log),
        f * log * log);
  }

  @Override
  public final T exp() {
    double e = StrictMath.exp(getReal());
    return chain(Elementary.EXP, e, e, e);
  }

  @Override
  public final T expm1() {
    double e = StrictMath.exp(getReal());
    return chain(Elementary.EXPM1, StrictMath.expm1(getReal()), e, e);
  }

  @Override
  public final T log() {
    return chain(
        Elementary.LOG, StrictMath.log(getReal()), 1 / getReal(), -1 / (getReal() * getReal()));
  }

  @Override
  public final T log1p() {
    double x = 1 + getReal();
    return chain(Elementary.LOG1P, StrictMath.log1p(getReal()), 1 / x, -1 / (x * x));
  }

  @Override
  public final T cos() {
    double c = StrictMath.cos(getReal());
    return chain(Elementary.COS, c, -StrictMath.sin(getReal()), -c);
  }

  @Override
  public final T sin() {
    double s = StrictMath.sin(getReal());
    return chain(Elementary.SIN, s, StrictMath.cos(getReal()), -s);
  }

  @Override
  public final T tan() {
    double t = StrictMath.tan(getReal());
    double d = 1 + t * t;
    return chain(Elementary.TAN, t, d, 2 * t * d);
  }

  @Override
  public final T acos() {
    double q = 1 - getReal() * getReal();
    return chain(
        Elementary.ACOS,
        StrictMath.acos(getReal()),
        -1 / Math.sqrt(q),
        -getReal() / (q * Math.sqrt(q)));
  }

  @Override
  public final T asin() {
    double q = 1 - getReal() * getReal();
    return chain(
        Elementary.ASIN,
        StrictMath.asin(getReal()),
        1 / Math.sqrt(q),
        getReal() / (q * Math.sqrt(q)));
  }

  @Override
  public final T atan() {
    double q = 1 + getReal() * getReal();
    return chain(Elementary.ATAN, StrictMath.atan(getReal()), 1 / q, -2 * getReal() / (q * q));
  }

  @Override
  public final T atan2(T x) {
    double y = getReal();
    double b = x.getReal();
    double q = b * b + y * y;
    double mixed = (y * y - b * b) / (q * q);
    double pure = 2 * b * y / (q * q);
    return chain(Elementary.ATAN2, StrictMath.atan2(y, b), x, b / q, -y / q, -pure, mixed, pure);
  }

  @Override
  public final T cosh() {
    double c = StrictMath.cosh(getReal());
    return chain(Elementary.COSH, c, StrictMath.sinh(getReal()), c);
  }

  @Override
  public final T sinh() {
    double s = StrictMath.sinh(getReal());
    return chain(Elementary.SINH, s, StrictMath.cosh(getReal()), s);
  }

  @Override
  public final T tanh() {
    double t = StrictMath.tanh(getReal());
    double d = 1 / (StrictMath.cosh(getReal()) * StrictMath.cosh(getReal()));
    return chain(Elementary.TANH, t, d, -2 * t * d);
  }

  @Override
  public final T acosh() {
    double r = Math.sqrt(getReal() * getReal() - 1);
    return chain(Elementary.ACOSH, StrictMath.log(getReal() + r), 1 / r, -getReal() / (r * r * r));
  }

  @Override
  public final T asinh() {
    double r = Math.sqrt(getReal() * getReal() + 1);
    double f = Math.copySign(StrictMath.log(Math.abs(getReal()) + r), getReal());
    return chain(Elementary.ASINH, f, 1 / r, -getReal() / (r * r * r));
  }

  @Override
  public final T atanh() {
    double q = 1 - getReal() * getReal();
    return chain(
        Elementary.ATANH,
        0.5 * StrictMath.log((1 + getReal()) / (1 - getReal())),
        1 / q,
        2 * getReal() / (q * q));
  }

  @Override
  public final T linearCombination(T[] a, T[] b) {
    T sum = constantOf(0);
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(a[i].multiply(b[i]));
    }
    return sum;
  }

  @Override
  public final T linearCombination(double[] a, T[] b) {
    T sum = constantOf(0);
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(b[i].multiply(a[i]));
    }
    return sum;
  }

  @Override
  public final T linearCombination(T a1, T b1, T a2, T b2) {
    return a1.multiply(b1).add(a2.multiply(b2));
  }

  @Override
  public final T linearCombination(double a1, T b1, double a2, T b2) {
    return b1.multiply(a1).add(b2.multiply(a2));
  }

  @Override
  public final T linearCombination(T a1, T b1, T a2, T b2, T a3, T b3) {
    return linearCombination(a1, b1, a2, b2).add(a3.multiply(b3));
  }

  @Override
  public final T linearCombination(double a1, T b1, double a2, T b2, double a3, T b3) {
    return linearCombination(a1, b1, a2, b2).add(b3.multiply(a3));
  }

  @Override
  public final T linearCombination(T a1, T b1, T a2, T b2, T a3, T b3, T a4, T b4) {
    return linearCombination(a1, b1, a2, b2, a3, b3).add(a4.multiply(b4));
  }

  @Override
  public final T linearCombination(
      double a1, T b1, double a2, T b2, double a3, T b3, double a4, T b4) {
    return linearCombination(a1, b1, a2, b2, a3, b3).add(b4.multiply(a4));
  }

  @Override
  public final Field<T> getField() {
    return new Field<>() {
      @Override
      public T getZero() {
        return constantOf(0);
      }

      @Override
      public T getOne() {
        return constantOf(1);
      }

      @Override
      @SuppressWarnings("unchecked") // every subclass is its own T
      public Class<T> getRuntimeClass() {
        return (Class<T>) Smooth.this.getClass();
      }
    };
  }
}
