package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
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

/** Running sums and products, and the linear recurrence: {@code scan.cl}. */
final class Scan implements DeviceOp {
  private final TypedKernel kernel;

  private Scan(TypedKernel kernel) {
    this.kernel = kernel;
  }

  static Scan sums() {
    return scan("0", "a + b");
  }

  static Scan products() {
    return scan("1", "a * b");
  }

  private static Scan scan(String start, String step) {
    return new Scan(
        new TypedKernel("scan.cl", "scan_plain", Map.of("START", start, "STEP(a, b)", step)));
  }

  static Scan recurrence() {
    return new Scan(new TypedKernel("recurrence.cl", "recurrence_plain"));
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Lines lines = Lines.along(call.in(0).shape(), call.attrs().int32("axis"));
    DeviceStorage y = device.allocate(call.output().dtype(), call.in(0).size());
    Launch launch = device.launch(kernel.of(y.dtype()));
    call.inputs().forEach(t -> launch.buffer(device.here(t)));
    launch.buffer(y).integers(lines.count(), lines.n(), lines.inner());
    if (call.attrs().has("exclusive")) {
      launch.integer(call.attrs().flag("exclusive") ? 1 : 0);
    }
    launch.integer(call.attrs().flag("reverse") ? 1 : 0);
    launch.groups(WorkGroups.size(lines.count())).over(lines.count());
    return List.of(Tensor.of(call.output().shape(), y));
  }
}
