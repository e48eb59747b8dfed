package dev.assay.opencl.kernel.nn;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.elementwise.Pointwise;
import dev.assay.opencl.kernel.reduce.Cells;
import dev.assay.opencl.kernel.reduce.Fold;
import dev.assay.opencl.kernel.reduce.Reductions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Losses, penalties and lengths: sums over all elements, folded by {@code reduce.cl}. */
public final class LossKernels implements KernelFamily {
  /** {@code Σ x²}. */
  static final Fold SQUARES = Fold.sum().value("x0[i] * x0[i]");

  private static final Fold SIZES = Fold.sum().value("fabs(x0[i])");
  private static final String ERROR = "(x1[i] - x0[i])";
  private static final String SIZE = "fabs(x1[i] - x0[i])";

  private static final Map<String, Fold> MEANS =
      Map.of(
          "mean_squared_error",
          mean(ERROR + " * " + ERROR),
          "mean_absolute_error",
          mean(SIZE),
          "hinge_loss",
          mean("POSITIVE_PART(1 - (2 * x0[i] - 1) * x1[i])"));

  private static final Fold HUBER =
      mean(SIZE + " <= q0 ? " + SIZE + " * " + SIZE + " / 2 : q0 * (" + SIZE + " - q0 / 2)");

  private static final Fold KL = Fold.sum().value("x0[i] == 0 ? 0 : x0[i] * log(x0[i] / x1[i])");

  private static final Map<String, Fold> PENALTIES =
      Map.of(
          "l1_regularizer",
          SIZES.finish("q0 * a"),
          "l2_regularizer",
          SQUARES.finish("q0 * (a / 2)"));

  private static final Fold HALF_SQUARES = SQUARES.finish("a / 2");
  private static final Fold BOTH = SQUARES.finish("a0[cell] + q0 * (a / 2)");
  private static final Fold MORE_SQUARES = SQUARES.finish("a0[cell] + a");

  /** {@code √Σ x²}. */
  static final Fold LENGTH = SQUARES.finish("sqrt(a)");

  private static final Fold LENGTH_OF_ALL = SQUARES.finish("sqrt(a0[cell] + a)");

  private static Fold mean(String value) {
    return Fold.sum().value(value).finish("a / n");
  }

  /** One result over all elements of the first argument. */
  private static Reductions overAll(Reductions.Body body) {
    return new Reductions(call -> IntStream.range(0, call.in(0).rank()).toArray(), body);
  }

  private static Reductions lastAxis(Reductions.Body body) {
    return new Reductions(call -> new int[] {call.in(0).rank() - 1}, body);
  }

  private static DeviceStorage fold(
      Fold fold, Call call, ClDevice device, Cells cells, String... numbers) {
    Attributes attrs = call.attrs();
    Fold.Arguments all =
        Fold.Arguments.of(call.inputs().stream().map(device::here).toArray(DeviceStorage[]::new));
    double[] q =
        IntStream.range(0, numbers.length).mapToDouble(k -> attrs.number(numbers[k])).toArray();
    return fold.run(device, cells, call.output().dtype(), all.numbers(q));
  }

  private static DeviceStorage l1l2(Call call, ClDevice device, Cells cells) {
    DeviceStorage t = device.here(call.in(0));
    DeviceStorage sizes = fold(PENALTIES.get("l1_regularizer"), call, device, cells, "scale_l1");
    return BOTH.run(
        device,
        cells,
        t.dtype(),
        Fold.Arguments.of(t).perCell(sizes).numbers(call.attrs().number("scale_l2")));
  }

  /** The length of all tensors of a call, as of one vector. */
  static DeviceStorage globalNorm(Call call, ClDevice device) {
    DeviceStorage first = device.here(call.in(0));
    Cells cells = everything(call, 0);
    int last = call.count() - 1;
    Fold.Arguments one = Fold.Arguments.of(first);
    DeviceStorage sum = (last == 0 ? LENGTH : SQUARES).run(device, cells, first.dtype(), one);
    for (int j = 1; j <= last; j++) {
      Fold fold = j == last ? LENGTH_OF_ALL : MORE_SQUARES;
      Fold.Arguments next = Fold.Arguments.of(device.here(call.in(j))).perCell(sum);
      sum = fold.run(device, everything(call, j), first.dtype(), next);
    }
    return sum;
  }

  private static Cells everything(Call call, int input) {
    int[] axes = IntStream.range(0, call.in(input).rank()).toArray();
    return Cells.of(call.in(input).shape(), axes).orElseThrow(); // one cell is never ragged
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    MEANS.forEach((name, f) -> ops.put(name, overAll((c, d, cells) -> fold(f, c, d, cells))));
    ops.put("huber_loss", overAll((c, d, cells) -> fold(HUBER, c, d, cells, "delta")));
    ops.put("kl_divergence", lastAxis((c, d, cells) -> fold(KL, c, d, cells)));
    ops.put("l2_loss", overAll((c, d, cells) -> fold(HALF_SQUARES, c, d, cells)));
    PENALTIES.forEach(
        (name, f) -> ops.put(name, overAll((c, d, cells) -> fold(f, c, d, cells, "scale"))));
    ops.put("l1_l2_regularizer", overAll(LossKernels::l1l2));
    ops.put(
        "sigmoid_cross_entropy_with_logits",
        Pointwise.of((call, x) -> Formulas.sigmoidCrossEntropy(x.get(0), x.get(1))));
    ops.put(
        "weighted_cross_entropy_with_logits",
        Pointwise.of(
            (call, x) ->
                Formulas.weightedCrossEntropy(
                    x.get(0), x.get(1), call.attrs().number("pos_weight"))));
    ops.put("global_norm", overAll((c, d, cells) -> globalNorm(c, d)));
    return ops;
  }
}
