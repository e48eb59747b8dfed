package dev.assay.engine;

/** An attribute is missing, unknown, of the wrong type or out of its range. */
public final class AttributeException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that no numbered constraint stands for. */
  public AttributeException(String message) {
    super("", message, null);
  }

  /** The error of the numbered {@code constraint} of an operation. */
  public AttributeException(String constraint, String message) {
    super(constraint, message, null);
  }

  @Override
  public String kind() {
    return "attribute";
  }
}
