package dev.assay.opencl.kernel.window;

import static dev.assay.opencl.kernel.linalg.RegisterBlocks.ceil;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.kernel.linalg.LocalTiles;
import dev.assay.opencl.kernel.linalg.Products;
import java.util.Map;

/**
 * The kernels of {@code conv_tiled.cl} and {@code conv_filter_tiled.cl}, for graphics processors.
 */
final class ConvTiled implements ConvVersion {
  /**
   * The side of the tiles by which slices are counted, whatever that of those that run: it depends
   * on the number of compute units, which the order of additions must not.
   */
  private static final int SIDE = 64;

  @Override
  public void forward(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage w, DeviceStorage y) {
    product(device, c, 0, x, w, y, c.batch() * c.outputs(), c.loops().out());
  }

  @Override
  public void backpropInput(
      ClDevice device, ConvCall c, DeviceStorage w, DeviceStorage dy, DeviceStorage dx) {
    product(device, c, 1, dy, w, dx, c.batch() * c.inputs(), c.loops().in());
  }

  private static void product(
      ClDevice device,
      ConvCall c,
      int adjoint,
      DeviceStorage from,
      DeviceStorage w,
      DeviceStorage to,
      int rows,
      int columns) {
    int groups = c.loops().groups();
    LocalTiles tiles = LocalTiles.of(rows, columns, groups, device.info());
    Map<String, String> macros = tiles.macros();
    macros.put("ADJOINT", Integer.toString(adjoint));
    Launch launch = launch(device, "conv_tiled", to.dtype(), c, macros);
    launch.buffer(from).buffer(w).buffer(to).integer(c.batch());
    tiles.launch(launch, rows, columns, groups);
  }

  @Override
  @SuppressWarnings("try") // the scope is opened for its effect
  public void backpropFilter(
      ClDevice device, ConvCall c, DeviceStorage x, DeviceStorage dy, DeviceStorage dw) {
    int rows = c.cells() * c.loops().in();
    int groups = c.loops().groups();
    LocalTiles tiles = LocalTiles.of(rows, c.loops().out(), groups, device.info());
    int each = ceil(rows, SIDE) * ceil(c.loops().out(), SIDE) * groups;
    FilterSlices slices = FilterSlices.of(c.batch() * c.outputs(), each);
    try (MemoryScope scratch = MemoryScope.open()) {
      DeviceStorage parts = slices.parts(device, dw);
      Launch launch = launch(device, "conv_filter_tiled", dw.dtype(), c, tiles.macros());
      launch.buffer(x).buffer(dy).buffer(parts).integers(c.batch(), slices.windows());
      tiles.launch(launch, rows, c.loops().out(), slices.count() * groups);
      slices.sum(device, parts, dw);
    }
  }

  private static Launch launch(
      ClDevice device, String name, DType dtype, ConvCall c, Map<String, String> macros) {
    macros.put("INDEX", c.index());
    return c.addTo(
        device.launch(Products.kernel(name + ".cl", name, dtype, device.info(), macros)));
  }
}
