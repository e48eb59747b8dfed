package dev.assay.engine;

/** A backend could not carry a call out: no device, no memory, no kernel. */
public final class BackendException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** An error found by us. */
  public BackendException(String message) {
    super("", message, null);
  }

  /** An error reported by the device, its driver or the virtual machine. */
  public BackendException(String message, Throwable cause) {
    super("", message, cause);
  }

  @Override
  public String kind() {
    return "backend";
  }
}
