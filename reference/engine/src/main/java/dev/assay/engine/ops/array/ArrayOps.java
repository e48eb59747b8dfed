package dev.assay.engine.ops.array;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Shapes: the same elements arranged otherwise, joined, taken apart, repeated. */
public final class ArrayOps {
  private ArrayOps() {}

  /** The numbers of {@code x} as elements of type {@code dtype}. */
  public static Tensor cast(Tensor x, DType dtype) {
    return Cast.cast(x, dtype);
  }

  /** The elements, row-major, in the given shape; one entry may be -1. */
  public static Tensor reshape(Tensor tensor, int... shape) {
    return Dispatch.one(Reshape.OP, Attributes.of("shape", shape), tensor);
  }

  /** The axes in reverse order; of a matrix, {@code aᵀ}. */
  public static Tensor transpose(Tensor a) {
    return Dispatch.one(Transpose.OP, a);
  }

  /** Axis {@code d} of the result is axis {@code perm[d]} of {@code a}. */
  public static Tensor transpose(Tensor a, int... perm) {
    return Transpose.transpose(a, perm);
  }

  /** {@code input} with a dimension of size 1 inserted before {@code axis}. */
  public static Tensor expandDims(Tensor input, int axis) {
    return ExpandDims.expandDims(input, axis);
  }

  /** {@code input} without the dimensions {@code axis}, each of size 1; without axis, all such. */
  public static Tensor squeeze(Tensor input, int... axis) {
    return Dispatch.one(Squeeze.OP, Attributes.of("axis", axis), input);
  }

  /** The tensors one after the other along {@code axis}. */
  public static Tensor concat(List<Tensor> values, int axis) {
    return Concat.concat(values, axis);
  }

  /** The tensors, all of one shape, along a new {@code axis}. */
  public static Tensor stack(List<Tensor> values, int axis) {
    return Stack.stack(values, axis);
  }

  /** The tensors that lie side by side along {@code axis}. */
  public static List<Tensor> unstack(Tensor value, int axis) {
    return Stack.unstack(value, axis);
  }

  /** A border of zeros, {@code paddings[d] = {before, after}} wide along axis {@code d}. */
  public static Tensor pad(Tensor tensor, int[][] paddings) {
    return Pad.pad(tensor, paddings, "CONSTANT", 0);
  }

  /** A border: {@code constantValues} for mode CONSTANT, mirrored for REFLECT and SYMMETRIC. */
  public static Tensor pad(Tensor tensor, int[][] paddings, String mode, double constantValues) {
    return Pad.pad(tensor, paddings, mode, constantValues);
  }
}
