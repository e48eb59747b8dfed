package dev.assay.opencl.kernel.nn;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.elementwise.Pointwise;
import dev.assay.opencl.kernel.elementwise.Term;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.reduce.Cells;
import dev.assay.opencl.kernel.reduce.Fold;
import dev.assay.opencl.kernel.reduce.Reductions;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements by the length of what they belong to: {@code l2_normalize}, {@code clip_by_norm}.
 *
 * @param axis the attribute that names the axes; absent: all of them
 * @param squares what of each cell is needed: from the sum of its squares
 * @param formula the result
 */
record Clipping(String axis, Fold squares, Formula formula) implements DeviceOp {
  /** The result of an element and what its cell gave. */
  @FunctionalInterface
  interface Formula {
    Applied of(Term x, Term cell, Attributes attrs);
  }

  static Clipping l2Normalize() {
    return new Clipping(
        "axis",
        LossKernels.SQUARES,
        (x, sum, attrs) ->
            Formulas.divide(x, Formulas.sqrt(Formulas.maximum(sum, attrs.number("epsilon")))));
  }

  static Clipping byNorm() {
    return new Clipping(
        "axes",
        LossKernels.LENGTH,
        (x, norm, attrs) -> Formulas.clipped(x, norm, attrs.number("clip_norm")));
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Capability types = ClTypes.here(call, device);
    if (!types.isSupported()) {
      return types;
    }
    return call.in(0).rank() > Pointwise.MAX_RANK
        ? Capability.unsupported("more than " + Pointwise.MAX_RANK + " dimensions")
        : Reductions.fits(call.in(0).shape(), Moments.axes(call, axis));
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape shape = call.in(0).shape();
    int[] axes = Moments.axes(call, axis);
    DeviceStorage x = device.here(call.in(0));
    Cells cells = Cells.of(shape, axes).orElseThrow();
    DeviceStorage perCell = squares.run(device, cells, x.dtype(), Fold.Arguments.of(x));
    Applied y =
        formula.of(
            new Elements(x, shape), new Elements(perCell, Axes.kept(shape, axes)), call.attrs());
    return List.of(Tensor.of(shape, Pointwise.elements(y, shape, device)));
  }

  /**
   * {@code clip_by_global_norm}: several tensors by their common length, which is the last result.
   */
  static final class ByGlobalNorm implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call, device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      DeviceStorage norm = LossKernels.globalNorm(call, device);
      double most = call.attrs().number("clip_norm");
      List<Tensor> outputs = new ArrayList<>();
      for (Tensor t : call.inputs()) {
        // as a vector: its rank does not matter
        Shape all = Shape.of(t.size());
        Term length = new Elements(norm, Shape.of(1));
        Applied y = Formulas.clipped(new Elements(device.here(t), all), length, most);
        DeviceStorage kept = Pointwise.elements(Formulas.whereFinite(length, y), all, device);
        outputs.add(Tensor.of(t.shape(), kept));
      }
      outputs.add(Tensor.of(Shape.scalar(), norm));
      return outputs;
    }
  }
}
