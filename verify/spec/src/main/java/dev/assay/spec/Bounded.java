package dev.assay.spec;

import dev.assay.engine.backend.Elementary;

/**
 * A binary64 value that carries what tolerances are made of.
 *
 * <p>With {@code f} the function computed so far and two directions {@code s, t} of the arguments:
 *
 * <ul>
 *   <li>{@code magnitude} A: the same formula with every addend taken absolute, so that it bounds
 *       every partial sum in every order;
 *   <li>{@code error} e, in units of the unit roundoff u: each operation adds what it inherits,
 *       {@code Σ|∂f/∂xᵢ|·eᵢ}, and its own rounding, {@code A} times a constant: 1 for + − ×, for
 *       elementary functions what {@link Roundings} grants;
 *   <li>{@code depth}: the largest sum of such constants along a path from an argument;
 *   <li>{@code first} {@code Σ|∂f/∂xᵢ||sᵢ|}, {@code other} {@code Σ|∂f/∂xᵢ||tᵢ|} and {@code second}
 *       {@code Σ|∂²f/∂xᵢ∂xⱼ||sᵢ||tⱼ|}: majorants of the first and mixed second derivative.
 * </ul>
 *
 * <p>Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error
 * analysis).
 */
public final class Bounded extends Smooth<Bounded> {
  private final double value;
  private final Roundings roundings;
  private final double magnitude;
  private final double error;
  private final double depth;
  private final double first;
  private final double other;
  private final double second;

  private Bounded(
      Roundings roundings,
      double value,
      double magnitude,
      double error,
      double depth,
      double first,
      double other,
      double second) {
    this.value = value;
    this.roundings = roundings;
    this.magnitude = magnitude;
    this.error = error;
    this.depth = depth;
    this.first = first;
    this.other = other;
    this.second = second;
  }

  /** An exact number that depends on nothing. */
  static Bounded constant(Roundings roundings, double value) {
    return new Bounded(roundings, value, Math.abs(value), 0, 0, 0, 0, 0);
  }

  /** An exact argument that moves by {@code |s|} and {@code |t|}. */
  static Bounded argument(Roundings roundings, double value, double s, double t) {
    return new Bounded(roundings, value, Math.abs(value), 0, 0, Math.abs(s), Math.abs(t), 0);
  }

  /** A stored number that is wrong by at most {@code error} units of the unit roundoff. */
  static Bounded inexact(Roundings roundings, double value, double error) {
    return new Bounded(roundings, value, Math.abs(value), error, 0, 0, 0, 0);
  }

  /** Every addend absolute. */
  public double magnitude() {
    return magnitude;
  }

  /** The bound on the rounding errors, in units of the unit roundoff. */
  public double error() {
    return error;
  }

  /** The roundings on the longest path from an argument, each as often as it has units. */
  public double depth() {
    return depth;
  }

  /** The majorant of the derivative along s. */
  public double first() {
    return first;
  }

  /** The majorant of the derivative along t. */
  public double other() {
    return other;
  }

  /** The majorant of the mixed second derivative. */
  public double second() {
    return second;
  }

  /**
   * This number rounded and stored. No other order of summation reaches behind a stored number, so
   * that its own size is its magnitude.
   */
  public Bounded stored() {
    double v = getReal();
    double size = Math.abs(v);
    return new Bounded(
        roundings,
        v,
        size,
        error + size + roundings.underflow(v, 1),
        depth + 1,
        first,
        other,
        second);
  }

  /**
   * This number as another implementation of {@code which} may compute it, where a specification
   * has a formula.
   */
  Bounded computed(Elementary which) {
    double units = roundings.beyondFormula(which);
    return new Bounded(
        roundings,
        getReal(),
        magnitude,
        error + units * Math.abs(getReal()),
        depth + units,
        first,
        other,
        second);
  }

  @Override
  public double getReal() {
    return value;
  }

  @Override
  protected Bounded constantOf(double value) {
    return constant(roundings, value);
  }

  @Override
  protected Bounded exact(double value, double d, double dd) {
    return step(0, value, d, dd);
  }

  @Override
  protected Bounded chain(Elementary which, double value, double d, double dd) {
    boolean free = d == 0 && dd == 0; // a constant: x⁰
    return step(free ? 0 : roundings.of(which), value, d, dd);
  }

  private Bounded step(double units, double value, double d, double dd) {
    double a = Math.abs(d);
    // A linear step (negation, doubling) passes magnitudes on; others evaluate anew.
    double m = dd == 0 ? a * magnitude : Math.abs(value);
    return new Bounded(
        roundings,
        value,
        Math.max(m, Math.abs(value)),
        zeroTimes(a, error)
            + (units == 0 ? 0 : units * Math.abs(value) + roundings.underflow(value, units)),
        depth + units,
        zeroTimes(a, first),
        zeroTimes(a, other),
        zeroTimes(a, second) + zeroTimes(Math.abs(dd), first * other));
  }

  @Override
  protected Bounded chain(
      double value, Bounded y, double dx, double dy, double dxx, double dxy, double dyy) {
    return step(1, value, y, dx, dy, dxx, dxy, dyy);
  }

  @Override
  protected Bounded chain(
      Elementary which,
      double value,
      Bounded y,
      double dx,
      double dy,
      double dxx,
      double dxy,
      double dyy) {
    return step(roundings.of(which), value, y, dx, dy, dxx, dxy, dyy);
  }

  private Bounded step(
      double units,
      double value,
      Bounded y,
      double dx,
      double dy,
      double dxx,
      double dxy,
      double dyy) {
    double ax = Math.abs(dx);
    double ay = Math.abs(dy);
    boolean linear = dxx == 0 && dxy == 0 && dyy == 0;
    double m =
        linear
            ? ax * magnitude + ay * y.magnitude
            : dxx == 0 && dyy == 0 ? magnitude * y.magnitude : Math.abs(value);
    m = Math.max(m, Math.abs(value));
    return new Bounded(
        roundings,
        value,
        m,
        zeroTimes(ax, error)
            + zeroTimes(ay, y.error)
            + units * m
            + roundings.underflow(value, units),
        Math.max(depth, y.depth) + units,
        zeroTimes(ax, first) + zeroTimes(ay, y.first),
        zeroTimes(ax, other) + zeroTimes(ay, y.other),
        zeroTimes(ax, second)
            + zeroTimes(ay, y.second)
            + zeroTimes(Math.abs(dxx), first * other)
            + zeroTimes(Math.abs(dxy), first * y.other + other * y.first)
            + zeroTimes(Math.abs(dyy), y.first * y.other));
  }

  /** {@code a·b}, 0 where b is 0 even if a slope is infinite or undefined there. */
  private static double zeroTimes(double a, double b) {
    return b == 0 ? 0 : a * b;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Bounded b && getReal() == b.getReal() && error == b.error;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(getReal());
  }

  @Override
  public String toString() {
    return getReal() + "±" + error + "u";
  }
}
