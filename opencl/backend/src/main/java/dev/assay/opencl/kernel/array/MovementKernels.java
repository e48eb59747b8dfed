package dev.assay.opencl.kernel.array;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operations that give their first argument's elements another shape, or none: nothing moves. */
public final class MovementKernels implements KernelFamily {
  private static final List<String> NAMES =
      List.of("identity", "stop_gradient", "reshape", "reshape_like", "expand_dims", "squeeze");

  /** The same elements in the shape of the result. */
  private static final class Rename implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      return List.of(Tensor.of(call.output().shape(), device.here(call.in(0))));
    }
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    NAMES.forEach(name -> ops.put(name, new Rename()));
    return ops;
  }
}
