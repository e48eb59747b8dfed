package dev.assay.opencl.kernel.array;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;

/** An operation on elements of types that are on the device, whatever they are. */
interface Movement extends DeviceOp {
  @Override
  default Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  /** Which view of the first argument the result is. */
  interface Arrangement {
    View of(Call call);
  }

  /** A movement whose result is a view of the first argument. */
  static Movement of(Arrangement arrangement) {
    return (call, device) -> result(call, device, arrangement.of(call), Copy.Value.BITS);
  }

  /** The adjoint of a copy whose result is a view of the first argument. */
  static Movement adjoint(Arrangement arrangement) {
    return (call, device) -> result(call, device, arrangement.of(call), Copy.Value.SUM);
  }

  private static List<Tensor> result(Call c, ClDevice device, View view, Copy.Value value) {
    return List.of(
        Tensor.of(c.output().shape(), Copy.gathered(device, device.here(c.in(0)), view, value)));
  }
}
