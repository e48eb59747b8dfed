package dev.assay.engine;

/** No operation of that name is registered. */
public final class UnknownOpException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that no numbered constraint stands for. */
  public UnknownOpException(String message) {
    super("", message, null);
  }

  /** The error of the numbered {@code constraint} of an operation. */
  public UnknownOpException(String constraint, String message) {
    super(constraint, message, null);
  }

  @Override
  public String kind() {
    return "unknown_op";
  }
}
