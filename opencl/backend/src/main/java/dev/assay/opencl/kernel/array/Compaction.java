package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Launches {@code compact.cl}: where a condition holds. How many places there are is known on the
 * device alone, so that the host waits for it, as a shape must be known.
 */
final class Compaction {
  private static final int CHUNK = 256;

  private record Form(String name, DType dtype) {}

  private static final Map<Form, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Compaction() {}

  /** The positions at which {@code x} is not 0, rising, int32. */
  static DeviceStorage positions(ClDevice device, DeviceStorage x) {
    int n = x.size();
    int chunks = n / CHUNK + (n % CHUNK == 0 ? 0 : 1);
    DeviceStorage counts = device.allocate(DType.INT32, chunks);
    device
        .launch(spec("compact_count", x.dtype()))
        .buffer(x)
        .buffer(counts)
        .integer(n)
        .over(chunks);
    int[] starts = Tensor.of(Shape.of(chunks), counts).toInts();
    int total = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int count = starts[chunk];
      starts[chunk] = total;
      total += count;
    }
    DeviceStorage positions = device.allocate(DType.INT32, total);
    device
        .launch(spec("compact_write", x.dtype()))
        .buffer(x)
        .buffer(device.here(Tensor.of(starts)))
        .buffer(positions)
        .integer(n)
        .over(chunks);
    return positions;
  }

  /** {@code where} with one argument: the indices, int64 {@code [n, rank]}. */
  static List<Tensor> indices(Call c, ClDevice device) {
    Shape shape = c.in(0).shape();
    DeviceStorage positions = positions(device, device.here(c.in(0)));
    int n = positions.size();
    int[] strides = Index.strides(shape);
    DeviceStorage index = device.allocate(DType.INT64, n * shape.rank());
    for (int d = 0; d < shape.rank(); d++) {
      device
          .launch(spec("compact_unravel", DType.BOOL))
          .buffer(positions)
          .buffer(index)
          .integers(n, d, shape.rank(), strides[d], shape.dim(d))
          .groups(Groups.flat())
          .over(n);
    }
    return List.of(Tensor.of(Shape.of(n, shape.rank()), index));
  }

  /** {@code boolean_mask}. */
  static List<Tensor> masked(Call c, ClDevice device) {
    Shape tensor = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), tensor.rank());
    int after = axis + c.in(1).rank();
    DeviceStorage positions = positions(device, device.here(c.in(1)));
    int n = positions.size();
    Rows rows =
        new Rows(
            Tensor.of(Shape.of(n), positions),
            new int[] {c.in(1).size()},
            1,
            Index.product(tensor, 0, axis),
            n,
            Index.product(tensor, after, tensor.rank()));
    Shape shape =
        tensor.slice(0, axis).concat(Shape.of(n)).concat(tensor.slice(after, tensor.rank()));
    return List.of(Tensor.of(shape, Gathering.picked(device, device.here(c.in(0)), rows)));
  }

  private static KernelSpec spec(String name, DType dtype) {
    return SPECS.computeIfAbsent(
        new Form(name, dtype),
        f ->
            KernelSpec.of(
                "compact.cl",
                f.name(),
                Map.of("TYPE", ClTypes.name(f.dtype()), "CHUNK", Integer.toString(CHUNK))));
  }
}
