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
import java.util.Map;

/**
 * {@code max_pool_with_argmax}, {@code max_pool_grad_with_argmax}, {@code
 * max_pool_grad_grad_with_argmax}: {@code max_pool_with_argmax.cl}.
 *
 * @param form which of the three
 */
record MaxPoolWithArgmax(Form form) implements DeviceOp {
  /** The pool, its derivative, and the adjoint of that. */
  enum Form {
    POOL,
    GRAD,
    GRAD_GRAD
  }

  private static final int GROUP = 64;

  /** Work-items that walk over all of argmax, for each compute unit. */
  private static final int WALKS = 4;

  /** A kernel for each type of argmax. */
  private record Places(TypedKernel int32, TypedKernel int64) {
    static Places of(String name) {
      return new Places(kernel(name, DType.INT32), kernel(name, DType.INT64));
    }

    private static TypedKernel kernel(String name, DType index) {
      return new TypedKernel("max_pool_with_argmax.cl", name, Map.of("INDEX", ClTypes.name(index)));
    }

    TypedKernel with(DType index) {
      return index == DType.INT32 ? int32 : int64;
    }
  }

  private static final Places POOL = Places.of("max_pool_with_argmax_plain");
  private static final Places ADDED = Places.of("max_pool_grad_with_argmax_plain");
  private static final Places TAKEN = Places.of("max_pool_grad_grad_with_argmax_plain");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    return switch (form) {
      case POOL -> pool(call, device);
      case GRAD -> added(call, device);
      case GRAD_GRAD -> taken(call, device);
    };
  }

  private static List<Tensor> pool(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DType index = call.outputs().get(1).dtype();
    DeviceStorage y = device.allocate(call.output().dtype(), shape.elements());
    DeviceStorage argmax = device.allocate(index, shape.elements());
    if (y.size() > 0) {
      PoolGeometry windows = PoolGeometry.of(call.attrs(), call.in(0).shape(), 2);
      Launch launch =
          device
              .launch(POOL.with(index).of(y.dtype()))
              .buffer(device.here(call.in(0)))
              .buffer(y)
              .buffer(argmax);
      windows.overOutputs(
          windows
              .arguments(launch)
              .integers(windows.channels(), windows.channelsFirst() ? 1 : 0, batch(call)),
          1);
    }
    return List.of(Tensor.of(shape, y), Tensor.of(shape, argmax));
  }

  private static List<Tensor> added(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DeviceStorage dy = device.here(call.in(1));
    DeviceStorage argmax = device.here(call.in(2));
    DeviceStorage dx = device.allocate(dy.dtype(), shape.elements());
    int walks = WALKS * device.info().computeUnits();
    int share = Math.max(1, (int) (((long) dx.size() + walks - 1) / walks));
    Launch launch =
        device
            .launch(ADDED.with(argmax.dtype()).of(dy.dtype()))
            .buffer(dy)
            .buffer(argmax)
            .buffer(dx)
            .integers(dy.size(), each(dy, shape), dx.size(), share);
    places(call, launch).groups(1).over(((long) dx.size() + share - 1) / share);
    return List.of(Tensor.of(shape, dx));
  }

  private static List<Tensor> taken(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    DeviceStorage ddx = device.here(call.in(1));
    DeviceStorage argmax = device.here(call.in(2));
    DeviceStorage ddy = device.allocate(ddx.dtype(), shape.elements());
    Launch launch =
        device
            .launch(TAKEN.with(argmax.dtype()).of(ddx.dtype()))
            .buffer(ddx)
            .buffer(argmax)
            .buffer(ddy)
            .integers(ddy.size(), each(ddy, call.in(0).shape()));
    places(call, launch).groups(GROUP).over(ddy.size());
    return List.of(Tensor.of(shape, ddy));
  }

  /** Results of one image. */
  private static int each(DeviceStorage outputs, Shape input) {
    return Math.max(1, outputs.size() / Math.max(1, input.dim(0)));
  }

  /** The arguments positions, channels, first, batch: how the first input is laid out. */
  private static Launch places(Call call, Launch launch) {
    Shape input = call.in(0).shape();
    boolean first = call.attrs().text("data_format").charAt(1) == 'C';
    int positions = first ? input.dim(2) * input.dim(3) : input.dim(1) * input.dim(2);
    int channels = input.dim(first ? 1 : 3);
    return launch.integers(positions, channels, first ? 1 : 0, batch(call));
  }

  private static int batch(Call call) {
    return call.attrs().flag("include_batch_in_index") ? 1 : 0;
  }
}
