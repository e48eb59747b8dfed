package dev.assay.opencl.kernel.window;

import static dev.assay.opencl.kernel.linalg.RegisterBlocks.ceil;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.linalg.Products;

/**
 * How the windows of all images are divided where a filter's cotangent is summed: by the shapes
 * and, on processors, the width of the registers alone, so that the result does not depend on the
 * number of compute units.
 *
 * @param count slices
 * @param windows of each, the last may have fewer
 */
record FilterSlices(int count, int windows) {
  /** The fewest windows of a slice. */
  private static final int FEWEST = 256;

  /** Work-groups that are wanted, as far as the windows allow. */
  private static final int WANTED = 32;

  private static final int GROUP = 64;

  /** For so many windows of all images, every slice of which takes so many work-groups. */
  static FilterSlices of(int windows, int groups) {
    int most = Math.max(1, Math.min(ceil(windows, FEWEST), ceil(WANTED, Math.max(1, groups))));
    int each = Math.max(1, ceil(windows, most));
    return new FilterSlices(Math.max(1, ceil(windows, each)), each);
  }

  /** Room for the sums of every slice; of one, the result itself. */
  DeviceStorage parts(ClDevice device, DeviceStorage dw) {
    return count == 1 ? dw : device.allocate(dw.dtype(), Math.multiplyExact(count, dw.size()));
  }

  /** Adds the slices' sums. */
  void sum(ClDevice device, DeviceStorage parts, DeviceStorage dw) {
    if (count > 1) {
      device
          .launch(
              Products.kernel("conv_filter_sum.cl", "conv_filter_sum", dw.dtype(), device.info()))
          .buffer(parts)
          .buffer(dw)
          .integers(count, dw.size())
          .groups(GROUP)
          .over(dw.size());
    }
  }
}
