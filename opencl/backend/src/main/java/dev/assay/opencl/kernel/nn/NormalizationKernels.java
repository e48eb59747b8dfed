package dev.assay.opencl.kernel.nn;

import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.Map;

/** Moments and normalisations. */
public final class NormalizationKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("moments", new Moments());
    ops.put("weighted_moments", new Moments());
    ops.put("local_sum", LocalResponse.sum());
    ops.put("local_response_normalization", LocalResponse.normalization());
    ops.put("local_response_normalization_grad", LocalResponse.gradient());
    return ops;
  }
}
