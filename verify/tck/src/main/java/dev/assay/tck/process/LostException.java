package dev.assay.tck.process;

import dev.assay.engine.BackendException;

/** A process is of no use any more: it ended, is too slow, or does not keep to the protocol. */
final class LostException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The status of a process that did not end by itself. */
  static final int NO_STATUS = -1;

  private final BackendException.Reason reason;
  private final int status;

  /** What happened, as the end of a sentence that begins with the program. */
  LostException(BackendException.Reason reason, int status, String what) {
    super(what);
    this.reason = reason;
    this.status = status;
  }

  /** The exit status. */
  int status() {
    return status;
  }

  /** Too slow, or gone. */
  BackendException.Reason reason() {
    return reason;
  }
}
