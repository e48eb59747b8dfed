package dev.assay.opencl.kernel.array;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.elementwise.Pointwise;
import java.util.List;

/**
 * {@code where}: with three arguments a choice, element by element, with one the indices at which
 * it holds.
 */
final class Choice implements DeviceOp {
  private static final Pointwise OF_ELEMENTS = Pointwise.named("where");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return isOfElements(call) ? OF_ELEMENTS.capability(call, device) : ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    return isOfElements(call) ? OF_ELEMENTS.run(call, device) : Compaction.indices(call, device);
  }

  @Override
  public List<Tensor> runLazily(Call call, ClDevice device) {
    return isOfElements(call) ? OF_ELEMENTS.runLazily(call, device) : run(call, device);
  }

  private static boolean isOfElements(Call call) {
    return call.count() == 3;
  }
}
