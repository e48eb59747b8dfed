package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations that pick elements by position or condition, and their adjoints, which add. */
final class IndexingKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("where", new Choice());
    ops.put("boolean_mask", (Movement) Compaction::masked);
    ops.put("gather", picking(c -> Rows.alongAxis(c, c.in(0).shape(), c.in(1))));
    ops.put("gather_nd", picking(c -> Rows.positions(c, c.in(0).shape(), c.in(1))));
    ops.put("embedding_lookup", picking(c -> Rows.first(c.in(0).shape(), c.in(1))));
    ops.put("gather_grad", adding(0, c -> Rows.alongAxis(c, c.in(2).shape(), c.in(1))));
    ops.put("gather_nd_grad", adding(0, c -> Rows.positions(c, c.in(2).shape(), c.in(1))));
    ops.put("scatter_nd", adding(1, c -> Rows.positions(c, c.output().shape(), c.in(0))));
    ops.put("tensor_scatter_add", (Movement) IndexingKernels::addedTo);
    return ops;
  }

  /** Reads a call's indices. */
  private interface Reading {
    Rows of(Call call);
  }

  private static Movement picking(Reading reading) {
    return (c, device) ->
        List.of(
            Tensor.of(
                c.output().shape(), Gathering.picked(device, device.here(c.in(0)), reading.of(c))));
  }

  private static Movement adding(int updates, Reading reading) {
    return (c, device) -> added(c, device, updates, reading.of(c), Optional.empty());
  }

  private static List<Tensor> addedTo(Call c, ClDevice device) {
    Rows rows = Rows.positions(c, c.in(0).shape(), c.in(1));
    return added(c, device, 2, rows, Optional.of(c.in(0)));
  }

  private static List<Tensor> added(
      Call c, ClDevice device, int updates, Rows rows, Optional<Tensor> base) {
    return List.of(
        Tensor.of(
            c.output().shape(),
            Scattering.added(device, device.here(c.in(updates)), rows, base.map(device::here))));
  }
}
