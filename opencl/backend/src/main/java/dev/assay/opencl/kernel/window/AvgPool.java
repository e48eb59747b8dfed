package dev.assay.opencl.kernel.window;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/**
 * {@code avg_pool} and its adjoint {@code avg_pool_grad}: {@code avg_pool.cl}.
 *
 * @param axes how many axes the windows have
 * @param adjoint which of the two
 */
record AvgPool(int axes, boolean adjoint) implements DeviceOp {
  private static final TypedKernel POOL = new TypedKernel("avg_pool.cl", "avg_pool_plain");
  private static final TypedKernel GRAD = new TypedKernel("avg_pool.cl", "avg_pool_grad_plain");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DType dtype = call.output().dtype();
    DeviceStorage result = device.allocate(dtype, shape.elements());
    if (result.size() > 0) {
      Shape input = adjoint ? shape : call.in(0).shape();
      PoolGeometry windows = PoolGeometry.of(call.attrs(), input, axes);
      if (adjoint) {
        DeviceStorage dy = device.here(call.in(1)); // the first argument is the result's shape
        windows.overInputs(
            windows.arguments(device.launch(GRAD.of(dtype)).buffer(dy).buffer(result)));
      } else {
        DeviceStorage x = device.here(call.in(0));
        windows.overOutputs(
            windows.arguments(device.launch(POOL.of(dtype)).buffer(x).buffer(result)));
      }
    }
    return List.of(Tensor.of(shape, result));
  }
}
