package dev.assay.engine.tensor;

import java.util.Arrays;

/** Prints tensors as NumPy prints arrays. */
final class TensorFormat {
  private TensorFormat() {}

  static String format(Tensor tensor) {
    return Arrays.toString(tensor.host().doubles());
  }
}
