package dev.assay.spec;

import dev.assay.engine.backend.Elementary;

/**
 * A number that is rounded after every operation, as an arithmetic of few bits does. With it a
 * specification is a correct backend of that arithmetic, which a judge must not find fault with.
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
  }

  private final Rounding rounding;

  Rounded(Rounding rounding, double value) {
    super(value);
    this.rounding = rounding;
  }

  @Override
  protected Rounded constantOf(double c) {
    return new Rounded(rounding, rounding.constant(c));
  }

  @Override
  protected Rounded exact(double f, double d, double dd) {
    return new Rounded(rounding, f);
  }

  @Override
  protected Rounded chain(Elementary which, double f, double d, double dd) {
    return new Rounded(rounding, rounding.function(which, f));
  }

  @Override
  protected Rounded chain(
      double f, Rounded y, double dx, double dy, double dxx, double dxy, double dyy) {
    return new Rounded(rounding, rounding.round(f));
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
