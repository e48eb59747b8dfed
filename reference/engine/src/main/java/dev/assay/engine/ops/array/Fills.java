package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC_AND_BOOL;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Rows that make a tensor of one value everywhere, or of ones on a diagonal. */
final class Fills {
  private static final String CONSTANT = "the result does not depend on the values of input";

  static final Op ZEROS =
      Op.define("zeros")
          .formula("output[i] = 0")
          .note("false for bool, the empty text for string.")
          .attr("shape", Type.INTS, "the shape of the result")
          .attr("dtype", Type.DTYPE, DType.FLOAT32, "the type of the result")
          .require(Kind.ATTRIBUTE, "every entry of shape is >= 0", o -> natural(o, "shape"))
          .type(o -> new TensorType(o.attrs().dtype("dtype"), Shape.of(o.attrs().longs("shape"))))
          .kernel(c -> List.of(zeros(c.output())))
          .build();

  static final Op ONES =
      Op.define("ones")
          .formula("output[i] = 1")
          .note("true for bool.")
          .attr("shape", Type.INTS, "the shape of the result")
          .attr("dtype", Type.DTYPE, DType.FLOAT32, "the type of the result")
          .require(Kind.ATTRIBUTE, "every entry of shape is >= 0", o -> natural(o, "shape"))
          .require(Kind.ATTRIBUTE, "dtype is not string", Fills::hasOne)
          .type(o -> new TensorType(o.attrs().dtype("dtype"), Shape.of(o.attrs().longs("shape"))))
          .kernel(c -> List.of(ones(c.output())))
          .build();

  static final Op ZEROS_LIKE =
      Op.define("zeros_like")
          .formula("output[i] = 0, of the dtype and shape of input")
          .note("false for bool, the empty text for string.")
          .input("input", ANY, "any shape")
          .kernel(c -> List.of(zeros(c.output())))
          .noGradient("input", CONSTANT)
          .build();

  static final Op ONES_LIKE =
      Op.define("ones_like")
          .formula("output[i] = 1, of the dtype and shape of input")
          .note("true for bool.")
          .input("input", NUMERIC_AND_BOOL, "any shape")
          .kernel(c -> List.of(ones(c.output())))
          .noGradient("input", CONSTANT)
          .build();

  static final Op FILL =
      Op.define("fill")
          .formula("output[i] = value, output.shape = dims")
          .input("value", ANY, "a scalar")
          .attr("dims", Type.INTS, "the shape of the result")
          .require(Kind.SHAPE, "value is a scalar", o -> o.shape(0).rank() == 0)
          .require(Kind.ATTRIBUTE, "every entry of dims is >= 0", o -> natural(o, "dims"))
          .type(o -> new TensorType(o.dtype(0), Shape.of(o.attrs().longs("dims"))))
          .kernel(c -> Movement.select(c, new int[c.output().shape().elements()]))
          .vjp("value", p -> Like.sumLike(p.dy(), p.x(0)))
          .build();

  static final Op EYE =
      Op.define("eye")
          .formula("output[…, r, c] = 1 if r = c, else 0")
          .note("num_columns is num_rows where it is not given.")
          .attr("num_rows", Type.INT, "rows of each matrix")
          .optionalAttr("num_columns", Type.INT, "columns of each matrix")
          .attr("batch_shape", Type.INTS, List.of(), "leading dimensions: as many matrices")
          .attr("dtype", Type.DTYPE, DType.FLOAT32, "the type of the result")
          .require(
              Kind.ATTRIBUTE,
              "num_rows >= 0 and num_columns >= 0",
              o -> o.attrs().integer("num_rows") >= 0 && columns(o) >= 0)
          .require(
              Kind.ATTRIBUTE, "every entry of batch_shape is >= 0", o -> natural(o, "batch_shape"))
          .require(Kind.ATTRIBUTE, "dtype is not string", Fills::hasOne)
          .type(
              o ->
                  new TensorType(
                      o.attrs().dtype("dtype"),
                      Shape.of(o.attrs().longs("batch_shape"))
                          .concat(Shape.of(List.of(o.attrs().integer("num_rows"), columns(o))))))
          .kernel(c -> List.of(eye(c.output())))
          .build();

  static final List<Op> ROWS = List.of(ZEROS, ONES, ZEROS_LIKE, ONES_LIKE, FILL, EYE);

  private Fills() {}

  /** Whether no entry of the attribute is negative. */
  static boolean natural(Operands o, String attribute) {
    return o.attrs().longs(attribute).stream().allMatch(d -> d >= 0);
  }

  private static boolean hasOne(Operands o) {
    return o.attrs().dtype("dtype") != DType.STRING;
  }

  private static long columns(Operands o) {
    return o.attrs().integer(o.attrs().has("num_columns") ? "num_columns" : "num_rows");
  }

  private static Tensor zeros(TensorType type) {
    return Tensor.zeros(type.dtype(), type.shape());
  }

  private static Tensor ones(TensorType type) {
    long[] v = new long[type.shape().elements()];
    Arrays.fill(v, 1);
    return Tensor.of(type.shape(), HostStorage.ofLongs(type.dtype(), v));
  }

  private static Tensor eye(TensorType type) {
    Shape s = type.shape();
    int rows = s.dim(-2);
    int columns = s.dim(-1);
    long[] v = new long[s.elements()];
    for (int m = 0; m < v.length; m += rows * columns) {
      for (int r = 0; r < Math.min(rows, columns); r++) {
        v[m + r * columns + r] = 1;
      }
    }
    return Tensor.of(s, HostStorage.ofLongs(type.dtype(), v));
  }
}
