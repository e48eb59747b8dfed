package dev.assay.opencl.kernel.window;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;

/**
 * One version of a convolution and its adjoints: of an input {@code x}, a filter {@code w}, a
 * result {@code y} and their cotangents. The last argument is written, the others are read.
 */
interface ConvVersion {
  /** {@code y[o,q] = Σ x[i,c]·w[k,c,q]}. */
  void forward(ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage w, DeviceStorage y);

  /** {@code dx[i,c] = Σ w[k,c,q]·dy[o,q]}. */
  void backpropInput(
      ClDevice device, ConvCall c, DeviceStorage w, DeviceStorage dy, DeviceStorage dx);

  /** {@code dw[k,c,q] = Σ x[i,c]·dy[o,q]}. */
  void backpropFilter(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage dy, DeviceStorage dw);
}
