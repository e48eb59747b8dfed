package dev.assay.opencl.kernel.window;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;

/**
 * {@code avg_pool} and its adjoint {@code avg_pool_grad}: {@code avg_pool.cl}.
 *
 * @param axes how many axes the windows have
 * @param adjoint which of the two
 */
record AvgPool(int axes, boolean adjoint) implements DeviceOp {
  private static final LaneKernel POOL = new LaneKernel("avg_pool.cl", "avg_pool");
  private static final LaneKernel GRAD = new LaneKernel("avg_pool.cl", "avg_pool_grad");

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
      int lanes = LaneKernel.lanes(device, windows.inner());
      if (adjoint) {
        DeviceStorage dy = device.here(call.in(1)); // the first argument is the result's shape
        Launch grad = device.launch(GRAD.of(dtype, lanes)).buffer(dy).buffer(result);
        windows.overInputs(windows.arguments(grad), lanes);
      } else {
        DeviceStorage x = device.here(call.in(0));
        Launch pool = device.launch(POOL.of(dtype, lanes)).buffer(x).buffer(result);
        windows.overOutputs(windows.arguments(pool), lanes);
      }
    }
    return List.of(Tensor.of(shape, result));
  }
}
