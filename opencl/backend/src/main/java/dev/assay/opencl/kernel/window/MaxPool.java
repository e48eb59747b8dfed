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
  private static final TypedKernel TAKEN = new TypedKernel(FILE, "max_pool_plain");
  private static final TypedKernel WINNERS = new TypedKernel(FILE, "max_pool_winners");
  private static final TypedKernel ADDED = new TypedKernel(FILE, "max_pool_grad_plain");

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
      PoolGeometry windows = PoolGeometry.of(call.attrs(), call.in(0).shape(), axes);
      DeviceStorage x = device.here(call.in(0));
      if (form == Form.GRAD) {
        added(call, device, windows, x, result);
      } else {
        DeviceStorage from = form == Form.POOL ? x : device.here(call.in(2));
        windows.overOutputs(
            windows.arguments(
                device.launch(TAKEN.of(dtype)).buffer(x).buffer(from).buffer(result)));
      }
    }
    return List.of(Tensor.of(shape, result));
  }

  private static void added(
      Call call, ClDevice device, PoolGeometry windows, DeviceStorage x, DeviceStorage dx) {
    DeviceStorage winners = device.allocate(DType.INT32, call.in(2).size());
    windows.overOutputs(
        windows.arguments(device.launch(WINNERS.of(x.dtype())).buffer(x).buffer(winners)));
    windows.overInputs(
        windows.arguments(
            device
                .launch(ADDED.of(x.dtype()))
                .buffer(device.here(call.in(2)))
                .buffer(winners)
                .buffer(dx)));
  }
}
