package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reductions along axes: {@code reduce.cl} and what each of them folds. */
public final class ReduceKernels implements KernelFamily {
  /** One fold, which may depend on the type of the elements. */
  private record Row(Map<DType, Fold> folds) implements DeviceOp {
    static Row of(Fold floats, Function<DType, Fold> others) {
      Map<DType, Fold> folds = new EnumMap<>(DType.class);
      for (DType t : DType.values()) {
        folds.put(t, t.isFloating() ? floats : others.apply(t));
      }
      return new Row(folds);
    }

    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return Reductions.capability(call, device, axes(call));
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      return Reductions.run(call, device, folds.get(call.in(0).dtype()), axes(call));
    }

    private static int[] axes(Call call) {
      return Axes.of(call.attrs(), call.in(0).rank());
    }
  }

  /** The adjoint of broadcasting: a sum along the axes that it stretched. */
  private static final class SumLike implements DeviceOp {
    @Override
    public Capability capability(Call call, DeviceInfo device) {
      return ClTypes.here(call.in(0).dtype(), device).isSupported()
          ? Reductions.fits(call.in(0).shape(), axes(call))
          : ClTypes.here(call.in(0).dtype(), device);
    }

    @Override
    public List<Tensor> run(Call call, ClDevice device) {
      Shape from = call.in(0).shape();
      Shape to = call.output().shape();
      return from.equals(to)
          ? List.of(Tensor.of(to, device.here(call.in(0)))) // not even −0 becomes +0
          : Reductions.run(call, device, SUMS.folds.get(call.in(0).dtype()), axes(call));
    }

    private static int[] axes(Call call) {
      Shape from = call.in(0).shape();
      Shape to = call.output().shape();
      int lead = from.rank() - to.rank();
      return IntStream.range(0, from.rank())
          .filter(d -> d < lead || to.dim(d - lead) == 1)
          .toArray();
    }
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

  private static final Row SUMS = Row.of(Fold.sum(), t -> Fold.wrappingSum());

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("reduce_sum", SUMS);
    ops.put(
        "reduce_mean", Row.of(Fold.sum().finish("a / n"), t -> Fold.wrappingSum().finish("a / n")));
    ops.put(
        "reduce_prod",
        Row.of(Fold.of("1", "a * b"), t -> Fold.of("1", "(long)((ulong)a * (ulong)b)")));
    ops.put(
        "reduce_max",
        Row.of(Fold.of("-INFINITY", "GREATER(a, b)"), t -> Fold.of(bound(t, "MIN"), "max(a, b)")));
    ops.put(
        "reduce_min",
        Row.of(Fold.of("INFINITY", "LESSER(a, b)"), t -> Fold.of(bound(t, "MAX"), "min(a, b)")));
    ops.put("reduce_all", Row.of(Fold.sum(), t -> Fold.of("1", "a & b")));
    ops.put("reduce_any", Row.of(Fold.sum(), t -> Fold.of("0", "a | b")));
    ops.put("sum_like", new SumLike());
    ops.put("broadcast_like", new Broadcasts());
    ops.put("broadcast_to", new Broadcasts());
    return ops;
  }
}
