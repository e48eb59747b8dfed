package dev.assay.engine;

/** A sequence of elements is at its end: a queue is closed and empty, a dataset has no more. */
public final class OutOfRangeException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that says what ended and where. */
  public OutOfRangeException(String message) {
    super("", message, null);
  }

  @Override
  public String kind() {
    return "out_of_range";
  }
}
