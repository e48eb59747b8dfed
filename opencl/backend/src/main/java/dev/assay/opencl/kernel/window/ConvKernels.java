package dev.assay.opencl.kernel.window;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.window.ConvForm;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.linalg.LocalTiles;
import dev.assay.opencl.kernel.linalg.RegisterBlocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Convolutions and their adjoints. */
public final class ConvKernels implements KernelFamily {
  private static final ConvVersion PLAIN = new ConvPlain();
  private static final ConvVersion PACKED = new ConvLayout(new ConvPacked());
  private static final ConvVersion DEPTHWISE = new ConvLayout(new ConvDepthwise());
  private static final ConvVersion TILED = new ConvLayout(new ConvTiled());

  /** Which version runs such a convolution on such a device. */
  private static ConvVersion version(ConvCall c, DType dtype, ClDevice device) {
    boolean isDepthwise = c.loops().groups() > 1 && c.loops().in() == 1;
    if (LocalTiles.suit(dtype, device)) {
      // of a tile of one channel little is used
      return isDepthwise && device.settings().variant() == Variant.AUTO ? PLAIN : TILED;
    }
    if (!RegisterBlocks.suit(dtype, device)) {
      return PLAIN;
    }
    return isDepthwise ? DEPTHWISE : ConvPacked.fits(c, dtype, device) ? PACKED : PLAIN;
  }

  /** Writes the result of a call. */
  private interface Body {
    void run(Call call, ClDevice device, DeviceStorage to);
  }

  /** An operation of one result. */
  private record ConvOp(Body body) implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call.output().dtype(), device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      Shape shape = call.output().shape();
      DeviceStorage to = device.allocate(call.output().dtype(), shape.elements());
      body.run(call, device, to);
      return List.of(Tensor.of(shape, to));
    }
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    for (ConvForm f : ConvForm.values()) {
      ops.put(f.op(), new ConvOp((call, device, y) -> forward(f, call, device, y)));
      if (f != ConvForm.ATROUS_CONV2D) {
        ops.put(
            f.op() + "_backprop_input",
            new ConvOp((call, device, dx) -> backpropInput(f, call, device, dx, 2)));
        ops.put(
            f.op() + "_backprop_filter",
            new ConvOp((call, device, dw) -> backpropFilter(f, call, device, dw)));
      }
      if (f != ConvForm.DEPTHWISE_CONV2D) {
        ops.put(
            f.op() + "_transpose",
            new ConvOp((call, device, dx) -> backpropInput(f, call, device, dx, 0)));
      }
    }
    ops.put("separable_conv2d", new ConvOp(ConvKernels::separable));
    return ops;
  }

  private static void forward(ConvForm f, Call call, ClDevice device, DeviceStorage y) {
    ConvCall c = ConvCall.of(f, call, call.in(0).shape(), call.in(1).shape());
    version(c, y.dtype(), device)
        .forward(device, c, device.here(call.in(0)), device.here(call.in(1)), y);
  }

  /** The cotangent of the convolution's result is argument {@code from}. */
  private static void backpropInput(
      ConvForm f, Call call, ClDevice device, DeviceStorage dx, int from) {
    ConvCall c = ConvCall.of(f, call, call.output().shape(), call.in(1).shape());
    version(c, dx.dtype(), device)
        .backpropInput(device, c, device.here(call.in(1)), device.here(call.in(from)), dx);
  }

  private static void backpropFilter(ConvForm f, Call call, ClDevice device, DeviceStorage dw) {
    ConvCall c = ConvCall.of(f, call, call.in(0).shape(), call.output().shape());
    version(c, dw.dtype(), device)
        .backpropFilter(device, c, device.here(call.in(0)), device.here(call.in(2)), dw);
  }

  /** A depthwise convolution, then one of one cell; what is between them is rounded. */
  private static void separable(Call call, ClDevice device, DeviceStorage y) {
    DType dtype = call.output().dtype();
    ConvCall first =
        ConvCall.of(ConvForm.DEPTHWISE_CONV2D, call, call.in(0).shape(), call.in(1).shape());
    DeviceStorage middle =
        device.allocate(dtype, first.batch() * first.outputs() * first.outputChannels());
    version(first, dtype, device)
        .forward(device, first, device.here(call.in(0)), device.here(call.in(1)), middle);
    ConvCall second = first.mixing(call.in(2).shape().dim(-1));
    version(second, dtype, device).forward(device, second, middle, device.here(call.in(2)), y);
  }
}
