package dev.assay.spec;

import dev.assay.engine.backend.Elementary;

/** Values with bounds on the errors of an arithmetic that rounds as {@link Roundings} say. */
public final class BoundedArithmetic extends Arithmetic<Bounded> {
  private final Roundings roundings;

  BoundedArithmetic(Roundings roundings) {
    this.roundings = roundings;
  }

  @Override
  public Bounded of(double value) {
    return Bounded.constant(roundings, value);
  }

  /** An exact argument that moves by {@code |s|} and {@code |t|}. */
  public Bounded argument(double value, double s, double t) {
    return Bounded.argument(roundings, value, s, t);
  }

  /** A stored number that is wrong by at most {@code error} units of the unit roundoff. */
  public Bounded inexact(double value, double error) {
    return Bounded.inexact(roundings, value, error);
  }

  @Override
  public Bounded computed(Elementary which, Bounded value) {
    return value.computed(which);
  }
}
