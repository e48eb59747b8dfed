package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Launches {@code fill.cl}, and says which bits a number is. */
final class Filling {
  private static final Map<String, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private Filling() {}

  /** A new buffer of elements that all have those bits. */
  static DeviceStorage filled(ClDevice device, DType dtype, int size, long bits) {
    DeviceStorage y = device.allocate(dtype, size);
    device
        .launch(SPECS.computeIfAbsent(ClTypes.word(dtype), Filling::spec))
        .buffer(y)
        .integer(size)
        .integer64(bits)
        .groups(Groups.flat())
        .over(size);
    return y;
  }

  private static KernelSpec spec(String word) {
    return KernelSpec.of("fill.cl", "fill_flat", Map.of("WORD", word));
  }

  /** The bits of a number as an element, rounded once; integers truncate and wrap. */
  static long bits(DType dtype, double value) {
    Object array = HostStorage.ofDoubles(dtype, new double[] {value}).array();
    if (array instanceof float[] a) {
      return Float.floatToRawIntBits(a[0]);
    } else if (array instanceof double[] a) {
      return Double.doubleToRawLongBits(a[0]);
    }
    return HostStorage.ofDoubles(dtype, new double[] {value}).longs()[0];
  }
}
