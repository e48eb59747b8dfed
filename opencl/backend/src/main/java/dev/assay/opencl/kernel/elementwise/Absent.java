package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;

/**
 * An operation that has no kernel, and why.
 *
 * @param reason what is missing
 */
record Absent(String reason) implements DeviceOp {
  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return Capability.unsupported(reason);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    throw BackendException.unsupported(call.op().name() + ": " + reason);
  }
}
