package dev.assay.engine;

import java.util.Optional;

/**
 * The one family of errors that the public interface throws. Every message names the operation (or
 * the file), the constraint and the values that broke it.
 */
public abstract sealed class AssayException extends RuntimeException
    permits AttributeException,
        BackendException,
        CancelledException,
        DTypeException,
        FormatException,
        OutOfRangeException,
        ShapeException,
        UnknownOpException,
        ValueException {
  private static final long serialVersionUID = 1L;

  private final String constraint;

  AssayException(String constraint, String message, Throwable cause) {
    super(message, cause);
    this.constraint = constraint;
  }

  /** The kind as the command line names it: {@code shape}, {@code dtype}, {@code value}, … */
  public abstract String kind();

  /** The number of the constraint that was broken, {@code C3}, where the error has one. */
  public Optional<String> constraint() {
    return constraint.isEmpty() ? Optional.empty() : Optional.of(constraint);
  }
}
