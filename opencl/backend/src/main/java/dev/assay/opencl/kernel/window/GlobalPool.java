package dev.assay.opencl.kernel.window;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.Kernels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pool whose window is the whole image: a reduction along its spatial axes.
 *
 * @param reduction {@code reduce_mean} or {@code reduce_max}
 */
record GlobalPool(String reduction) implements DeviceOp {
  private DeviceOp op() {
    return Kernels.find(reduction).orElseThrow();
  }

  private Call reduced(Call call) {
    int rank = call.in(0).rank();
    int first = call.attrs().text("data_format").charAt(1) == 'C' ? 2 : 1;
    return Call.of(
        OpRegistry.get(reduction),
        call.inputs(),
        Attributes.of("axis", IntStream.range(first, first + rank - 2).toArray())
            .and("keepdims", call.attrs().flag("keepdims")));
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return op().capability(reduced(call), device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    return op().run(reduced(call), device);
  }
}
