package dev.assay.engine;

/** A tensor has an element type that the operation does not accept. */
public final class DTypeException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that no numbered constraint stands for. */
  public DTypeException(String message) {
    super("", message, null);
  }

  /** The error of the numbered {@code constraint} of an operation. */
  public DTypeException(String constraint, String message) {
    super(constraint, message, null);
  }

  @Override
  public String kind() {
    return "dtype";
  }
}
