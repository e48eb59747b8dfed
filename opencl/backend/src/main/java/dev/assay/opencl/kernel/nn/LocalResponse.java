package dev.assay.opencl.kernel.nn;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/**
 * What runs over windows of the last axis: {@code local_sum.cl}, {@code local_response.cl}.
 *
 * @param kernel takes the arguments of the call, the result, its size, the channels, the radius
 * @param normalizes whether it takes bias, alpha and beta as well
 */
record LocalResponse(TypedKernel kernel, boolean normalizes) implements DeviceOp {
  static LocalResponse sum() {
    return new LocalResponse(new TypedKernel("local_sum.cl", "local_sum_plain"), false);
  }

  static LocalResponse normalization() {
    return new LocalResponse(new TypedKernel("local_response.cl", "local_response_plain"), true);
  }

  static LocalResponse gradient() {
    return new LocalResponse(
        new TypedKernel("local_response.cl", "local_response_grad_plain"), true);
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    DType dtype = call.output().dtype();
    DeviceStorage y = device.allocate(dtype, call.in(0).size());
    Launch launch = device.launch(kernel.of(dtype));
    call.inputs().forEach(t -> launch.buffer(device.here(t)));
    Attributes attrs = call.attrs();
    int channels = call.in(0).shape().dim(-1);
    int radius = (int) Math.min(attrs.integer("depth_radius"), channels);
    launch.buffer(y).integers(y.size(), channels, radius);
    if (normalizes) {
      launch
          .real(dtype, attrs.number("bias"))
          .real(dtype, attrs.number("alpha"))
          .real(dtype, attrs.number("beta"));
    }
    launch.groups(64).over(y.size());
    return List.of(Tensor.of(call.output().shape(), y));
  }
}
