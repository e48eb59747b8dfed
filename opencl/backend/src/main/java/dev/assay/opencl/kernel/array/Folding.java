package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Launches {@code fold.cl}: axes whose elements repeat others are added up. */
final class Folding {
  /**
   * A mirrored border.
   *
   * @param before its width in front
   * @param after its width behind
   * @param edge 1 if the edge itself is not repeated
   */
  record Mirrors(int before, int after, int edge) {}

  /** How many sums a work-item of a processor keeps at hand. */
  private static final int NEAR = 1024;

  private record Form(String name, DType dtype) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Folding() {}

  /** {@code y[o, j] = Σ x[o·stride + k·step + j]} over {@code k < count}, {@code j < run}. */
  static DeviceStorage summed(
      ClDevice device, DeviceStorage x, int outer, int run, int count, int stride, int step) {
    DeviceStorage y = device.allocate(x.dtype(), outer * run);
    boolean packed = Groups.packed(device);
    Launch launch =
        device
            .launch(spec(packed ? "fold_copies_packed" : "fold_copies", x.dtype()))
            .buffer(x)
            .buffer(y)
            .integers(run, outer, count, stride, step);
    if (packed) {
      int blockRun = Math.max(1, Math.min(run, NEAR));
      int blockOuter = Groups.slices(blockRun * Math.max(1, Math.min(count, NEAR)));
      launch.integers(blockRun, blockOuter).groups(1, 1);
      launch.over(Groups.parts(run, blockRun), Groups.parts(outer, blockOuter));
    } else {
      launch.groups(Groups.of(run, outer)).over(run, outer, 1);
    }
    return y;
  }

  /** The adjoint of mirroring the middle axis of {@code [outer, n, inner]}. */
  static DeviceStorage unmirrored(
      ClDevice device, DeviceStorage x, int outer, int n, int inner, Mirrors mirrors) {
    DeviceStorage y = device.allocate(x.dtype(), outer * n * inner);
    boolean packed = Groups.packed(device);
    Launch launch =
        device
            .launch(spec(packed ? "fold_mirrors_packed" : "fold_mirrors", x.dtype()))
            .buffer(x)
            .buffer(y)
            .integers(inner, n, mirrors.before(), mirrors.after(), mirrors.edge());
    if (packed) {
      int block = Groups.slices(inner);
      launch.integer(block).groups(1, 1).over(Groups.parts(n, block), outer);
    } else {
      launch.groups(Groups.of(inner, n)).over(inner, n, outer);
    }
    return y;
  }

  private static KernelSpec spec(String name, DType dtype) {
    return SPECS.computeIfAbsent(
        new Form(name, dtype),
        f ->
            KernelSpec.of(
                "fold.cl",
                f.name(),
                Map.of("TYPE", ClTypes.name(f.dtype()), "ACC", Sums.accumulator(f.dtype()))));
  }
}
