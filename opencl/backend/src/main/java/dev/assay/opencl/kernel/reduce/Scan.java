package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Running sums and products, and the linear recurrence: {@code scan.cl}. */
final class Scan implements DeviceOp {
  private final String kernel;
  private final String start;
  private final String step;
  private final Map<DType, KernelSpec> specs = new ConcurrentHashMap<>();

  private Scan(String kernel, String start, String step) {
    this.kernel = kernel;
    this.start = start;
    this.step = step;
  }

  static Scan sums() {
    return new Scan("scan_plain", "0", "a + b");
  }

  static Scan products() {
    return new Scan("scan_plain", "1", "a * b");
  }

  static Scan recurrence() {
    return new Scan("recurrence_plain", "0", "a + b");
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Lines lines = Lines.along(call.in(0).shape(), call.attrs().int32("axis"));
    DeviceStorage y = device.allocate(call.output().dtype(), call.in(0).size());
    Launch launch = device.launch(specs.computeIfAbsent(y.dtype(), this::spec));
    call.inputs().forEach(t -> launch.buffer(device.here(t)));
    launch.buffer(y).integers(lines.count(), lines.n(), lines.inner());
    if (call.attrs().has("exclusive")) {
      launch.integer(call.attrs().flag("exclusive") ? 1 : 0);
    }
    launch.integer(call.attrs().flag("reverse") ? 1 : 0).over(lines.count());
    return List.of(Tensor.of(call.output().shape(), y));
  }

  /** Integers are summed unsigned: of signed numbers that overflow C knows no sum. */
  private KernelSpec spec(DType dtype) {
    String type = ClTypes.name(dtype);
    return KernelSpec.of(
        "scan.cl",
        kernel,
        Map.of(
            "T",
            type,
            "ACC",
            dtype.isFloating() ? type : "ulong",
            "START",
            start,
            "STEP(a, b)",
            step));
  }
}
