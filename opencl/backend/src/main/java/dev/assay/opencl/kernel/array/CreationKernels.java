package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.List;
import java.util.Map;

/** Operations that make tensors from numbers, shapes and types. */
final class CreationKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    return Map.of(
        "zeros", of(0),
        "zeros_like", of(0),
        "ones", of(1),
        "ones_like", of(1));
  }

  private static Movement of(double value) {
    return (c, device) -> filled(c, device, value);
  }

  private static List<Tensor> filled(Call c, ClDevice device, double value) {
    long bits = Filling.bits(c.output().dtype(), value);
    int size = c.output().shape().elements();
    return List.of(
        Tensor.of(c.output().shape(), Filling.filled(device, c.output().dtype(), size, bits)));
  }
}
