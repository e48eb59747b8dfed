package dev.assay.opencl.kernel;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.DeviceInfo;

/** Element types on a device. */
public final class ClTypes {
  private ClTypes() {}

  /** OpenCL C's name: float32 is {@code float}, bool {@code uchar}. */
  public static String name(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case INT8 -> "char";
      case INT16 -> "short";
      case INT32 -> "int";
      case INT64 -> "long";
      case UINT8, BOOL -> "uchar";
      default -> throw new IllegalArgumentException(dtype + " has no type on a device");
    };
  }

  /** An unsigned integer as large as an element, for kernels that move bits. */
  public static String word(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> "uchar";
      case 2 -> "ushort";
      case 4 -> "uint";
      case 8 -> "ulong";
      default -> throw new IllegalArgumentException(dtype + " has no word on a device");
    };
  }

  /** Whether tensors of the type can be on the device; if not, why. */
  public static Capability here(DType dtype, DeviceInfo device) {
    return switch (dtype) {
      case FLOAT32, INT8, INT16, INT32, INT64, UINT8, BOOL -> Capability.supported();
      case FLOAT64 ->
          device.hasBinary64()
              ? Capability.supported()
              : Capability.unsupported("the device has no float64");
      default -> Capability.unsupported("no " + dtype + " on devices");
    };
  }

  /** Whether all arguments and results of a call can be on the device; if not, why. */
  public static Capability here(Call call, DeviceInfo device) {
    for (Tensor t : call.inputs()) {
      Capability c = here(t.dtype(), device);
      if (!c.isSupported()) {
        return c;
      }
    }
    for (TensorType t : call.outputs()) {
      Capability c = here(t.dtype(), device);
      if (!c.isSupported()) {
        return c;
      }
    }
    return Capability.supported();
  }
}
