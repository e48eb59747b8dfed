package dev.assay.engine.ops.array;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/** Operations that make tensors from numbers, shapes and types. */
public final class Creation {
  private Creation() {}

  /** The elements of a Java array of any depth, of a tensor, or one number or text. */
  public static Tensor constant(Object value) {
    return Constant.constant(value, Attributes.none());
  }

  /** As {@link #constant(Object)}, converted to {@code dtype}. */
  public static Tensor constant(Object value, DType dtype) {
    return Constant.constant(value, Attributes.of("dtype", dtype));
  }

  /** As {@link #constant(Object, DType)}, in the given shape, the last element repeated. */
  public static Tensor constant(Object value, DType dtype, Shape shape) {
    return Constant.constant(
        value, Attributes.of("dtype", dtype).and("shape", dims("constant", shape)));
  }

  /** 0 everywhere; false for bool, the empty text for string. */
  public static Tensor zeros(Shape shape, DType dtype) {
    return Dispatch.one(
        Fills.ZEROS, Attributes.of("shape", dims("zeros", shape)).and("dtype", dtype));
  }

  /** 1 everywhere; true for bool. */
  public static Tensor ones(Shape shape, DType dtype) {
    return Dispatch.one(
        Fills.ONES, Attributes.of("shape", dims("ones", shape)).and("dtype", dtype));
  }

  /** 0 everywhere, of the type and shape of {@code input}. */
  public static Tensor zerosLike(Tensor input) {
    return Dispatch.one(Fills.ZEROS_LIKE, input);
  }

  /** 1 everywhere, of the type and shape of {@code input}. */
  public static Tensor onesLike(Tensor input) {
    return Dispatch.one(Fills.ONES_LIKE, input);
  }

  /** The scalar {@code value} in every place of a tensor of shape {@code dims}. */
  public static Tensor fill(Shape dims, Tensor value) {
    return Dispatch.one(Fills.FILL, Attributes.of("dims", dims("fill", dims)), value);
  }

  private static int[] dims(String op, Shape shape) {
    return ValueException.requireGiven(shape, op + ": the shape").dims();
  }

  /** The identity matrix of {@code numRows} rows. */
  public static Tensor eye(int numRows, DType dtype) {
    return eye(numRows, numRows, dtype);
  }

  /** {@code y[r, c] = 1 if r = c, else 0}. */
  public static Tensor eye(int numRows, int numColumns, DType dtype) {
    return Dispatch.one(
        Fills.EYE,
        Attributes.of("num_rows", numRows).and("num_columns", numColumns).and("dtype", dtype));
  }

  /** {@code 0, 1, …, limit − 1}, int32. */
  public static Tensor range(int limit) {
    return range(Tensor.of(0), Tensor.of(limit), Tensor.of(1));
  }

  /** {@code start + i·delta} as long as it lies before {@code limit}; scalars of one type. */
  public static Tensor range(Tensor start, Tensor limit, Tensor delta) {
    return Range.range(start, limit, delta);
  }

  /** {@code start + i·(stop − start)/(num − 1)}, {@code num} elements, the last exactly stop. */
  public static Tensor linspace(Tensor start, Tensor stop, int num) {
    return Linspace.linspace(start, stop, num);
  }

  /** {@code y[…, k] = 1 if indices[…] = k, else 0}, float32; the new axis is the last. */
  public static Tensor oneHot(Tensor indices, int depth) {
    return oneHot(indices, depth, 1, 0, -1, DType.FLOAT32);
  }

  /** {@code y[…, k] = 1 if indices[…] = k, else 0} of type {@code dtype}. */
  public static Tensor oneHot(Tensor indices, int depth, DType dtype) {
    return oneHot(indices, depth, 1, 0, -1, dtype);
  }

  /** {@code onValue} where the index is the position along the new {@code axis}. */
  public static Tensor oneHot(
      Tensor indices, int depth, double onValue, double offValue, int axis, DType dtype) {
    Attributes attrs =
        Attributes.of("depth", depth)
            .and("on_value", onValue)
            .and("off_value", offValue)
            .and("axis", axis)
            .and("dtype", dtype);
    return Dispatch.one(OneHot.OP, attrs, indices);
  }
}
