package dev.assay.opencl.kernel.window;

import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pools over one to three axes, and patches. */
public final class PoolKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    for (int n = 1; n <= 3; n++) {
      String axes = List.of("1d", "", "3d").get(n - 1);
      ops.put("max_pool" + axes, new MaxPool(n, MaxPool.Form.POOL));
      ops.put("max_pool" + axes + "_grad", new MaxPool(n, MaxPool.Form.GRAD));
      ops.put("max_pool" + axes + "_grad_grad", new MaxPool(n, MaxPool.Form.GRAD_GRAD));
      ops.put("avg_pool" + axes, new AvgPool(n, false));
      ops.put("avg_pool" + axes + "_grad", new AvgPool(n, true));
    }
    ops.put("max_pool_with_argmax", new MaxPoolWithArgmax(MaxPoolWithArgmax.Form.POOL));
    ops.put("max_pool_grad_with_argmax", new MaxPoolWithArgmax(MaxPoolWithArgmax.Form.GRAD));
    ops.put(
        "max_pool_grad_grad_with_argmax", new MaxPoolWithArgmax(MaxPoolWithArgmax.Form.GRAD_GRAD));
    ops.put("global_average_pool", new GlobalPool("reduce_mean"));
    ops.put("global_max_pool", new GlobalPool("reduce_max"));
    ops.put("extract_patches", new ExtractPatches(false));
    ops.put("extract_patches_grad", new ExtractPatches(true));
    return ops;
  }
}
