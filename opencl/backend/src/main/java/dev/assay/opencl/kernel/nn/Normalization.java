package dev.assay.opencl.kernel.nn;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.Index;
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
import dev.assay.opencl.kernel.reduce.Broadcasts;
import dev.assay.opencl.kernel.reduce.Cells;
import dev.assay.opencl.kernel.reduce.Reductions;
import dev.assay.opencl.kernel.reduce.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * {@code x̂·gamma + beta} with the mean and the variance of cells of x: layer, instance and group
 * normalisation, and the means alone.
 *
 * @param plan how a call sees x
 * @param onlyMean whether the mean of its cell takes the place of each element
 */
record Normalization(Function<Call, Plan> plan, boolean onlyMean) implements DeviceOp {
  /**
   * How a call sees x.
   *
   * @param shape x's, with the channels cut into groups where there are some
   * @param axes what is put together
   * @param parameters the axes that gamma and beta have
   */
  record Plan(Shape shape, int[] axes, int[] parameters) {
    /** The shape of one number for each cell. */
    Shape cells() {
      return Axes.kept(shape, axes);
    }

    /** The shape of gamma and beta. */
    Shape parameterShape() {
      return Axes.kept(shape, others(shape.rank(), parameters));
    }
  }

  static Normalization layer() {
    return new Normalization(Normalization::layerPlan, false);
  }

  static Normalization instance() {
    return new Normalization(Normalization::instancePlan, false);
  }

  static Normalization group() {
    return new Normalization(Normalization::groupPlan, false);
  }

  static Normalization groupMean() {
    return new Normalization(Normalization::groupPlan, true);
  }

  private static Plan layerPlan(Call call) {
    Shape shape = call.in(0).shape();
    int[] axes =
        Arrays.stream(call.attrs().ints("axis"))
            .map(a -> Index.axis(a, shape.rank()))
            .sorted()
            .toArray();
    return new Plan(shape, axes, axes);
  }

  private static Plan instancePlan(Call call) {
    Shape shape = call.in(0).shape();
    int channel = channelAxis(call, 0);
    return new Plan(shape, others(shape.rank(), 0, channel), new int[] {channel});
  }

  /** The channels become two dimensions: the groups and what is in each. */
  private static Plan groupPlan(Call call) {
    Shape x = call.in(0).shape();
    int channel = channelAxis(call, 0);
    int groups = call.attrs().int32("groups");
    Shape cut = Shape.of(groups, x.dim(channel) / groups);
    Shape shape = x.slice(0, channel).concat(cut).concat(x.slice(channel + 1, x.rank()));
    int[] parameters = {channel, channel + 1};
    return new Plan(shape, others(shape.rank(), 0, channel), parameters);
  }

  /** The axis of the channels of an input. */
  static int channelAxis(Call call, int input) {
    boolean second = call.attrs().text("data_format").startsWith("NC");
    return second ? 1 : call.in(input).rank() - 1;
  }

  /** The axes 0 … rank − 1 but for those given. */
  static int[] others(int rank, int... axes) {
    return IntStream.range(0, rank)
        .filter(d -> Arrays.stream(axes).noneMatch(a -> a == d))
        .toArray();
  }

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    Capability types = ClTypes.here(call, device);
    if (!types.isSupported() || call.in(0).size() == 0) {
      return types;
    }
    Plan p = plan.apply(call);
    return p.shape.rank() > Pointwise.MAX_RANK
        ? Capability.unsupported("more than " + Pointwise.MAX_RANK + " dimensions")
        : Reductions.fits(p.shape, p.axes);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    DeviceStorage x = device.here(call.in(0));
    return List.of(Tensor.of(call.output().shape(), x.size() == 0 ? x : run(call, device, x)));
  }

  private DeviceStorage run(Call call, ClDevice device, DeviceStorage x) {
    Plan p = plan.apply(call);
    Cells cells = Cells.of(p.shape, p.axes).orElseThrow();
    if (onlyMean) {
      DeviceStorage mean = Statistics.means(device, cells, x);
      return Broadcasts.spread(device, Tensor.of(p.cells(), mean), p.shape);
    }
    Statistics s = Statistics.of(device, cells, x);
    Applied y =
        Formulas.standardized(
            new Elements(x, p.shape),
            new Elements(s.mean(), p.cells()),
            new Elements(s.variance(), p.cells()),
            call.attrs().number("epsilon"));
    if (call.count() > 1) {
      y = Formulas.multiply(y, parameter(call, device, 1, p));
    }
    if (call.count() > 2) {
      y = Formulas.add(y, parameter(call, device, 2, p));
    }
    return Pointwise.elements(y, p.shape, device);
  }

  private static Term parameter(Call call, ClDevice device, int input, Plan p) {
    return new Elements(device.here(call.in(input)), p.parameterShape());
  }
}
