package dev.assay.opencl.kernel.nn;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.reduce.Broadcasts;
import dev.assay.opencl.kernel.reduce.Cells;
import dev.assay.opencl.kernel.reduce.Fold;
import dev.assay.opencl.kernel.reduce.Reductions;
import dev.assay.opencl.kernel.reduce.Statistics;
import java.util.List;

/** {@code moments}, {@code weighted_moments}: mean and population variance along axes. */
final class Moments implements DeviceOp {
  private static final Fold SUM = Fold.sum();
  private static final Fold MEAN = Fold.sum().value("x0[i] * x1[i]").finish("a / a0[cell]");
  private static final String DEVIATION = "(x1[i] - a0[cell])";
  private static final Fold VARIANCE =
      Fold.sum().value("x0[i] * (" + DEVIATION + " * " + DEVIATION + ")").finish("a / a1[cell]");

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Capability types = ClTypes.here(call, device);
    return types.isSupported() ? Reductions.fits(call.in(0).shape(), axes(call, "axes")) : types;
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Cells cells = Cells.of(call.in(0).shape(), axes(call, "axes")).orElseThrow();
    DeviceStorage x = device.here(call.in(0));
    Statistics s =
        call.count() == 1
            ? Statistics.of(device, cells, x)
            : weighted(device, cells, x, Broadcasts.spread(device, call.in(1), call.in(0).shape()));
    Shape shape = call.output().shape();
    return List.of(Tensor.of(shape, s.mean()), Tensor.of(shape, s.variance()));
  }

  private static Statistics weighted(
      ClDevice device, Cells cells, DeviceStorage x, DeviceStorage w) {
    DType dtype = x.dtype();
    DeviceStorage total = SUM.run(device, cells, dtype, Fold.Arguments.of(w));
    Fold.Arguments both = Fold.Arguments.of(w, x);
    DeviceStorage mean = MEAN.run(device, cells, dtype, both.perCell(total));
    return new Statistics(mean, VARIANCE.run(device, cells, dtype, both.perCell(mean, total)));
  }

  /** The axes that an attribute names, in 0 … rank − 1; all of them where it is absent. */
  static int[] axes(Call call, String name) {
    Attributes attrs = call.attrs();
    Attributes renamed =
        attrs.has(name) ? Attributes.of("axis", attrs.longs(name)) : Attributes.none();
    return Axes.of(renamed, call.in(0).rank());
  }
}
