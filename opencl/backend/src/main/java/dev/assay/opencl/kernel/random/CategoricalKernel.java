package dev.assay.opencl.kernel.random;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.array.Groups;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** {@code categorical} and its stateless twin: launches {@code categorical.cl}. */
record CategoricalKernel(Function<Call, Philox> stream) implements DeviceOp {
  private record Form(String name, DType logits, DType index) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return device.hasBinary64()
        ? ClTypes.here(call, device)
        : Capability.unsupported("which class is drawn is decided in float64, which it lacks");
  }

  @Override
  public List<Tensor> run(Call c, ClDevice device) {
    DeviceStorage logits = device.here(c.in(0));
    DeviceStorage y = device.allocate(c.output().dtype(), c.output().shape().elements());
    if (y.size() == 0) {
      return List.of(Tensor.of(c.output().shape(), y));
    }
    int rows = c.in(0).shape().dim(0);
    int classes = c.in(0).shape().dim(1);
    DeviceStorage sums = device.allocate(DType.FLOAT64, logits.size());
    device
        .launch(spec("categorical_sums", logits.dtype(), y.dtype()))
        .buffer(logits)
        .buffer(sums)
        .integers(rows, classes)
        .groups(Groups.flat())
        .over(rows);
    Streams.passed(
            device
                .launch(spec("categorical_draw", logits.dtype(), y.dtype()))
                .buffer(sums)
                .buffer(y)
                .integer(y.size()),
            stream.apply(c))
        .integers(classes, c.output().shape().dim(1))
        .groups(Groups.flat())
        .over(Groups.parts(y.size(), 2));
    return List.of(Tensor.of(c.output().shape(), y));
  }

  private static KernelSpec spec(String name, DType logits, DType index) {
    return SPECS.computeIfAbsent(
        new Form(name, logits, index),
        f ->
            KernelSpec.of(
                "categorical.cl",
                f.name(),
                Map.of("TYPE", ClTypes.name(f.logits()), "INDEX", ClTypes.name(f.index()))));
  }
}
