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

  /** The dimensions of {@code input}, int32. */
  public static Tensor shape(Tensor input) {
    return Dispatch.one(ShapeOf.SHAPE, input);
  }

  /** The dimensions of {@code input} as {@code outType}: int32 or int64. */
  public static Tensor shape(Tensor input, DType outType) {
    return Dispatch.one(ShapeOf.SHAPE, Attributes.of("out_type", outType), input);
  }

  /** The number of elements of {@code input}, int32. */
  public static Tensor size(Tensor input) {
    return Dispatch.one(ShapeOf.SIZE, input);
  }

  /** The number of elements of {@code input} as {@code outType}: int32 or int64. */
  public static Tensor size(Tensor input, DType outType) {
    return Dispatch.one(ShapeOf.SIZE, Attributes.of("out_type", outType), input);
  }

  /** The number of dimensions of {@code input}, int32. */
  public static Tensor rank(Tensor input) {
    return Dispatch.one(ShapeOf.RANK, input);
  }

  /** {@code input} side by side with itself, {@code multiples[d]} times along axis {@code d}. */
  public static Tensor tile(Tensor input, int... multiples) {
    return Tile.tile(input, multiples);
  }

  /** {@code input} repeated to the given shape by NumPy's rule. */
  public static Tensor broadcastTo(Tensor input, int... shape) {
    return Dispatch.one(BroadcastTo.OP, Attributes.of("shape", shape), input);
  }

  /** {@code num} equal parts along {@code axis}. */
  public static List<Tensor> split(Tensor value, int num, int axis) {
    return Split.split(value, num, axis);
  }

  /** Parts of the given sizes along {@code axis}; one may be -1, the rest. */
  public static List<Tensor> split(Tensor value, int[] sizes, int axis) {
    return Split.split(value, sizes, axis);
  }

  /** {@code y[…, i, …] = x[…, n − 1 − i, …]} along every given axis. */
  public static Tensor reverse(Tensor tensor, int... axis) {
    return Shift.reverse(tensor, axis);
  }

  /** {@code y[…, i, …] = x[…, (i − shift) mod n, …]} along {@code axis}. */
  public static Tensor roll(Tensor input, long shift, long axis) {
    return Shift.roll(input, List.of(shift), List.of(axis));
  }

  /** As {@link #roll(Tensor, long, long)} along several axes. */
  public static Tensor roll(Tensor input, List<Long> shift, List<Long> axis) {
    return Shift.roll(input, shift, axis);
  }

  /** The coordinates of a grid; the first two axes are swapped: rows are y. */
  public static List<Tensor> meshgrid(List<Tensor> values) {
    return Meshgrid.meshgrid(values, "xy");
  }

  /** The coordinates of a grid; {@code indexing} is xy or ij. */
  public static List<Tensor> meshgrid(List<Tensor> values, String indexing) {
    return Meshgrid.meshgrid(values, indexing);
  }

  /** Matrices with {@code diagonal} on their diagonals, 0 elsewhere. */
  public static Tensor matrixDiag(Tensor diagonal) {
    return Diagonals.diag(diagonal);
  }

  /** The main diagonals of the matrices in the last two axes. */
  public static Tensor matrixDiagPart(Tensor input) {
    return Diagonals.part(input);
  }

  /** {@code input} with {@code diagonal} on the diagonals of its matrices. */
  public static Tensor matrixSetDiag(Tensor input, Tensor diagonal) {
    return Diagonals.setDiag(input, diagonal);
  }

  /** {@code input} itself. */
  public static Tensor identity(Tensor input) {
    return Dispatch.one(Passing.IDENTITY, input);
  }

  /** {@code input}, a constant to differentiation. */
  public static Tensor stopGradient(Tensor input) {
    return Dispatch.one(Passing.STOP_GRADIENT, input);
  }
}
