package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.List;
import java.util.Map;

/** Operations that write into zeros or into a copy of a tensor, and adjoints that fold axes. */
final class AdjointKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    return Map.of(
        "strided_slice_grad", (Movement) AdjointKernels::spread,
        "matrix_diag", (Movement) AdjointKernels::diagonal,
        "matrix_set_diag", (Movement) AdjointKernels::replaced,
        "trace_grad", (Movement) AdjointKernels::traceBack,
        "trace", (Movement) AdjointKernels::trace,
        "tile_grad", (Movement) AdjointKernels::untiled,
        "pad_grad", (Movement) AdjointKernels::unpadded);
  }

  private static DeviceStorage zeros(Call c, ClDevice device) {
    return Filling.filled(device, c.output().dtype(), c.output().shape().elements(), 0);
  }

  private static List<Tensor> spread(Call c, ClDevice device) {
    Shape shape = c.output().shape();
    DeviceStorage y = zeros(c, device);
    View place = MovementKernels.picked(View.of(shape), c.attrs(), shape);
    int[] sizes = place.axes().stream().mapToInt(View.Axis::size).toArray();
    Copy.run(device, device.here(c.in(0)), View.of(sizes), y, place, Copy.Value.SUM);
    return List.of(Tensor.of(shape, y));
  }

  private static List<Tensor> diagonal(Call c, ClDevice device) {
    DeviceStorage y = zeros(c, device);
    write(device, device.here(c.in(0)), y, c.output().shape());
    return List.of(Tensor.of(c.output().shape(), y));
  }

  private static List<Tensor> replaced(Call c, ClDevice device) {
    Shape shape = c.output().shape();
    DeviceStorage y = device.allocate(c.output().dtype(), shape.elements());
    View whole = View.of(shape.elements());
    Copy.run(device, device.here(c.in(0)), whole, y, whole, Copy.Value.BITS);
    write(device, device.here(c.in(1)), y, shape);
    return List.of(Tensor.of(shape, y));
  }

  /** Writes the elements of {@code x} on the diagonals of {@code y}. */
  private static void write(ClDevice device, DeviceStorage x, DeviceStorage y, Shape matrices) {
    View place = MovementKernels.diagonals(matrices);
    View from = View.of(place.axes().get(0).size(), place.axes().get(1).size());
    Copy.run(device, x, from, y, place, Copy.Value.BITS);
  }

  private static List<Tensor> traceBack(Call c, ClDevice device) {
    DeviceStorage y = zeros(c, device);
    View place = MovementKernels.diagonals(c.output().shape());
    int n = place.axes().get(1).size();
    View from = View.of(0, new int[] {place.axes().get(0).size(), n}, new int[] {1, 0});
    Copy.run(device, device.here(c.in(0)), from, y, place, Copy.Value.BITS);
    return List.of(Tensor.of(c.output().shape(), y));
  }

  private static List<Tensor> trace(Call c, ClDevice device) {
    View diagonals = MovementKernels.diagonals(c.in(0).shape());
    DeviceStorage y =
        Folding.summed(
            device,
            device.here(c.in(0)),
            diagonals.axes().get(0).size(),
            1,
            diagonals.axes().get(1).size(),
            diagonals.axes().get(0).stride(),
            diagonals.axes().get(1).stride());
    return List.of(Tensor.of(c.output().shape(), y));
  }

  /** One axis after the other, from the outermost: the copies along it are added. */
  private static List<Tensor> untiled(Call c, ClDevice device) {
    Shape like = c.output().shape();
    int[] multiples = c.attrs().ints("multiples");
    DeviceStorage x = device.here(c.in(0));
    int[] dims = c.in(0).shape().dims();
    boolean summed = false;
    for (int d = 0; d < multiples.length; d++) {
      if (multiples[d] == 1) {
        continue;
      }
      dims[d] = like.dim(d);
      Shape before = Shape.of(dims).slice(0, d);
      int run = Shape.of(dims).slice(d, dims.length).elements();
      x = Folding.summed(device, x, before.elements(), run, multiples[d], multiples[d] * run, run);
      summed = true;
    }
    return List.of(Tensor.of(like, summed ? x : begun(device, x, like)));
  }

  private static List<Tensor> unpadded(Call c, ClDevice device) {
    Shape like = c.output().shape();
    int[] paddings = c.attrs().ints("paddings");
    String mode = c.attrs().text("mode");
    DeviceStorage x = device.here(c.in(0));
    int[] dims = c.in(0).shape().dims();
    if (mode.equals("CONSTANT")) {
      View v = View.of(c.in(0).shape());
      for (int d = 0; d < dims.length; d++) {
        v = v.narrowed(d, paddings[2 * d], 1, like.dim(d));
      }
      return List.of(Tensor.of(like, Copy.gathered(device, x, v, Copy.Value.SUM)));
    }
    boolean summed = false;
    for (int d = 0; d < dims.length; d++) {
      if (paddings[2 * d] == 0 && paddings[2 * d + 1] == 0) {
        continue;
      }
      dims[d] = like.dim(d);
      int outer = Shape.of(dims).slice(0, d).elements();
      int inner = Shape.of(dims).slice(d + 1, dims.length).elements();
      Folding.Mirrors mirrors =
          new Folding.Mirrors(paddings[2 * d], paddings[2 * d + 1], mode.equals("REFLECT") ? 1 : 0);
      x = Folding.unmirrored(device, x, outer, dims[d], inner, mirrors);
      summed = true;
    }
    return List.of(Tensor.of(like, summed ? x : begun(device, x, like)));
  }

  /** Sums of one element each. */
  private static DeviceStorage begun(ClDevice device, DeviceStorage x, Shape shape) {
    return Copy.gathered(device, x, View.of(shape), Copy.Value.SUM);
  }
}
