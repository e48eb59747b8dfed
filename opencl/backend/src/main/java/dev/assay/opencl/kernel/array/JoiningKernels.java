package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operations that put tensors side by side or take them apart: a copy for each part. */
final class JoiningKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    return Map.of(
        "concat", (Movement) JoiningKernels::concat,
        "stack", (Movement) JoiningKernels::stack,
        "split", (Movement) JoiningKernels::split,
        "unstack", (Movement) JoiningKernels::unstack,
        "meshgrid", (Movement) JoiningKernels::meshgrid);
  }

  private static List<Tensor> concat(Call c, ClDevice device) {
    int axis = Index.axis(c.attrs().int32("axis"), c.in(0).rank());
    List<View> parts = new ArrayList<>();
    c.inputs().forEach(t -> parts.add(View.of(t.shape())));
    return joined(c, device, axis, parts);
  }

  private static List<Tensor> stack(Call c, ClDevice device) {
    Shape one = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), one.rank() + 1);
    Shape layer = one.slice(0, axis).concat(Shape.of(1)).concat(one.slice(axis, one.rank()));
    List<View> parts = new ArrayList<>();
    c.inputs().forEach(t -> parts.add(View.of(layer)));
    return joined(c, device, axis, parts);
  }

  private static List<Tensor> joined(Call c, ClDevice device, int axis, List<View> parts) {
    Shape shape = c.output().shape();
    DeviceStorage y = device.allocate(c.output().dtype(), shape.elements());
    int start = 0;
    for (int k = 0; k < parts.size(); k++) {
      int size = parts.get(k).axes().get(axis).size();
      View place = View.of(shape).narrowed(axis, start, 1, size);
      Copy.run(device, device.here(c.in(k)), parts.get(k), y, place, Copy.Value.BITS);
      start += size;
    }
    return List.of(Tensor.of(shape, y));
  }

  private static List<Tensor> split(Call c, ClDevice device) {
    int axis = Index.axis(c.attrs().int32("axis"), c.in(0).rank());
    return parts(c, device, axis, c.outputs().stream().map(t -> t.shape().dim(axis)).toList());
  }

  private static List<Tensor> unstack(Call c, ClDevice device) {
    int axis = Index.axis(c.attrs().int32("axis"), c.in(0).rank());
    return parts(c, device, axis, c.outputs().stream().map(t -> 1).toList());
  }

  private static List<Tensor> parts(Call c, ClDevice device, int axis, List<Integer> sizes) {
    DeviceStorage x = device.here(c.in(0));
    List<Tensor> out = new ArrayList<>();
    int start = 0;
    for (int k = 0; k < sizes.size(); k++) {
      View part = View.of(c.in(0).shape()).narrowed(axis, start, 1, sizes.get(k));
      out.add(
          Tensor.of(c.outputs().get(k).shape(), Copy.gathered(device, x, part, Copy.Value.BITS)));
      start += sizes.get(k);
    }
    return out;
  }

  private static List<Tensor> meshgrid(Call c, ClDevice device) {
    List<Tensor> out = new ArrayList<>();
    boolean swap = c.attrs().text("indexing").equals("xy") && c.count() > 1;
    for (int k = 0; k < c.count(); k++) {
      TensorType type = c.outputs().get(k);
      int[] strides = new int[c.count()];
      strides[swap && k < 2 ? 1 - k : k] = 1;
      View grid = View.of(0, type.shape().dims(), strides);
      out.add(
          Tensor.of(
              type.shape(), Copy.gathered(device, device.here(c.in(k)), grid, Copy.Value.BITS)));
    }
    return out;
  }
}
