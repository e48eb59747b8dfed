package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.kernel.ClTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Launches {@code scatter.cl}: what falls on a cell is added there, in order. */
final class Scattering {
  /** How many rows a cell walks at most before they are sorted. */
  private static final int WALKED = 16;

  private record Form(String name, DType dtype, boolean begun) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Scattering() {}

  /**
   * {@code y[s, p, j, q] = base[s, p, j, q] + Σ u[s, p, i, q]} over all i with {@code row(s, i) =
   * j}.
   */
  static DeviceStorage added(
      ClDevice device, DeviceStorage u, Rows rows, Optional<DeviceStorage> base) {
    int sp = rows.S() * rows.P();
    DeviceStorage y = device.allocate(u.dtype(), sp * rows.J() * rows.Q());
    if (y.size() == 0) {
      return y;
    }
    boolean plain =
        device.settings().variant() == Settings.Variant.PLAIN
            || (device.settings().variant() == Settings.Variant.AUTO && rows.I() <= WALKED);
    boolean packed = !plain && Groups.packed(device);
    String name = plain ? "scatter_plain" : packed ? "scatter_packed" : "scatter_sorted";
    Launch launch = device.launch(spec(name, u.dtype(), base.isPresent()));
    base.ifPresent(launch::buffer);
    launch.buffer(u);
    if (plain) {
      launch.buffer(uploaded(device, rows.numbers()));
    } else {
      Sorted sorted = Sorted.of(rows);
      launch.buffer(uploaded(device, sorted.order())).buffer(uploaded(device, sorted.starts()));
    }
    launch.buffer(y).integers(rows.P(), rows.I(), rows.J(), rows.Q());
    if (packed) {
      int block = Groups.slices(rows.Q());
      launch.integer(block).groups(1, 1).over(Groups.parts(rows.J(), block), sp);
    } else {
      launch.groups(Groups.of(rows.Q(), rows.J())).over(rows.Q(), rows.J(), sp);
    }
    return y;
  }

  private static DeviceStorage uploaded(ClDevice device, int[] values) {
    return device.here(Tensor.of(values));
  }

  /**
   * The indices that fall on each cell, by counting.
   *
   * @param order the numbers i of the indices, those of one cell together and rising
   * @param starts where the cell's begin; one more than there are cells
   */
  private record Sorted(int[] order, int[] starts) {
    static Sorted of(Rows rows) {
      int I = rows.I();
      int J = rows.J();
      int[] row = rows.numbers();
      int[] starts = new int[rows.S() * J + 1];
      for (int n = 0; n < row.length; n++) {
        starts[n / I * J + row[n] + 1]++;
      }
      for (int cell = 1; cell < starts.length; cell++) {
        starts[cell] += starts[cell - 1];
      }
      int[] next = starts.clone();
      int[] order = new int[row.length];
      for (int n = 0; n < row.length; n++) {
        order[next[n / I * J + row[n]]++] = n % I;
      }
      return new Sorted(order, starts);
    }
  }

  private static KernelSpec spec(String name, DType dtype, boolean begun) {
    return SPECS.computeIfAbsent(new Form(name, dtype, begun), Scattering::spec);
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put("TYPE", ClTypes.name(form.dtype()));
    macros.put("ACC", Sums.accumulator(form.dtype()));
    if (form.begun()) {
      macros.put("BEGIN", "1");
    }
    return KernelSpec.of("scatter.cl", form.name(), macros);
  }
}
