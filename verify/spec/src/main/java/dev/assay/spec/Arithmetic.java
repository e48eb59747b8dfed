package dev.assay.spec;

import dev.assay.engine.backend.Elementary;
import org.apache.commons.math3.RealFieldElement;

/** A kind of number and the record of the decisions taken on such numbers. */
public abstract class Arithmetic<T extends RealFieldElement<T>> {
  private long trace = 0xcbf29ce484222325L;

  /** The number {@code value}, exactly where the kind allows. */
  public abstract T of(double value);

  /** π as exactly as the kind allows. */
  public T pi() {
    return of(1).atan().multiply(4);
  }

  /**
   * {@code value}, which a specification computed by a formula of its own, as the value of the
   * function {@code which} that an implementation computes otherwise.
   */
  public T computed(Elementary which, T value) {
    return value;
  }

  /**
   * Notes that a decision was taken. Every branch on values in a specification goes through here or
   * {@link #less}, so that kinks can be told from smooth points.
   */
  public final boolean branch(boolean taken) {
    trace = (trace ^ (taken ? 0x9E : 0x37)) * 0x100000001b3L;
    return taken;
  }

  /** Notes that one of many ways was taken (an index, a rounded number). */
  public final long branch(long way) {
    trace = (trace ^ way) * 0x100000001b3L;
    return way;
  }

  /** Whether {@code x < y}, noted as a branch. */
  public final boolean less(T x, T y) {
    return branch(x.getReal() < y.getReal());
  }

  /** The greater of two, the first on a tie. */
  public final T max(T x, T y) {
    return less(x, y) ? y : x;
  }

  /** The lesser of two, the first on a tie. */
  public final T min(T x, T y) {
    return less(y, x) ? y : x;
  }

  /** A hash of all decisions so far: equal on both sides of a step that crosses no kink. */
  public final long trace() {
    return trace;
  }
}
