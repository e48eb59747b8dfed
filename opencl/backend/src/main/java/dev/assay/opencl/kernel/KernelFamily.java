package dev.assay.opencl.kernel;

import java.util.Map;

/** Operations that are close to each other, in one room. */
public interface KernelFamily {
  /** The operations by name. */
  Map<String, DeviceOp> ops();
}
