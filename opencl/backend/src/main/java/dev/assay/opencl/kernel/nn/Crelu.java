package dev.assay.opencl.kernel.nn;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/** The positive parts of x and of −x along an axis: launches {@code crelu.cl}. */
final class Crelu implements DeviceOp {
  private static final int GROUP = 64;

  private final TypedKernel kernel = new TypedKernel("crelu.cl", "crelu_plain");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.in(0).shape();
    DType dtype = call.output().dtype();
    DeviceStorage y = device.allocate(dtype, call.output().shape().elements());
    int axis = Index.axis(call.attrs().int32("axis"), shape.rank());
    device
        .launch(kernel.of(dtype))
        .buffer(device.here(call.in(0)))
        .buffer(y)
        .integers(Index.product(shape, axis, shape.rank()), call.in(0).size())
        .groups(GROUP)
        .over(call.in(0).size());
    return List.of(Tensor.of(call.output().shape(), y));
  }
}
