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
import dev.assay.opencl.kernel.array.Groups;
import dev.assay.opencl.kernel.array.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code dropout}: launches {@code dropout.cl}. */
final class DropoutKernel implements DeviceOp {
  private static final int GROUP = 4;

  private record Form(String name, DType dtype, int lanes) {}

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
    DeviceStorage drawn = device.allocate(DType.BOOL, noise.elements());
    int lanes = Streams.lanes(device);
    Launch draw = device.launch(spec("dropout_mask", x.dtype(), lanes)).buffer(drawn);
    Streams.passed(draw.integer(drawn.size()), stream).binary32(rate);
    Streams.over(draw, drawn.size(), GROUP, lanes);
    View repeated = View.of(0, shape.dims(), Index.broadcastStrides(noise, shape));
    DeviceStorage mask = Copy.gathered(device, drawn, repeated, Copy.Value.BITS);
    boolean packed = Groups.packed(device);
    int block = packed ? Groups.slices(1) : 1;
    Launch launch = device.launch(spec("dropout_apply", x.dtype(), lanes));
    launch.buffer(x).buffer(mask).buffer(y).integer(y.size());
    Streams.number(launch, x.dtype(), kept).integer(block);
    launch.groups(packed ? new long[] {1} : Groups.flat()).over(Groups.parts(y.size(), block));
    return List.of(Tensor.of(shape, y), Tensor.of(shape, mask));
  }

  private static KernelSpec spec(String name, DType dtype, int lanes) {
    return SPECS.computeIfAbsent(
        new Form(name, dtype, lanes),
        f ->
            KernelSpec.of(
                "dropout.cl",
                f.name(),
                Map.of("TYPE", ClTypes.name(f.dtype()), "LANES", Integer.toString(f.lanes()))));
  }
}
