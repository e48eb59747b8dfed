package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code argmax}, {@code argmin}: {@code argmax.cl}. */
final class ArgMax implements DeviceOp {
  private record Key(DType in, DType out) {}

  private final String better;
  private final Map<Key, KernelSpec> specs = new ConcurrentHashMap<>();

  private ArgMax(String better) {
    this.better = better;
  }

  static ArgMax greatest() {
    return new ArgMax("a > b");
  }

  static ArgMax least() {
    return new ArgMax("a < b");
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Lines lines = Lines.along(call.in(0).shape(), call.attrs().int32("axis"));
    DeviceStorage x = device.here(call.in(0));
    DeviceStorage y = device.allocate(call.output().dtype(), lines.count());
    device
        .launch(specs.computeIfAbsent(new Key(x.dtype(), y.dtype()), this::spec))
        .buffer(x)
        .buffer(y)
        .integers(lines.count(), lines.n(), lines.inner())
        .groups(WorkGroups.size(lines.count()))
        .over(lines.count());
    return List.of(Tensor.of(call.output().shape(), y));
  }

  private KernelSpec spec(Key key) {
    return KernelSpec.of(
        "argmax.cl",
        "argmax_plain",
        Map.of(
            "T",
            ClTypes.name(key.in),
            "OUT",
            ClTypes.name(key.out),
            "BETTER(a, b)",
            key.in.isFloating() ? better + " || (isnan(b) && !isnan(a))" : better));
  }
}
