package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/** {@code linear_recurrence}: {@code recurrence.cl}. */
final class Recurrence implements DeviceOp {
  private static final TypedKernel KERNEL = new TypedKernel("recurrence.cl", "recurrence_plain");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Lines lines = Lines.along(call.in(0).shape(), call.attrs().int32("axis"));
    DeviceStorage y = device.allocate(call.output().dtype(), call.in(0).size());
    device
        .launch(KERNEL.of(y.dtype()))
        .buffer(device.here(call.in(0)))
        .buffer(device.here(call.in(1)))
        .buffer(y)
        .integers(lines.count(), lines.n(), lines.inner(), call.attrs().flag("reverse") ? 1 : 0)
        .groups(WorkGroups.size(lines.count()))
        .over(lines.count());
    return List.of(Tensor.of(call.output().shape(), y));
  }
}
