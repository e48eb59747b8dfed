package dev.assay.engine;

/** Somebody gave up what was waited for: closed it while others waited, or interrupted a thread. */
public final class CancelledException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error that says what was waited for and why that ended. */
  public CancelledException(String message) {
    super("", message, null);
  }

  @Override
  public String kind() {
    return "cancelled";
  }
}
