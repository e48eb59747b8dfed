package dev.assay.engine.ops.linalg;

import dev.assay.engine.tensor.Tensor;

/** Products of matrices and tensors. */
public final class LinAlg {
  private LinAlg() {}

  /** {@code a·b} over the last two axes; leading axes broadcast. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return matmul(a, b, false, false);
  }

  /** {@code a·b} over the last two axes, each transposed first where asked. */
  public static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    return MatMul.matmul(a, b, transposeA, transposeB);
  }
}
