package dev.assay.tck.judge;

import dev.assay.engine.BackendException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one method says of one case.
 *
 * @param method the method
 * @param status the finding
 * @param comparisons of how many numbers with others
 * @param tightness the worst error by its bound; 0 where the comparison is exact
 * @param message empty for a pass; else the first bad index, both values, the bound, its origin
 * @param mismatch the same as numbers, where one element is at fault
 * @param lost whether the backend was lost over it: to see it again costs a device, or a process,
 *     if there is one left
 */
public record Outcome(
    Method method,
    Status status,
    long comparisons,
    double tightness,
    String message,
    Optional<Mismatch> mismatch,
    boolean lost) {
  private static final Set<BackendException.Reason> LOSSES =
      EnumSet.of(
          BackendException.Reason.TIMEOUT,
          BackendException.Reason.DEVICE_LOST,
          BackendException.Reason.CLOSED);

  /** A finding. */
  public enum Status {
    /** The method found nothing wrong. */
    PASS,
    /** The method found an error. */
    FAIL,
    /** The backend declares that it does not do this. */
    UNSUPPORTED,
    /** The method could not decide. */
    INCONCLUSIVE
  }

  /** Nothing wrong, by an exact comparison. */
  public static Outcome pass(Method method) {
    return pass(method, 0);
  }

  /** Nothing wrong; the worst error was {@code tightness} of its bound. */
  public static Outcome pass(Method method, double tightness) {
    return pass(method, 1, tightness);
  }

  /** Nothing wrong in so many comparisons. */
  public static Outcome pass(Method method, long comparisons, double tightness) {
    return new Outcome(method, Status.PASS, comparisons, tightness, "", Optional.empty(), false);
  }

  /** An error. */
  public static Outcome fail(Method method, String message) {
    return new Outcome(method, Status.FAIL, 1, Double.NaN, message, Optional.empty(), false);
  }

  /** An error of one element. */
  public static Outcome fail(Method method, Mismatch mismatch) {
    return new Outcome(
        method, Status.FAIL, 1, Double.NaN, mismatch.toString(), Optional.of(mismatch), false);
  }

  /** The error {@code e} instead of a result, as {@code message} says. */
  public static Outcome threw(Method method, String message, RuntimeException e) {
    boolean lost = e instanceof BackendException b && LOSSES.contains(b.reason());
    return new Outcome(method, Status.FAIL, 1, Double.NaN, message, Optional.empty(), lost);
  }

  /** No decision, and why. */
  public static Outcome inconclusive(Method method, String message) {
    return new Outcome(method, Status.INCONCLUSIVE, 0, 0, message, Optional.empty(), false);
  }

  /** Declared as not done, and why. */
  public static Outcome unsupported(Method method, String message) {
    return new Outcome(method, Status.UNSUPPORTED, 0, 0, message, Optional.empty(), false);
  }

  /** Whether an error was found. */
  public boolean failed() {
    return status == Status.FAIL;
  }
}
