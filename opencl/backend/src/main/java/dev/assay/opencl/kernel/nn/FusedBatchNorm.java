package dev.assay.opencl.kernel.nn;

import static dev.assay.opencl.kernel.nn.Formulas.add;
import static dev.assay.opencl.kernel.nn.Formulas.divide;
import static dev.assay.opencl.kernel.nn.Formulas.multiply;
import static dev.assay.opencl.kernel.nn.Formulas.sqrt;
import static dev.assay.opencl.kernel.nn.Formulas.standardized;
import static dev.assay.opencl.kernel.nn.Formulas.subtract;

import dev.assay.engine.backend.Capability;
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
import dev.assay.opencl.kernel.elementwise.Pointwise;
import dev.assay.opencl.kernel.elementwise.Term;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import dev.assay.opencl.kernel.elementwise.Term.Elements;
import dev.assay.opencl.kernel.reduce.Cells;
import dev.assay.opencl.kernel.reduce.Fold;
import dev.assay.opencl.kernel.reduce.Statistics;
import java.util.List;

/** {@code fused_batch_norm}, {@code fused_batch_norm_grad}: the statistics are per channel. */
final class FusedBatchNorm implements DeviceOp {
  private static final Fold SUM = Fold.sum();

  /** {@code Σ dy·(x − μ)/√(σ² + ε)}. */
  private static final Fold ALONG_HAT = Fold.sum().value("x0[i] * ((x1[i] - a0[cell]) / a1[cell])");

  private final boolean backward;

  private FusedBatchNorm(boolean backward) {
    this.backward = backward;
  }

  static FusedBatchNorm forward() {
    return new FusedBatchNorm(false);
  }

  static FusedBatchNorm gradient() {
    return new FusedBatchNorm(true);
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call, device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    return new Run(call, device, backward ? 1 : 0).results(backward);
  }

  /** One call. */
  private static final class Run {
    private final Call call;
    private final ClDevice device;
    private final DeviceStorage x;
    private final Shape shape;
    private final Shape perChannel; // with dimensions of 1 but for that of the channels
    private final Cells cells;
    private final Statistics used;
    private final boolean training;
    private final double epsilon;

    Run(Call call, ClDevice device, int input) {
      this.call = call;
      this.device = device;
      this.x = device.here(call.in(input));
      this.shape = call.in(input).shape();
      int[] axes = Normalization.others(shape.rank(), Normalization.channelAxis(call, input));
      this.perChannel = Axes.kept(shape, axes);
      this.cells = Cells.of(shape, axes).orElseThrow(); // one kept axis is never ragged
      this.training = call.attrs().flag("is_training");
      this.epsilon = call.attrs().number("epsilon");
      this.used =
          training
              ? Statistics.of(device, cells, x)
              : new Statistics(device.here(call.in(3)), device.here(call.in(4)));
    }

    List<Tensor> results(boolean backward) {
      return backward ? gradients() : results();
    }

    private List<Tensor> results() {
      Applied hat = standardized(all(x), each(used.mean()), each(used.variance()), epsilon);
      Applied y = add(multiply(hat, each(call.in(1))), each(call.in(2)));
      DeviceStorage mean = used.mean();
      DeviceStorage variance = used.variance();
      if (training) {
        double n = cells.size();
        Applied unbiased = multiply(each(variance), n / Math.max(n - 1, 1));
        double f = call.attrs().number("exponential_avg_factor");
        if (f == 1) {
          variance = perChannel(unbiased);
        } else {
          mean = perChannel(moved(call.in(3), each(mean), f));
          variance = perChannel(moved(call.in(4), unbiased, f));
        }
      }
      return outputs(Pointwise.elements(y, shape, device), mean, variance);
    }

    /** {@code (1 − f)·before + f·now}. */
    private Applied moved(Tensor before, Term now, double f) {
      return add(multiply(each(before), 1 - f), multiply(now, f));
    }

    private List<Tensor> gradients() {
      DType dtype = x.dtype();
      DeviceStorage dy = device.here(call.in(0));
      DeviceStorage root = perChannel(sqrt(add(each(used.variance()), epsilon)));
      DeviceStorage dOffset = SUM.run(device, cells, dtype, Fold.Arguments.of(dy));
      DeviceStorage dScale =
          ALONG_HAT.run(device, cells, dtype, Fold.Arguments.of(dy, x).perCell(used.mean(), root));
      Term own = all(dy);
      if (training) {
        double n = cells.size();
        Applied hat = divide(subtract(all(x), each(used.mean())), each(root));
        own =
            subtract(
                subtract(own, divide(each(dOffset), n)), multiply(hat, divide(each(dScale), n)));
      }
      Applied dx = divide(multiply(each(call.in(2)), own), each(root));
      return outputs(Pointwise.elements(dx, shape, device), dScale, dOffset);
    }

    private Term all(DeviceStorage t) {
      return new Elements(t, shape);
    }

    private Term each(DeviceStorage t) {
      return new Elements(t, perChannel);
    }

    private Term each(Tensor t) {
      return each(device.here(t));
    }

    private DeviceStorage perChannel(Applied term) {
      return Pointwise.elements(term, perChannel, device);
    }

    private List<Tensor> outputs(DeviceStorage first, DeviceStorage second, DeviceStorage third) {
      return List.of(
          Tensor.of(call.outputs().get(0).shape(), first),
          Tensor.of(call.outputs().get(1).shape(), second),
          Tensor.of(call.outputs().get(2).shape(), third));
    }
  }
}
