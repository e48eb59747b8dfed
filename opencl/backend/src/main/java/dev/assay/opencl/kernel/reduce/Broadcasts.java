package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.backend.Capability;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import dev.assay.opencl.kernel.DeviceOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code broadcast_to} and {@code broadcast_like}, and broadcasting for other operations. */
public final class Broadcasts implements DeviceOp {
  private record Key(int rank, int bytes) {}

  private static final Map<Key, KernelSpec> SPECS = new ConcurrentHashMap<>();

  @Override
  public Capability capability(Call call, DeviceInfo device) {
    return ClTypes.here(call.in(0).dtype(), device);
  }

  @Override
  public List<Tensor> run(Call call, ClDevice device) {
    Shape to = call.output().shape();
    return List.of(Tensor.of(to, spread(device, call.in(0), to)));
  }

  /** The elements of a tensor in a shape that its own broadcasts to. */
  public static DeviceStorage spread(ClDevice device, Tensor t, Shape to) {
    DeviceStorage x = device.here(t);
    if (t.shape().elements() == to.elements()) {
      return x;
    }
    List<int[]> dims = collapsed(t.shape(), to);
    int rank = dims.size();
    int[] fields = new int[2 * rank];
    for (int d = 0; d < rank; d++) {
      fields[d] = dims.get(d)[0];
      fields[rank + d] = dims.get(d)[1];
    }
    DeviceStorage y = device.allocate(x.dtype(), to.elements());
    device
        .launch(spec(rank, x.dtype()))
        .buffer(x)
        .buffer(y)
        .struct(fields)
        .integer(y.size())
        .groups(64)
        .over(y.size());
    return y;
  }

  /** Sizes and steps, outermost first, where neighbours that are walked as one are one. */
  private static List<int[]> collapsed(Shape from, Shape to) {
    int[] steps = Index.broadcastStrides(from, to);
    List<int[]> dims = new ArrayList<>();
    for (int d = 0; d < steps.length; d++) {
      int n = to.dim(d);
      int last = dims.size() - 1;
      if (n == 1) {
        continue;
      }
      if (last >= 0 && dims.get(last)[1] == n * steps[d]) {
        dims.set(last, new int[] {dims.get(last)[0] * n, steps[d]});
      } else {
        dims.add(new int[] {n, steps[d]});
      }
    }
    return dims;
  }

  private static KernelSpec spec(int rank, DType dtype) {
    return SPECS.computeIfAbsent(
        new Key(rank, dtype.bytes()),
        key ->
            KernelSpec.of(
                "broadcast.cl",
                "broadcast_plain",
                Map.of("T", word(key.bytes), "RANK", Integer.toString(rank))));
  }

  private static String word(int bytes) {
    return switch (bytes) {
      case 1 -> "uchar";
      case 2 -> "ushort";
      case 4 -> "uint";
      default -> "ulong";
    };
  }
}
