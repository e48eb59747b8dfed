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
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/**
 * {@code max_pool}, {@code max_pool_grad}, {@code max_pool_grad_grad}: {@code max_pool.cl}.
 *
 * @param axes how many axes the windows have
 * @param form which of the three
 */
record MaxPool(int axes, Form form) implements DeviceOp {
  /** The pool, its derivative, and the adjoint of that. */
  enum Form {
    POOL,
    GRAD,
    GRAD_GRAD
  }

  private static final String FILE = "max_pool.cl";
  private static final LaneKernel POOL = new LaneKernel(FILE, "max_pool");
  private static final LaneKernel WINNERS = new LaneKernel(FILE, "max_pool_winners");
  private static final LaneKernel GRAD = new LaneKernel(FILE, "max_pool_grad");
  private static final TypedKernel GRAD_GRAD = new TypedKernel(FILE, "max_pool_grad_grad_plain");

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
      run(call, device, result);
    }
    return List.of(Tensor.of(shape, result));
  }

  private void run(Call call, ClDevice device, DeviceStorage result) {
    PoolGeometry windows = PoolGeometry.of(call.attrs(), call.in(0).shape(), axes);
    int lanes = LaneKernel.lanes(device, windows.inner());
    DeviceStorage x = device.here(call.in(0));
    DType dtype = x.dtype();
    switch (form) {
      case POOL -> {
        Launch pool = device.launch(POOL.of(dtype, lanes)).buffer(x).buffer(result);
        windows.overOutputs(windows.arguments(pool), lanes);
      }
      case GRAD -> {
        DeviceStorage dy = device.here(call.in(2));
        DeviceStorage winners = device.allocate(DType.INT32, dy.size());
        Launch take = device.launch(WINNERS.of(dtype, lanes)).buffer(x).buffer(winners);
        windows.overOutputs(windows.arguments(take), lanes);
        Launch add = device.launch(GRAD.of(dtype, lanes)).buffer(dy).buffer(winners).buffer(result);
        windows.overInputs(windows.arguments(add), lanes);
      }
      case GRAD_GRAD -> {
        DeviceStorage ddx = device.here(call.in(2));
        Launch take = device.launch(GRAD_GRAD.of(dtype)).buffer(x).buffer(ddx).buffer(result);
        windows.overOutputs(windows.arguments(take), 1);
      }
    }
  }
}
