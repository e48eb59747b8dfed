package dev.assay.engine;

/** A backend could not carry a call out: no device, no memory, no kernel. */
public final class BackendException extends AssayException {
  private static final long serialVersionUID = 1L;

  private final boolean unsupported;

  /** An error found by us. */
  public BackendException(String message) {
    this(message, null, false);
  }

  /** An error reported by the device, its driver or the virtual machine. */
  public BackendException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private BackendException(String message, Throwable cause, boolean unsupported) {
    super("", message, cause);
    this.unsupported = unsupported;
  }

  /** The error of a call that a backend declares not to support, where nothing may fall back. */
  public static BackendException unsupported(String message) {
    return new BackendException(message, null, true);
  }

  /** Whether the backend declared beforehand that it does not support the call. */
  public boolean isUnsupported() {
    return unsupported;
  }

  @Override
  public String kind() {
    return "backend";
  }
}
