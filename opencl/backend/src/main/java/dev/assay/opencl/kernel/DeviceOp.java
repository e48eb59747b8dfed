package dev.assay.opencl.kernel;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import java.util.List;

/** One operation on OpenCL devices. */
public interface DeviceOp {
  /**
   * Whether such a call runs on such a device: by types, ranks and attributes. Called for every
   * call, so it must cost little.
   */
  Capability capability(Call call, DeviceInfo device);

  /**
   * The results of a supported call, of the types that {@link Call#outputs} states, as tensors on
   * the device; shapes and sizes, which the host knows, stay there. The kernels are launched and
   * have perhaps not run yet.
   */
  List<Tensor> run(Call call, ClDevice device);

  /**
   * As {@link #run}, for a call whose only result is read by exactly one later call: what is not
   * computed yet is a {@link dev.assay.opencl.device.LazyStorage}.
   */
  default List<Tensor> runLazily(Call call, ClDevice device) {
    return run(call, device);
  }
}
