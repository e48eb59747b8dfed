package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/** Products of vectors in three dimensions: launches {@code cross.cl}. */
final class Cross implements DeviceOp {
  private static final int GROUP = 64;

  private final TypedKernel kernel = new TypedKernel("cross.cl", "cross_plain");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    DType dtype = call.output().dtype();
    DeviceStorage c = device.allocate(dtype, call.output().shape().elements());
    device
        .launch(kernel.of(dtype))
        .buffer(device.here(call.in(0)))
        .buffer(device.here(call.in(1)))
        .buffer(c)
        .integer(c.size())
        .groups(GROUP)
        .over(c.size());
    return List.of(Tensor.of(call.output().shape(), c));
  }
}
