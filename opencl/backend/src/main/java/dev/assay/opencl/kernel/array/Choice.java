package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code where} with three arguments, which broadcast: launches {@code select.cl}. */
final class Choice {
  private record Axis(int size, int[] strides) {
    /** This axis and the one outside it as one, where every argument runs on. */
    boolean runsOn(Axis outer) {
      for (int k = 0; k < strides.length; k++) {
        if (outer.strides[k] != strides[k] * size) {
          return false;
        }
      }
      return true;
    }
  }

  private record Form(String word, int rank) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Choice() {}

  static List<Tensor> run(Call c, ClDevice device) {
    Shape shape = c.output().shape();
    DType dtype = c.output().dtype();
    DeviceStorage y = device.allocate(dtype, shape.elements());
    if (y.size() == 0) {
      return List.of(Tensor.of(shape, y));
    }
    List<Axis> axes = axes(c, shape);
    Launch launch = device.launch(spec(dtype, axes.size()));
    c.inputs().forEach(t -> launch.buffer(device.here(t)));
    launch.buffer(y);
    long rest = 1;
    for (int d = 0; d < axes.size(); d++) {
      launch.integer(axes.get(d).size()).integers(axes.get(d).strides());
      rest *= d < 2 ? 1 : axes.get(d).size();
    }
    int n0 = axes.get(0).size();
    int n1 = axes.get(1).size();
    launch.groups(Groups.of(n0, n1)).over(n0, n1, rest);
    return List.of(Tensor.of(shape, y));
  }

  /** From the innermost to the outermost, joined where all arguments run on; two at least. */
  private static List<Axis> axes(Call c, Shape shape) {
    List<int[]> strides =
        c.inputs().stream().map(t -> Index.broadcastStrides(t.shape(), shape)).toList();
    List<Axis> axes = new ArrayList<>();
    for (int d = shape.rank() - 1; d >= 0; d--) {
      int at = d;
      if (shape.dim(d) == 1) {
        continue;
      }
      Axis axis = new Axis(shape.dim(d), strides.stream().mapToInt(s -> s[at]).toArray());
      int last = axes.size() - 1;
      if (last >= 0 && axes.get(last).runsOn(axis)) {
        Axis inner = axes.get(last);
        axes.set(last, new Axis(inner.size() * axis.size(), inner.strides()));
      } else {
        axes.add(axis);
      }
    }
    while (axes.size() < 2) {
      axes.add(new Axis(1, new int[strides.size()]));
    }
    return axes;
  }

  private static KernelSpec spec(DType dtype, int rank) {
    return SPECS.computeIfAbsent(
        new Form(ClTypes.word(dtype), rank),
        f ->
            KernelSpec.of(
                "select.cl",
                "select_plain",
                Map.of("WORD", f.word(), "EACH_OUTER(F)", Axes.outer(f.rank()))));
  }
}
