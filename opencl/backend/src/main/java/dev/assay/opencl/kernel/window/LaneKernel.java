package dev.assay.opencl.kernel.window;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.TypedKernel;
import java.util.List;
import java.util.Map;

/**
 * A kernel in two versions: {@code name_plain}, whose work-items compute one element, and {@code
 * name_packed}, whose work-items compute several neighbours, as wide registers do. Both give the
 * same bits.
 */
final class LaneKernel {
  private static final List<Integer> WIDTHS = List.of(16, 4);

  private final TypedKernel plain;
  private final List<TypedKernel> packed;

  LaneKernel(String file, String name) {
    plain = new TypedKernel(file, name + "_plain");
    packed =
        WIDTHS.stream()
            .map(w -> new TypedKernel(file, name + "_packed", Map.of("LANES", w.toString())))
            .toList();
  }

  /**
   * How many of {@code neighbours} elements a work-item computes: 1 on graphics processors, whose
   * registers are as wide as a group of work-items, and where no width divides them.
   */
  static int lanes(ClDevice device, int neighbours) {
    Variant variant = device.settings().variant();
    boolean wide = variant == Variant.PACKED || variant == Variant.AUTO && !device.info().gpu();
    return WIDTHS.stream().filter(w -> wide && neighbours % w == 0).findFirst().orElse(1);
  }

  /** The version that computes so many elements of a type. */
  KernelSpec of(DType dtype, int lanes) {
    return (lanes == 1 ? plain : packed.get(WIDTHS.indexOf(lanes))).of(dtype);
  }
}
