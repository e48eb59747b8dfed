package dev.assay.opencl.kernel.window;

import static dev.assay.opencl.kernel.linalg.RegisterBlocks.ceil;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.kernel.linalg.Products;
import dev.assay.opencl.kernel.linalg.RegisterBlocks;
import java.util.Map;

/** The kernels of {@code conv_packed.cl} and {@code conv_filter_packed.cl}, for processors. */
final class ConvPacked implements ConvVersion {
  /** Blocks that a work-item computes at most, one below the other: {@code conv_packed.cl}. */
  private static final int TILES = 4;

  /** Panels that a work-item multiplies with. */
  private static final int WIDTH = 16;

  /** Panels of a work-item for the adjoint by the filter. */
  private static final int FILTER_WIDTH = 4;

  @Override
  public void forward(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage w, DeviceStorage y) {
    int rows = c.batch() * c.outputs();
    product(device, c, 0, x, w, y, rows, c.loops().in(), c.loops().out());
  }

  @Override
  public void backpropInput(
      ClDevice device, ConvCall c, DeviceStorage w, DeviceStorage dy, DeviceStorage dx) {
    int rows = Math.toIntExact(adjointRows(c));
    product(device, c, 1, dy, w, dx, rows, c.loops().out(), c.loops().in());
  }

  /**
   * The product of patches, {@code rows} of them, with the filter, depth×columns for every cell.
   */
  @SuppressWarnings("try") // the scope is opened for its effect
  private static void product(
      ClDevice device,
      ConvCall c,
      int adjoint,
      DeviceStorage from,
      DeviceStorage w,
      DeviceStorage to,
      int rows,
      int depth,
      int columns) {
    RegisterBlocks blocks = RegisterBlocks.of(to.dtype(), device.info());
    int groups = c.loops().groups();
    int panels = blocks.panels(columns);
    int flags = groups * panels * c.cells();
    Map<String, String> macros = blocks.macros();
    macros.put("ADJOINT", Integer.toString(adjoint));
    macros.put("INDEX", c.index());
    macros.put("TILES", Integer.toString(TILES));
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage packed = device.allocate(to.dtype(), flags * depth * blocks.columns());
      DeviceStorage wild = device.allocate(DType.INT32, flags);
      device
          .launch(kernel("conv_packed.cl", "conv_pack_filter", to.dtype(), device, macros))
          .buffer(w)
          .buffer(packed)
          .buffer(wild)
          .integers(c.cells(), c.loops().in(), c.loops().out(), panels, groups)
          .groups(1, 1, 1)
          .over(c.cells(), panels, groups);
      int wide = ceil(panels, WIDTH);
      int tiles = blocks.tiles(rows, (long) wide * groups, TILES, device.info());
      Launch launch =
          device.launch(kernel("conv_packed.cl", "conv_packed", to.dtype(), device, macros));
      c.addTo(launch)
          .buffer(from)
          .buffer(w)
          .buffer(to)
          .buffer(packed)
          .buffer(wild)
          .integers(rows, tiles, WIDTH)
          .groups(1, 1, 1)
          .over(ceil(rows, tiles * blocks.rows()), wide, groups);
    }
  }

  /** Rows of the adjoint's product: every axis filled up to whole strides. */
  private static long adjointRows(ConvCall c) {
    return c.loops().grid().axes().stream()
        .mapToLong(
            a -> {
              long stride = Math.max(1, Math.min(a.stride(), a.input()));
              return (a.input() + stride - 1) / stride * stride;
            })
        .reduce(c.batch(), (x, y) -> x * y);
  }

  /** Whether rows and packed filter are no more than an int counts. */
  static boolean fits(ConvCall c, DType dtype, ClDevice device) {
    RegisterBlocks blocks = RegisterBlocks.of(dtype, device.info());
    long in = (long) blocks.panels(c.loops().in()) * blocks.columns() * c.loops().out();
    long out = (long) blocks.panels(c.loops().out()) * blocks.columns() * c.loops().in();
    return Math.max(in, out) * c.loops().groups() * c.cells() <= Shape.MAX_ELEMENTS
        && adjointRows(c) <= Shape.MAX_ELEMENTS;
  }

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public void backpropFilter(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage dy, DeviceStorage dw) {
    RegisterBlocks blocks = RegisterBlocks.of(dw.dtype(), device.info()).rows(8);
    int groups = c.loops().groups();
    int wide = ceil(blocks.panels(c.loops().out()), FILTER_WIDTH);
    FilterSlices slices = FilterSlices.of(c.batch() * c.outputs(), wide * groups);
    Map<String, String> macros = blocks.macros();
    macros.put("INDEX", c.index());
    macros.put("WIDTH", Integer.toString(FILTER_WIDTH));
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage parts = slices.parts(device, dw);
      Launch launch =
          device.launch(
              kernel("conv_filter_packed.cl", "conv_filter_packed", dw.dtype(), device, macros));
      c.addTo(launch)
          .buffer(x)
          .buffer(dy)
          .buffer(parts)
          .integers(c.batch(), slices.windows())
          .groups(1, 1, 1)
          .over(wide, groups, slices.count());
      slices.sum(device, parts, dw);
    }
  }

  private static KernelSpec kernel(
      String file, String name, DType dtype, ClDevice device, Map<String, String> macros) {
    return Products.kernel(file, name, dtype, device.info(), macros);
  }
}
