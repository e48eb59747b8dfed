package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;

/**
 * {@code segment_sum}, {@code unsorted_segment_sum}: {@code segment_sum.cl}. Which rows belong to
 * which sum is worked out here, as the constraints have read the ids already; the rows of a sum are
 * added in their order.
 */
final class SegmentSum implements DeviceOp {
  private static final TypedKernel KERNEL = new TypedKernel("segment_sum.cl", "segment_sum_plain");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.output().shape();
    int segments = shape.dim(0);
    int inner = shape.without(0).elements();
    long[] ids = call.in(1).host().longs();
    int[] ends = new int[segments + 1]; // of the rows before each segment
    for (long id : ids) {
      if (id >= 0) {
        ends[(int) id + 1]++;
      }
    }
    for (int s = 0; s < segments; s++) {
      ends[s + 1] += ends[s];
    }
    long[] rows = new long[ids.length];
    int[] next = ends.clone();
    for (int row = 0; row < ids.length; row++) {
      if (ids[row] >= 0) {
        rows[next[(int) ids[row]]++] = row;
      }
    }
    DeviceStorage y = device.allocate(call.output().dtype(), segments * inner);
    device
        .launch(KERNEL.of(y.dtype()))
        .buffer(device.here(call.in(0)))
        .buffer(device.here(Tensor.ofLongs(DType.INT32, Shape.of(rows.length), rows)))
        .buffer(device.here(Tensor.of(ends)))
        .buffer(y)
        .integers(segments, inner)
        .groups(WorkGroups.size(inner), 1)
        .over(inner, segments);
    return List.of(Tensor.of(shape, y));
  }
}
