package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.ClTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Launches {@code gather.cl}. */
public final class Gathering {
  private record Form(String name, String word, DType index, int depth, boolean single) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Gathering() {}

  /** {@code y[s, p, i, q] = x[s, p, row(s, i), q]}. */
  public static DeviceStorage picked(ClDevice device, DeviceStorage x, Rows rows) {
    int sp = rows.S() * rows.P();
    DeviceStorage y = device.allocate(x.dtype(), sp * rows.I() * rows.Q());
    boolean packed = Groups.packed(device);
    Launch launch =
        device
            .launch(spec(packed, x.dtype(), rows))
            .buffer(x)
            .buffer(device.here(rows.indices()))
            .buffer(y)
            .integers(rows.P(), rows.I(), rows.J(), rows.Q())
            .integers(rows.dims());
    if (packed) {
      int block = Groups.slices(rows.Q());
      launch.integer(block).groups(1, 1).over(Groups.parts(rows.I(), block), sp);
    } else if (rows.Q() == 1) {
      launch.groups(Groups.of(rows.I(), 1)).over(rows.I(), 1, sp);
    } else {
      launch.groups(Groups.of(rows.Q(), rows.I())).over(rows.Q(), rows.I(), sp);
    }
    return y;
  }

  private static KernelSpec spec(boolean packed, DType dtype, Rows rows) {
    String name = packed ? "gather_packed" : "gather_plain";
    DType index = rows.indices().dtype();
    return SPECS.computeIfAbsent(
        new Form(name, ClTypes.word(dtype), index, rows.dims().length, rows.Q() == 1),
        Gathering::spec);
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put("WORD", form.word());
    macros.put("INDEX", ClTypes.name(form.index()));
    macros.put("K", Integer.toString(form.depth()));
    macros.put(
        "EACH_INDEX(F)",
        IntStream.range(0, form.depth())
            .mapToObj(k -> "F(" + k + ")")
            .collect(Collectors.joining(" ")));
    if (form.single()) {
      macros.put("SINGLE", "1");
    }
    return KernelSpec.of("gather.cl", form.name(), macros);
  }
}
