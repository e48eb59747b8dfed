package dev.assay.golden;

/** A golden file that cannot be read or breaks a rule of its format; names file, entry and rule. */
public final class GoldenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A broken rule. */
  public GoldenException(String message) {
    super(message);
  }

  /** A file that cannot be read. */
  public GoldenException(String message, Throwable cause) {
    super(message, cause);
  }
}
