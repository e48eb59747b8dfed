package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.NUMERIC_AND_BOOL;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code cast}: the same numbers as elements of another type. */
final class Cast {
  static final Op OP =
      Op.define("cast")
          .formula("y = x as dtype")
          .note("To a floating type: rounded once, to nearest, ties to even.")
          .note(
              "From a floating to an integer type: truncated towards zero to 64 bits as Java's"
                  + " (long) does, NaN to 0, out of range to the nearest 64-bit integer; then"
                  + " wrapped as two's complement. TensorFlow leaves those cases undefined.")
          .note("From an integer to an integer type: wrapped; cast(123456789, int16) = -13035.")
          .note("To bool: whether x ≠ 0, so NaN is true. From bool: false 0, true 1.")
          .note("From complex to real: the real part. From real to complex: imaginary part 0.")
          .input("x", NUMERIC_AND_BOOL, "any shape")
          .attr("dtype", Type.DTYPE, "the type of the result")
          .outputs("y")
          .require(
              Kind.ATTRIBUTE, "dtype is not string", o -> o.attrs().dtype("dtype") != DType.STRING)
          .type(o -> new TensorType(o.attrs().dtype("dtype"), o.shape(0)))
          .kernel(Cast::forward)
          .vjp("x", p -> cast(p.dy(), p.x(0).dtype()))
          .hard(
              hard(DType.INT32, 2.9, 2),
              hard(DType.INT32, -2.9, -2),
              hard(DType.INT32, Double.NaN, 0),
              hard(DType.INT32, 0x1p31, Integer.MIN_VALUE),
              hard(DType.INT32, Double.POSITIVE_INFINITY, -1),
              hard(DType.INT64, Double.POSITIVE_INFINITY, 0x1p63),
              hard(DType.UINT8, -1, 255),
              hard(DType.BOOL, -0.0, 0),
              hard(DType.BOOL, Double.NaN, 1),
              hard(DType.FLOAT32, 1 + 0x1p-24, 1),
              hard(DType.FLOAT32, 0x1p128, Double.POSITIVE_INFINITY),
              new HardPoint(
                  List.of(Tensor.of(123456789)),
                  Attributes.of("dtype", DType.INT16),
                  Tensor.ofLongs(DType.INT16, Shape.scalar(), -13035),
                  List.of()))
          .build();

  private Cast() {}

  private static HardPoint hard(DType dtype, double x, double y) {
    return new HardPoint(
        List.of(Tensor.of(x)),
        Attributes.of("dtype", dtype),
        Tensor.of(dtype, Shape.scalar(), y),
        List.of());
  }

  private static List<Tensor> forward(Call c) {
    return List.of(Tensor.of(c.output().shape(), convert(c.in(0).host(), c.output().dtype())));
  }

  /** The elements of {@code x} as elements of type {@code dtype}. */
  static HostStorage convert(HostStorage x, DType dtype) {
    DType from = x.dtype();
    if (from == dtype) {
      return x;
    }
    if (from.isInteger() || from == DType.BOOL) {
      return HostStorage.ofLongs(dtype, x.longs());
    }
    double[] v = x.doubles();
    if (from.isComplex() == dtype.isComplex()) {
      return HostStorage.ofDoubles(dtype, v);
    }
    return HostStorage.ofDoubles(dtype, from.isComplex() ? parts(v, dtype) : pairs(v));
  }

  /** Real parts; for bool, whether either part is not zero. */
  private static double[] parts(double[] pairs, DType dtype) {
    double[] re = new double[pairs.length / 2];
    for (int i = 0; i < re.length; i++) {
      boolean imaginary = dtype == DType.BOOL && pairs[2 * i + 1] != 0;
      re[i] = imaginary ? 1 : pairs[2 * i];
    }
    return re;
  }

  private static double[] pairs(double[] re) {
    double[] pairs = new double[2 * re.length];
    for (int i = 0; i < re.length; i++) {
      pairs[2 * i] = re[i];
    }
    return pairs;
  }

  static Tensor cast(Tensor x, DType dtype) {
    ValueException.requireGiven(x, "cast: x, input 0,");
    return x.dtype() == dtype ? x : Dispatch.one(OP, Attributes.of("dtype", dtype), x);
  }
}
