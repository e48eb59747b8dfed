package dev.assay.spec;

import dev.assay.engine.backend.Elementary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A number that is rounded after every operation, as an arithmetic of few bits does, sums in an
 * order of its choice. With it a specification is a correct backend of that arithmetic, which a
 * judge must not find fault with.
 *
 * <p>Values are computed in binary64 before they are rounded. For sums, products, quotients and
 * square roots of float32 numbers that gives the correctly rounded result, since 53 ≥ 2·24 + 2
 * (Figueroa 1995).
 */
public final class Rounded extends Smooth<Rounded> {
  /** An arithmetic. */
  public interface Rounding {
    /** A sum, a difference or a product, rounded. */
    double round(double exact);

    /** A constant of a formula: compilers round to nearest. */
    default double constant(double exact) {
      return (float) exact;
    }

    /** The value of a function as this arithmetic has it. */
    double function(Elementary which, double exact);

    /** How sums are carried out. */
    default Summation summation() {
      return Summation.SEQUENTIAL;
    }
  }

  /** A sum so far, and what is added to it. */
  private record Sum(Rounded left, Rounded right) {}

  private final Rounding rounding;
  private final Optional<Sum> sum;

  /** What is rounded to the value. */
  private final double exact;

  private double value;
  private boolean known;

  Rounded(Rounding rounding, double value) {
    this(rounding, value, value);
  }

  private Rounded(Rounding rounding, double exact, double value) {
    this.rounding = rounding;
    this.sum = Optional.empty();
    this.exact = exact;
    this.value = value;
    this.known = true;
  }

  /** A sum whose order is open until it is asked for: others may yet be added to it. */
  private Rounded(Rounding rounding, Sum sum) {
    this.rounding = rounding;
    this.sum = Optional.of(sum);
    this.exact = Double.NaN;
  }

  @Override
  public double getReal() {
    if (!known) {
      value = rounding.summation().of(rounding, addends());
      known = true;
    }
    return value;
  }

  private Summation.Addends addends() {
    List<Rounded> last = new ArrayList<>();
    Rounded first = this;
    while (first.sum.isPresent()) {
      last.add(first.sum.get().right());
      first = first.sum.get().left();
    }
    last.add(first);
    int n = last.size();
    boolean zero = n > 1 && first.getReal() == 0; // where loops begin
    return new Summation.Addends(
        zero ? n - 1 : n,
        i -> last.get((zero ? n - 2 : n - 1) - i).getReal(),
        i -> last.get((zero ? n - 2 : n - 1) - i).product());
  }

  /** As a product, not rounded; a sum has been. */
  private double product() {
    return sum.isPresent() ? getReal() : exact;
  }

  @Override
  public Rounded add(Rounded y) {
    return rounding.summation() == Summation.SEQUENTIAL
        ? super.add(y)
        : new Rounded(rounding, new Sum(this, y));
  }

  @Override
  public Rounded subtract(Rounded y) {
    return rounding.summation() == Summation.SEQUENTIAL ? super.subtract(y) : add(y.negate());
  }

  @Override
  protected Rounded constantOf(double c) {
    return new Rounded(rounding, rounding.constant(c));
  }

  @Override
  protected Rounded exact(double f, double d, double dd) {
    return new Rounded(rounding, f == -getReal() ? -product() : f, f);
  }

  @Override
  protected Rounded chain(Elementary which, double f, double d, double dd) {
    return new Rounded(rounding, rounding.function(which, f));
  }

  @Override
  protected Rounded chain(
      double f, Rounded y, double dx, double dy, double dxx, double dxy, double dyy) {
    return new Rounded(rounding, f, rounding.round(f));
  }

  @Override
  protected Rounded chain(
      Elementary which,
      double f,
      Rounded y,
      double dx,
      double dy,
      double dxx,
      double dxy,
      double dyy) {
    return new Rounded(rounding, rounding.function(which, f));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Rounded r && getReal() == r.getReal();
  }

  @Override
  public int hashCode() {
    return Double.hashCode(getReal());
  }

  @Override
  public String toString() {
    return Double.toString(getReal());
  }
}
