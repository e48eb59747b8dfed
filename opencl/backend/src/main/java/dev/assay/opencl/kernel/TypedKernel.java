package dev.assay.opencl.kernel;

import dev.assay.engine.tensor.DType;
import dev.assay.opencl.device.KernelSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A kernel that is built for each element type: with the macros {@code REAL}, the type, and {@code
 * ACC}, the type of sums, which is {@code REAL} or the unsigned integer in which sums wrap.
 */
public final class TypedKernel {
  private final String file;
  private final String name;
  private final Map<String, String> macros;
  private final Map<DType, KernelSpec> specs = new ConcurrentHashMap<>();

  /** A kernel of a file. */
  public TypedKernel(String file, String name) {
    this(file, name, Map.of());
  }

  /** A kernel of a file with more macros. */
  public TypedKernel(String file, String name, Map<String, String> macros) {
    this.file = file;
    this.name = name;
    this.macros = Map.copyOf(macros);
  }

  /** The kernel for elements of a type that is on devices. */
  public KernelSpec of(DType dtype) {
    return specs.computeIfAbsent(dtype, this::make);
  }

  private KernelSpec make(DType dtype) {
    Map<String, String> all = new HashMap<>(macros);
    all.put("REAL", ClTypes.name(dtype));
    all.put("ACC", sum(dtype));
    return KernelSpec.of(file, name, all);
  }

  /** What sums are kept in: overflow of a signed integer is undefined, of an unsigned one not. */
  private static String sum(DType dtype) {
    return dtype.isFloating() ? ClTypes.name(dtype) : dtype == DType.INT64 ? "ulong" : "uint";
  }
}
