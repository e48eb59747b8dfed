package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.DeviceInfo.FpFlag;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.kernel.ClTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kernels that sum products, built for an element type: the macros of {@code product.cl}. */
public final class Products {
  private static final Map<Key, KernelSpec> SPECS = new ConcurrentHashMap<>();

  private record Key(
      String file, String name, DType dtype, boolean fused, Map<String, String> macros) {}

  private static final int GROUP = 64;
  private static final int SIDE = 8;

  private Products() {}

  /** A kernel for elements of that type. */
  public static KernelSpec kernel(String file, String name, DType dtype, DeviceInfo device) {
    return kernel(file, name, dtype, device, Map.of());
  }

  /** A kernel for elements of that type, with more macros. */
  public static KernelSpec kernel(
      String file, String name, DType dtype, DeviceInfo device, Map<String, String> macros) {
    boolean fused =
        dtype == DType.FLOAT32 && device.single().contains(FpFlag.FMA)
            || dtype == DType.FLOAT64 && device.binary64().contains(FpFlag.FMA);
    return SPECS.computeIfAbsent(new Key(file, name, dtype, fused, macros), Products::make);
  }

  /**
   * Work-groups of 64 for kernels of one element each, as long along the first dimension as that
   * fills them. Of three shapes only: drivers build a kernel anew for each.
   */
  public static long[] groups(int first) {
    int wide = first >= GROUP ? GROUP : first >= SIDE ? SIDE : 1;
    return new long[] {wide, GROUP / wide, 1};
  }

  private static KernelSpec make(Key key) {
    Map<String, String> macros = new HashMap<>(key.macros());
    macros.put("REAL", element(key.dtype()));
    macros.put("ACC", accumulator(key.dtype()));
    if (key.fused()) {
      macros.put("MULTIPLY_ADD(a, b, c)", "fma(a, b, c)");
    }
    return KernelSpec.of(key.file(), key.name(), macros);
  }

  /** Integers as unsigned ones, whose arithmetic wraps. */
  private static String element(DType dtype) {
    return switch (dtype) {
      case INT8 -> "uchar";
      case INT16 -> "ushort";
      case INT32 -> "uint";
      case INT64 -> "ulong";
      default -> ClTypes.name(dtype);
    };
  }

  /** What sums are kept in: at least 32 bits, as narrower integers are multiplied as int. */
  private static String accumulator(DType dtype) {
    return switch (dtype) {
      case INT8, INT16, INT32, UINT8 -> "uint";
      default -> element(dtype);
    };
  }
}
