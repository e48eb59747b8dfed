package dev.assay.opencl.kernel.window;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.kernel.linalg.Products;

/**
 * A version for channels last, made one for both data formats: images are swapped before and after.
 */
record ConvLayout(ConvVersion version) implements ConvVersion {
  private static final int GROUP = 64;

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public void forward(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage w, DeviceStorage y) {
    if (!c.channelsFirst()) {
      version.forward(device, c, x, w, y);
      return;
    }
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage last = device.allocate(y.dtype(), y.size());
      DeviceStorage input = swapped(device, x, c.batch(), c.inputChannels(), c.inputs());
      version.forward(device, c.channelsLast(), input, w, last);
      swap(device, last, y, c.batch(), c.outputs(), c.outputChannels());
    }
  }

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public void backpropInput(
      ClDevice device, ConvCall c, DeviceStorage w, DeviceStorage dy, DeviceStorage dx) {
    if (!c.channelsFirst()) {
      version.backpropInput(device, c, w, dy, dx);
      return;
    }
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage last = device.allocate(dx.dtype(), dx.size());
      DeviceStorage cotangent = swapped(device, dy, c.batch(), c.outputChannels(), c.outputs());
      version.backpropInput(device, c.channelsLast(), w, cotangent, last);
      swap(device, last, dx, c.batch(), c.inputs(), c.inputChannels());
    }
  }

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public void backpropFilter(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage dy, DeviceStorage dw) {
    if (!c.channelsFirst()) {
      version.backpropFilter(device, c, x, dy, dw);
      return;
    }
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage input = swapped(device, x, c.batch(), c.inputChannels(), c.inputs());
      DeviceStorage cotangent = swapped(device, dy, c.batch(), c.outputChannels(), c.outputs());
      version.backpropFilter(device, c.channelsLast(), input, cotangent, dw);
    }
  }

  private static DeviceStorage swapped(
      ClDevice device, DeviceStorage x, int batch, int rows, int columns) {
    DeviceStorage y = device.allocate(x.dtype(), x.size());
    swap(device, x, y, batch, rows, columns);
    return y;
  }

  /** {@code to[n,j,i] = from[n,i,j]}. */
  private static void swap(
      ClDevice device, DeviceStorage from, DeviceStorage to, int batch, int rows, int columns) {
    device
        .launch(Products.kernel("conv_layout.cl", "conv_swap", to.dtype(), device.info()))
        .buffer(from)
        .buffer(to)
        .integers(rows, columns)
        .groups(GROUP, 1, 1)
        .over(rows, columns, batch);
  }
}
