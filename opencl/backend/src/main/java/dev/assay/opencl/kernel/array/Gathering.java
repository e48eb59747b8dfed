package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Launches {@code gather.cl}. */
public final class Gathering {
  private record Form(String word, DType index, int depth) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Gathering() {}

  /** {@code y[s, p, i, q] = x[s, p, row(s, i), q]}. */
  public static DeviceStorage picked(ClDevice device, DeviceStorage x, Rows rows) {
    int sp = rows.S() * rows.P();
    DeviceStorage y = device.allocate(x.dtype(), sp * rows.I() * rows.Q());
    Launch launch =
        device
            .launch(spec(x.dtype(), rows))
            .buffer(x)
            .buffer(device.here(rows.indices()))
            .buffer(y)
            .integers(rows.P(), rows.I(), rows.J(), rows.Q())
            .integers(rows.dims());
    if (rows.Q() == 1) {
      launch.groups(Groups.of(rows.I(), 1)).over(rows.I(), 1, sp);
    } else {
      launch.groups(Groups.of(rows.Q(), rows.I())).over(rows.Q(), rows.I(), sp);
    }
    return y;
  }

  private static KernelSpec spec(DType dtype, Rows rows) {
    return SPECS.computeIfAbsent(
        new Form(ClTypes.word(dtype), rows.indices().dtype(), rows.dims().length),
        f ->
            KernelSpec.of(
                "gather.cl",
                "gather_rows",
                Map.of(
                    "WORD",
                    f.word(),
                    "INDEX",
                    ClTypes.name(f.index()),
                    "K",
                    Integer.toString(f.depth()),
                    "EACH_INDEX(F)",
                    IntStream.range(0, f.depth())
                        .mapToObj(k -> "F(" + k + ")")
                        .collect(Collectors.joining(" ")))));
  }
}
