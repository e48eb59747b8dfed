package dev.assay.engine;

/** A backend could not carry a call out: no device, no memory, no kernel. */
public final class BackendException extends AssayException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for callers that can do something about it. */
  public enum Reason {
    /** An error of the call, the driver or the virtual machine that is none of the others. */
    FAILED,
    /** The backend declared beforehand that it does not support the call. */
    UNSUPPORTED,
    /** The device has no memory for a request; others may still succeed. */
    OUT_OF_MEMORY,
    /** A kernel does not compile. */
    BUILD,
    /** A kernel did not end in the time it was given. */
    TIMEOUT,
    /** The device is gone, and with it what it held. */
    DEVICE_LOST,
    /** The tensor or the device was closed before. */
    CLOSED
  }

  private final Reason reason;

  /** An error found by us. */
  public BackendException(String message) {
    this(Reason.FAILED, message, null);
  }

  /** An error found by us, of a known reason. */
  public BackendException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** An error reported by the device, its driver or the virtual machine. */
  public BackendException(String message, Throwable cause) {
    this(Reason.FAILED, message, cause);
  }

  /** An error of a known reason reported by the device, its driver or the virtual machine. */
  public BackendException(Reason reason, String message, Throwable cause) {
    super("", message, cause);
    this.reason = reason;
  }

  /** The error of a call that a backend declares not to support, where nothing may fall back. */
  public static BackendException unsupported(String message) {
    return new BackendException(Reason.UNSUPPORTED, message, null);
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }

  /** Whether the backend declared beforehand that it does not support the call. */
  public boolean isUnsupported() {
    return reason == Reason.UNSUPPORTED;
  }

  @Override
  public String kind() {
    return "backend";
  }
}
