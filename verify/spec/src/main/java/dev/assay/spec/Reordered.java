package dev.assay.spec;

import dev.assay.engine.backend.Elementary;

/**
 * A number that knows whether another order of the sums and products it is made of could leave a
 * range: {@code (a·b)·c} overflows where {@code a·(b·c)} does not, and so does {@code (a + b) − c}.
 *
 * <p>As a factor it is a product {@code ∏fᵢ}, of which any part may be computed first: at most
 * {@code ∏max(1, |fᵢ|)}, at least {@code ∏min(1, |fᵢ|)}. As a sum any part of it is at most {@code
 * Σ|aᵢ|}. A single operation has one order: its overflow is that of its result.
 */
public final class Reordered extends Smooth<Reordered> {
  /**
   * A range.
   *
   * @param least the smallest normal number
   * @param most half the largest number, so that roundings do not decide
   */
  public record Range(double least, double most) {}

  private final double value;
  private final Range range;
  private final double up;
  private final double down;
  private final double size;
  private final boolean inner;
  private final boolean settled;

  private Reordered(
      Range range,
      double value,
      double up,
      double down,
      double size,
      boolean inner,
      boolean settled) {
    this.value = value;
    this.range = range;
    this.up = up;
    this.down = down;
    this.size = size;
    this.inner = inner;
    this.settled = settled;
  }

  /** An argument or constant. */
  Reordered(Range range, double value) {
    this(range, value, above(value), below(value), Math.abs(value), false, true);
  }

  /** Whether no order of sums and products leaves the range on the way. */
  public boolean isSettled() {
    return settled;
  }

  /** This number as the value of a function: how a formula arrives at it is no order of ours. */
  Reordered computed() {
    double f = getReal();
    return new Reordered(range, f, above(f), below(f), Math.abs(f), true, true);
  }

  /** Infinities and NaN are what they are in every order. */
  private static double above(double factor) {
    return Double.isFinite(factor) ? Math.max(1, Math.abs(factor)) : 1;
  }

  /** A zero is no underflow. */
  private static double below(double factor) {
    return factor == 0 || Double.isNaN(factor) ? 1 : Math.min(1, Math.abs(factor));
  }

  @Override
  public double getReal() {
    return value;
  }

  @Override
  protected Reordered constantOf(double c) {
    return new Reordered(range, c);
  }

  @Override
  protected Reordered exact(double f, double d, double dd) {
    boolean same = Math.abs(f) == Math.abs(getReal());
    return same
        ? new Reordered(range, f, up, down, size, inner, settled)
        : new Reordered(range, f, above(f), below(f), Math.abs(f), inner, settled);
  }

  @Override
  protected Reordered chain(Elementary which, double f, double d, double dd) {
    return new Reordered(range, f, above(f), below(f), Math.abs(f), true, settled);
  }

  @Override
  protected Reordered chain(
      double f, Reordered y, double dx, double dy, double dxx, double dxy, double dyy) {
    if (dxy == 0) {
      double sum = size + y.size;
      return of(f, y, above(sum), below(f), sum, sum < range.most);
    }
    return factor(f, y, up * y.up, down * y.down, size * y.size);
  }

  @Override
  protected Reordered chain(
      Elementary which,
      double f,
      Reordered y,
      double dx,
      double dy,
      double dxx,
      double dxy,
      double dyy) {
    return which == Elementary.DIVIDE
        ? factor(f, y, up / y.down, down / y.up, Math.abs(f))
        : of(f, y, above(f), below(f), Math.abs(f), true);
  }

  private Reordered factor(double f, Reordered y, double most, double least, double sum) {
    return of(f, y, most, least, sum, most < range.most && least >= range.least);
  }

  /** An operation on two numbers, which stays inside the range, or is a single one. */
  private Reordered of(
      double f, Reordered y, double most, double least, double sum, boolean inside) {
    boolean single = !inner && !y.inner;
    return new Reordered(
        range, f, most, least, sum, true, settled && y.settled && (single || inside));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Reordered r && getReal() == r.getReal() && settled == r.settled;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(getReal());
  }

  @Override
  public String toString() {
    return getReal() + (settled ? "" : " in this order");
  }
}
