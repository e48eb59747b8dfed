package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import org.jocl.CL;
import org.jocl.CLException;

/** What the error codes of OpenCL mean. */
final class Faults {
  private Faults() {}

  /**
   * Whether there is no room. Drivers that make buffers when they are first used say so at any
   * command; {@code CL_OUT_OF_RESOURCES} may be this or the loss of the device, which then does not
   * answer either.
   */
  static boolean isMemory(CLException e) {
    return switch (e.getStatus()) {
      case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
          CL.CL_OUT_OF_RESOURCES,
          CL.CL_OUT_OF_HOST_MEMORY,
          CL.CL_INVALID_BUFFER_SIZE ->
          true;
      default -> false;
    };
  }

  /** Whether nothing that the device held can be read any more, whatever else it answers. */
  static boolean isLoss(CLException e) {
    return switch (e.getStatus()) {
      case CL.CL_DEVICE_NOT_AVAILABLE, CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT -> true;
      default -> false;
    };
  }

  /** The error of a command. */
  static BackendException of(DeviceInfo device, String what, CLException e) {
    Reason reason =
        isLoss(e) ? Reason.DEVICE_LOST : isMemory(e) ? Reason.OUT_OF_MEMORY : Reason.FAILED;
    return of(device, what, e, reason);
  }

  /** The error of a command, for a reason that is known. */
  static BackendException of(DeviceInfo device, String what, CLException e, Reason reason) {
    return new BackendException(
        reason,
        "opencl: "
            + device.device()
            + " ("
            + device.name()
            + "): "
            + what
            + ": "
            + CL.stringFor_errorCode(e.getStatus()),
        e);
  }
}
