package dev.assay.engine.ops.linalg;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;

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

  /** {@code a·b} of matrices over the last two axes and vectors; leading axes broadcast. */
  public static Tensor matvec(Tensor a, Tensor b) {
    return matvec(a, b, false);
  }

  /** {@code a·b} of matrices, transposed first where asked, and vectors; leading axes broadcast. */
  public static Tensor matvec(Tensor a, Tensor b, boolean transposeA) {
    return MatVec.matvec(a, b, transposeA);
  }

  /** Sums products over the last {@code axes} axes of {@code a} and the first of {@code b}. */
  public static Tensor tensordot(Tensor a, Tensor b, int axes) {
    return Dispatch.one(TensorDot.TENSORDOT, Attributes.of("axes", axes), a, b);
  }

  /**
   * Sums products over the axes {@code aAxes[k]} of {@code a} and {@code bAxes[k]} of {@code b}.
   */
  public static Tensor tensordot(Tensor a, Tensor b, int[] aAxes, int[] bAxes) {
    ValueException.requireGiven(aAxes, "tensordot: the axes of a");
    ValueException.requireGiven(bAxes, "tensordot: the axes of b");
    return TensorDot.tensordot(a, b, aAxes, bAxes);
  }

  /** {@code a[i…]·b[j…]}, of the shape {@code a.shape + b.shape}. */
  public static Tensor outer(Tensor a, Tensor b) {
    return Dispatch.one(TensorDot.OUTER, a, b);
  }

  /** Einstein's summation, for example {@code einsum("ij,jk->ik", a, b)}. */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.einsum(
        equation,
        Arrays.asList(ValueException.requireGiven(operands, "einsum: the list of operands")));
  }

  /** {@code Σᵢ x[…,i,i]}. */
  public static Tensor trace(Tensor x) {
    return Trace.trace(x);
  }
}
