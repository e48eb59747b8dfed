package dev.assay.engine;

/** A tensor has a rank or a dimension that the operation does not accept. */
public final class ShapeException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that no numbered constraint stands for. */
  public ShapeException(String message) {
    super("", message, null);
  }

  /** The error of the numbered {@code constraint} of an operation. */
  public ShapeException(String constraint, String message) {
    super(constraint, message, null);
  }

  @Override
  public String kind() {
    return "shape";
  }
}
