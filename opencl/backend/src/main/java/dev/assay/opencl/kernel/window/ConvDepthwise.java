package dev.assay.opencl.kernel.window;

import static dev.assay.opencl.kernel.linalg.RegisterBlocks.ceil;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.kernel.linalg.Products;
import dev.assay.opencl.kernel.linalg.RegisterBlocks;
import java.util.Map;

/** The kernels of {@code depthwise.cl}: groups of one channel, on processors. */
final class ConvDepthwise implements ConvVersion {
  /** Work-items of a work-group, each of which has little to do. */
  private static final int GROUP = 16;

  @Override
  public void forward(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage w, DeviceStorage y) {
    int windows = c.batch() * c.outputs();
    launch(device, "depthwise_forward", y.dtype(), c)
        .buffer(x)
        .buffer(w)
        .buffer(y)
        .integer(windows)
        .groups(1, GROUP)
        .over(vectors(device, y, c.outputChannels()), windows);
  }

  @Override
  public void backpropInput(
      ClDevice device, ConvCall c, DeviceStorage w, DeviceStorage dy, DeviceStorage dx) {
    int positions = c.batch() * c.inputs();
    launch(device, "depthwise_backprop_input", dx.dtype(), c)
        .buffer(w)
        .buffer(dy)
        .buffer(dx)
        .integer(positions)
        .groups(1, GROUP)
        .over(vectors(device, dx, c.inputChannels()), positions);
  }

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public void backpropFilter(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage dy, DeviceStorage dw) {
    int windows = c.batch() * c.outputs();
    int vectors = vectors(device, dw, c.outputChannels());
    FilterSlices slices = FilterSlices.of(windows, vectors * c.cells());
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage parts = slices.parts(device, dw);
      launch(device, "depthwise_backprop_filter", dw.dtype(), c)
          .buffer(x)
          .buffer(dy)
          .buffer(parts)
          .integers(windows, slices.windows())
          .groups(1, 1, 1)
          .over(vectors, c.cells(), slices.count());
      slices.sum(device, parts, dw);
    }
  }

  private static int vectors(ClDevice device, DeviceStorage of, int channels) {
    return ceil(channels, RegisterBlocks.of(of.dtype(), device.info()).lanes());
  }

  private static Launch launch(ClDevice device, String name, DType dtype, ConvCall c) {
    int lanes = RegisterBlocks.of(dtype, device.info()).lanes();
    Map<String, String> macros = Map.of("LANES", Integer.toString(lanes), "INDEX", c.index());
    return c.addTo(
        device.launch(Products.kernel("depthwise.cl", name, dtype, device.info(), macros)));
  }
}
