package dev.assay.engine;

/** An element of a tensor (an index, a segment id) is out of its range, or a value is missing. */
public final class ValueException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that no numbered constraint stands for. */
  public ValueException(String message) {
    super("", message, null);
  }

  /** The error of the numbered {@code constraint} of an operation. */
  public ValueException(String constraint, String message) {
    super(constraint, message, null);
  }

  /** {@code value}, or the error that {@code what}, the caller and the argument, is null. */
  public static <T> T requireGiven(T value, String what) {
    if (value == null) {
      throw new ValueException(what + " is null");
    }
    return value;
  }

  @Override
  public String kind() {
    return "value";
  }
}
