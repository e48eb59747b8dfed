package dev.assay.opencl.kernel.nn;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.Launch;
import dev.assay.opencl.kernel.TypedKernel;
import dev.assay.opencl.kernel.reduce.Lines;
import dev.assay.opencl.kernel.reduce.WorkGroups;
import java.util.Map;

/**
 * A kernel that computes whole lines, in three versions, which {@code lines.cl} explains.
 *
 * @param plain a work-item for each line
 * @param rows the same for lines of neighbours, in wide registers
 * @param tiled a work-group for each line
 */
record LineKernel(TypedKernel plain, TypedKernel rows, TypedKernel tiled) {
  /** {@code LANES} and {@code GROUP} of {@code lines.cl}. */
  private static final int LANES = 16;

  private static final int GROUP = 64;

  /** The versions of a kernel of a file. */
  static LineKernel of(String file, String name, Map<String, String> macros) {
    return new LineKernel(
        new TypedKernel(file, name + "_plain", macros),
        new TypedKernel(file, name + "_rows", macros),
        new TypedKernel(file, name + "_tiled", macros));
  }

  /** Begins to launch the version that suits the device and the lines. */
  Launch launch(ClDevice device, Lines lines, DType dtype) {
    return device.launch(version(device, lines).of(dtype));
  }

  /** Sets the last arguments and launches. */
  void over(Launch launch, ClDevice device, Lines lines) {
    launch.integers(lines.count(), lines.n(), lines.inner());
    if (version(device, lines) == tiled) {
      launch.groups(GROUP).over((long) GROUP * lines.count());
    } else {
      launch.groups(WorkGroups.size(lines.count())).over(lines.count());
    }
  }

  private TypedKernel version(ClDevice device, Lines lines) {
    return switch (device.settings().variant()) {
      case PLAIN -> plain;
      case TILED -> tiled;
      case PACKED -> forProcessor(lines);
      case AUTO ->
          device.info().gpu() ? lines.n() < GROUP / 2 ? plain : tiled : forProcessor(lines);
    };
  }

  private TypedKernel forProcessor(Lines lines) {
    return lines.inner() == 1 && lines.n() >= LANES ? rows : plain;
  }
}
