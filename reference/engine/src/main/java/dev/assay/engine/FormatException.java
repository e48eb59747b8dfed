package dev.assay.engine;

/** Text or bytes that do not follow the format they claim. */
public final class FormatException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error found by our own reader. */
  public FormatException(String message) {
    super("", message, null);
  }

  /** An error found by a library's reader. */
  public FormatException(String message, Throwable cause) {
    super("", message, cause);
  }

  @Override
  public String kind() {
    return "format";
  }
}
