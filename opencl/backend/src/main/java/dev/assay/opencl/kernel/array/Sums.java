package dev.assay.opencl.kernel.array;

import dev.assay.engine.tensor.DType;

/** Types in which sums are kept. */
final class Sums {
  private Sums() {}

  /** Floating types their own; integers an unsigned type, which wraps. */
  static String accumulator(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case INT64 -> "ulong";
      default -> "uint";
    };
  }
}
