package dev.assay.opencl.kernel.random;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.nn.Dropout;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.array.Copy;
import dev.assay.opencl.kernel.array.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code dropout}: launches {@code dropout.cl}. */
final class DropoutKernel implements DeviceOp {
  private static final int GROUP = 4;

  private record Form(String name, DType dtype) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call c, ClDevice device) {
    Shape shape = c.in(0).shape();
    Philox stream = Streams.seeded(c);
    DeviceStorage x = device.here(c.in(0));
    DeviceStorage y = device.allocate(x.dtype(), x.size());
    Shape noise = Dropout.noise(c.attrs(), shape);
    float rate = (float) Dropout.rate(c.attrs());
    double kept = Dropout.kept(c.attrs());
    DeviceStorage mask = device.allocate(DType.BOOL, noise.elements());
    long blocks = Streams.blocks(mask.size(), GROUP);
    if (noise.elements() == shape.elements()) {
      Launch launch = device.launch(spec("dropout_flat", x.dtype())).buffer(x).buffer(y);
      Streams.passed(launch.buffer(mask).integer(y.size()), stream).binary32(rate);
      Streams.number(launch, x.dtype(), kept).over(blocks);
      return List.of(Tensor.of(shape, y), Tensor.of(shape, mask));
    }
    Launch drawn = device.launch(spec("dropout_mask", x.dtype())).buffer(mask);
    Streams.passed(drawn.integer(mask.size()), stream).binary32(rate).over(blocks);
    View repeated = View.of(0, shape.dims(), Index.broadcastStrides(noise, shape));
    DeviceStorage all = Copy.gathered(device, mask, repeated, Copy.Value.BITS);
    Launch launch = device.launch(spec("dropout_apply", x.dtype()));
    launch.buffer(x).buffer(all).buffer(y).integer(y.size());
    Streams.number(launch, x.dtype(), kept).over(y.size());
    return List.of(Tensor.of(shape, y), Tensor.of(shape, all));
  }

  private static KernelSpec spec(String name, DType dtype) {
    return SPECS.computeIfAbsent(
        new Form(name, dtype),
        f -> KernelSpec.of("dropout.cl", f.name(), Map.of("TYPE", ClTypes.name(f.dtype()))));
  }
}
