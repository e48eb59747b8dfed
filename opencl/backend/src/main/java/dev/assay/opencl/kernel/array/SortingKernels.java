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
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Elements in order, and the different ones: launches {@code sort.cl} and {@code unique.cl}. */
final class SortingKernels implements KernelFamily {
  private static final int RUN = 16;

  private record Form(String file, String name, DType type, boolean descending, DType index) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  @Override
  public Map<String, DeviceOp> ops() {
    return Map.of(
        "sort", (Movement) SortingKernels::sort,
        "argsort", (Movement) SortingKernels::argsort,
        "top_k", (Movement) SortingKernels::topK,
        "unique", (Movement) SortingKernels::unique);
  }

  /** The arguments of {@code sort} and {@code argsort} with the axis in the last place. */
  private record Turned(int[] swap, Shape shape, DeviceStorage rows) {
    static Turned of(Call c, ClDevice device) {
      int last = c.in(0).rank() - 1;
      int axis = Index.axis(c.attrs().int32("axis"), last + 1);
      int[] swap = IntStream.rangeClosed(0, last).toArray();
      swap[axis] = last;
      swap[last] = axis;
      Shape shape = c.in(0).shape();
      View view = View.of(shape).permuted(swap);
      return new Turned(
          swap,
          Shape.of(view.axes().stream().mapToInt(View.Axis::size).toArray()),
          Copy.gathered(device, device.here(c.in(0)), view, Copy.Value.BITS));
    }

    int length() {
      return shape.dim(-1);
    }

    Tensor back(Call c, ClDevice device, DeviceStorage y) {
      View view = View.of(shape).permuted(swap);
      return Tensor.of(c.output().shape(), Copy.gathered(device, y, view, Copy.Value.BITS));
    }
  }

  private static boolean descending(Call c) {
    return c.attrs().text("direction").equals("DESCENDING");
  }

  private static List<Tensor> sort(Call c, ClDevice device) {
    Turned turned = Turned.of(c, device);
    int n = turned.length();
    DeviceStorage order = order(device, turned.rows(), n, descending(c));
    return List.of(turned.back(c, device, picked(device, turned.rows(), order, n, n)));
  }

  private static List<Tensor> argsort(Call c, ClDevice device) {
    Turned turned = Turned.of(c, device);
    DeviceStorage order = order(device, turned.rows(), turned.length(), descending(c));
    return List.of(turned.back(c, device, order));
  }

  private static List<Tensor> topK(Call c, ClDevice device) {
    DeviceStorage x = device.here(c.in(0));
    Shape shape = c.output().shape();
    int n = c.in(0).shape().dim(-1);
    int k = shape.dim(-1);
    DeviceStorage order = order(device, x, n, true);
    View first = View.of(rows(x, n), n).narrowed(1, 0, 1, k);
    return List.of(
        Tensor.of(shape, picked(device, x, order, n, k)),
        Tensor.of(shape, Copy.gathered(device, order, first, Copy.Value.BITS)));
  }

  private static int rows(DeviceStorage x, int n) {
    return n == 0 ? 0 : x.size() / n;
  }

  /** Where the elements of each row of {@code n} stand, in order. */
  private static DeviceStorage order(ClDevice device, DeviceStorage x, int n, boolean descending) {
    DeviceStorage order = device.allocate(DType.INT32, x.size());
    int rows = rows(x, n);
    device
        .launch(spec("sort.cl", "sort_runs", x.dtype(), descending, DType.INT32))
        .buffer(x)
        .buffer(order)
        .integer(n)
        .over((n + RUN - 1L) / RUN, rows);
    boolean packed = Groups.packed(device);
    String kernel = packed ? "sort_merge_packed" : "sort_merge";
    KernelSpec merge = spec("sort.cl", kernel, x.dtype(), descending, DType.INT32);
    for (long width = RUN; width < n; width *= 2) {
      DeviceStorage merged = device.allocate(DType.INT32, x.size());
      Launch launch = device.launch(merge).buffer(x).buffer(order).buffer(merged);
      launch.integers(n, (int) width);
      if (packed) {
        launch.groups(1, 1).over((n + 2 * width - 1) / (2 * width), rows);
      } else {
        launch.groups(64, 1).over(n, rows);
      }
      order = merged;
    }
    return order;
  }

  /** The first {@code k} elements of each row in order. */
  private static DeviceStorage picked(
      ClDevice device, DeviceStorage x, DeviceStorage order, int n, int k) {
    int rows = rows(x, n);
    DeviceStorage y = device.allocate(x.dtype(), rows * k);
    device
        .launch(spec("sort.cl", "sort_pick", x.dtype(), false, DType.INT32))
        .buffer(x)
        .buffer(order)
        .buffer(y)
        .integers(n, k)
        .groups(64, 1)
        .over(k, rows);
    return y;
  }

  private static List<Tensor> unique(Call c, ClDevice device) {
    DeviceStorage x = device.here(c.in(0));
    int n = x.size();
    DType indexType = c.attrs().dtype("out_idx");
    DeviceStorage order = order(device, x, n, false);
    DeviceStorage first = device.allocate(DType.INT32, n);
    DeviceStorage isFirst = device.allocate(DType.BOOL, n);
    device
        .launch(spec("unique.cl", "unique_first", x.dtype(), false, indexType))
        .buffer(x)
        .buffer(order)
        .buffer(first)
        .buffer(isFirst)
        .integer(n)
        .groups(Groups.flat())
        .over(n);
    DeviceStorage positions = Compaction.positions(device, isFirst);
    int count = positions.size();
    DeviceStorage index = device.allocate(indexType, n);
    device
        .launch(spec("unique.cl", "unique_index", x.dtype(), false, indexType))
        .buffer(first)
        .buffer(positions)
        .buffer(index)
        .integers(n, count)
        .groups(Groups.flat())
        .over(n);
    Rows rows = Rows.first(c.in(0).shape(), Tensor.of(Shape.of(count), positions));
    return List.of(
        Tensor.of(Shape.of(count), Gathering.picked(device, x, rows)),
        Tensor.of(Shape.of(n), index));
  }

  private static KernelSpec spec(
      String file, String name, DType type, boolean descending, DType index) {
    return SPECS.computeIfAbsent(
        new Form(file, name, type, descending, index), SortingKernels::spec);
  }

  private static KernelSpec spec(Form form) {
    Map<String, String> macros = new HashMap<>();
    macros.put("TYPE", ClTypes.name(form.type()));
    macros.put("WORD", ClTypes.word(form.type()));
    macros.put("INDEX", ClTypes.name(form.index()));
    macros.put("DESCENDING", form.descending() ? "1" : "0");
    macros.put("RUN", Integer.toString(RUN));
    if (form.type().isFloating()) {
      macros.put("FLOATING", "1");
    }
    return KernelSpec.of(form.file(), form.name(), macros);
  }
}
