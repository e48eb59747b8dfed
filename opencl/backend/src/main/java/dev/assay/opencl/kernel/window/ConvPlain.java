package dev.assay.opencl.kernel.window;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.linalg.Products;
import java.util.Map;

/** The kernels of {@code conv.cl}: the reference's loops, one element of the result each. */
final class ConvPlain implements ConvVersion {
  @Override
  public void forward(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage w, DeviceStorage y) {
    launch(device, "conv_forward_plain", c, x, w, y)
        .groups(Products.groups(c.outputChannels()))
        .over(c.outputChannels(), c.outputs(), c.batch());
  }

  @Override
  public void backpropInput(
      ClDevice device, ConvCall c, DeviceStorage w, DeviceStorage dy, DeviceStorage dx) {
    launch(device, "conv_backprop_input_plain", c, w, dy, dx)
        .groups(Products.groups(c.inputChannels()))
        .over(c.inputChannels(), c.inputs(), c.batch());
  }

  @Override
  public void backpropFilter(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage dy, DeviceStorage dw) {
    launch(device, "conv_backprop_filter_plain", c, x, dy, dw)
        .integer(c.batch())
        .groups(Products.groups(c.outputChannels()))
        .over(c.outputChannels(), c.loops().in(), c.cells());
  }

  private static Launch launch(
      ClDevice device,
      String name,
      ConvCall c,
      DeviceStorage from,
      DeviceStorage and,
      DeviceStorage to) {
    Launch launch =
        device.launch(
            Products.kernel(
                "conv.cl", name, to.dtype(), device.info(), Map.of("INDEX", c.index())));
    return c.addTo(launch).buffer(from).buffer(and).buffer(to);
  }
}
