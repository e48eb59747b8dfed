package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.ClTypes;
import java.util.List;

/** Calls whose result is one fold along axes of their first argument. */
final class Reductions {
  private static final Capability SUPPORTED = Capability.supported();
  private static final Capability RAGGED =
      Capability.unsupported("kept and reduced axes alternate more than six times");

  private Reductions() {}

  static Capability fits(Shape shape, int... axes) {
    return Cells.of(shape, axes).isPresent() ? SUPPORTED : RAGGED;
  }

  static Capability capability(Call call, DeviceInfo device, int... axes) {
    Capability types = ClTypes.here(call, device);
    return types.isSupported() ? fits(call.in(0).shape(), axes) : types;
  }

  static List<Tensor> run(Call call, ClDevice device, Fold fold, int... axes) {
    Cells cells = Cells.of(call.in(0).shape(), axes).orElseThrow();
    Fold.Arguments x = Fold.Arguments.of(device.here(call.in(0)));
    return List.of(
        Tensor.of(call.output().shape(), fold.run(device, cells, call.output().dtype(), x)));
  }
}
