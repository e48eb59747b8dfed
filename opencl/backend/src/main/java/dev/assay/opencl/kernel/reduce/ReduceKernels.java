package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reductions along axes: {@code reduce.cl} and what each of them folds. */
public final class ReduceKernels implements KernelFamily {
  private static final Fold GREATEST = Fold.of("-INFINITY", "GREATER(a, b)");
  private static final Fold LEAST = Fold.of("INFINITY", "LESSER(a, b)");
  private static final Fold LOG_SUM_EXP =
      Fold.sum().value("exp(x0[i] - SHIFT_OF(a0[cell]))").finish("SHIFT_OF(a0[cell]) + log(a)");
  private static final Row SUMS = Row.of(Fold.sum(), t -> Fold.wrappingSum());

  private static final Map<String, Row> ROWS =
      Map.of(
          "reduce_sum",
          SUMS,
          "reduce_mean",
          Row.of(Fold.sum().finish("a / n"), t -> Fold.wrappingSum().finish("a / n")),
          "reduce_prod",
          Row.of(Fold.of("1", "a * b"), t -> Fold.of("1", "(long)((ulong)a * (ulong)b)")),
          "reduce_max",
          Row.of(GREATEST, t -> Fold.of(bound(t, "MIN"), "max(a, b)")),
          "reduce_min",
          Row.of(LEAST, t -> Fold.of(bound(t, "MAX"), "min(a, b)")),
          "reduce_all",
          Row.ofBools(Fold.of("1", "a & b")),
          "reduce_any",
          Row.ofBools(Fold.of("0", "a | b")));

  /** One fold, which may depend on the type of the elements. */
  private record Row(Map<DType, Fold> folds) {
    static Row of(Fold floats, Function<DType, Fold> others) {
      Map<DType, Fold> folds = new EnumMap<>(DType.class);
      for (DType t : DType.values()) {
        folds.put(t, t.isFloating() ? floats : others.apply(t));
      }
      return new Row(folds);
    }

    static Row ofBools(Fold fold) {
      return new Row(Map.of(DType.BOOL, fold));
    }

    Reductions alongAxis() {
      return Reductions.alongAxis(this::run);
    }

    private DeviceStorage run(Call call, ClDevice device, Cells cells) {
      Fold fold = folds.get(call.in(0).dtype());
      Fold.Arguments x = Fold.Arguments.of(device.here(call.in(0)));
      return fold.run(device, cells, call.output().dtype(), x);
    }
  }

  /** The adjoint of broadcasting: a sum along the axes that it stretched. */
  private static DeviceStorage sumLike(Call call, ClDevice device, Cells cells) {
    return call.in(0).shape().equals(call.output().shape())
        ? device.here(call.in(0)) // not even −0 becomes +0
        : SUMS.run(call, device, cells);
  }

  /** The axes along which the second argument is stretched to the first. */
  private static int[] stretched(Call call) {
    Shape from = call.in(0).shape();
    Shape to = call.output().shape();
    int lead = from.rank() - to.rank();
    return IntStream.range(0, from.rank()).filter(d -> d < lead || to.dim(d - lead) == 1).toArray();
  }

  private static DeviceStorage logSumExp(Call call, ClDevice device, Cells cells) {
    DeviceStorage x = device.here(call.in(0));
    DeviceStorage greatest = GREATEST.run(device, cells, x.dtype(), Fold.Arguments.of(x));
    return LOG_SUM_EXP.run(device, cells, x.dtype(), Fold.Arguments.of(x).perCell(greatest));
  }

  private static DeviceStorage variance(Call call, ClDevice device, Cells cells) {
    return Statistics.of(device, cells, device.here(call.in(0))).variance();
  }

  private static DeviceStorage deviation(Call call, ClDevice device, Cells cells) {
    return Statistics.withDeviation(device, cells, device.here(call.in(0))).variance();
  }

  /** The least element of an integer type in the words of C: {@code SHRT_MIN}. */
  private static String bound(DType dtype, String which) {
    return switch (dtype) {
      case INT8 -> "CHAR_" + which;
      case INT16 -> "SHRT_" + which;
      case INT32 -> "INT_" + which;
      case UINT8 -> which.equals("MIN") ? "0" : "UCHAR_MAX";
      default -> "LONG_" + which;
    };
  }

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ROWS.forEach((name, row) -> ops.put(name, row.alongAxis()));
    ops.put("sum_like", new Reductions(ReduceKernels::stretched, ReduceKernels::sumLike));
    ops.put("reduce_logsumexp", Reductions.alongAxis(ReduceKernels::logSumExp));
    ops.put("reduce_variance", Reductions.alongAxis(ReduceKernels::variance));
    ops.put("reduce_std", Reductions.alongAxis(ReduceKernels::deviation));
    ops.put("norm", Reductions.alongAxis(Norm::run));
    ops.put("argmax", ArgMax.greatest());
    ops.put("argmin", ArgMax.least());
    ops.put("cumsum", Scan.sums());
    ops.put("cumprod", Scan.products());
    ops.put("linear_recurrence", new Recurrence());
    ops.put("segment_sum", new SegmentSum());
    ops.put("unsorted_segment_sum", new SegmentSum());
    ops.put("broadcast_like", new Broadcasts());
    ops.put("broadcast_to", new Broadcasts());
    return ops;
  }
}
