package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.function.Predicate;

/**
 * {@code strided_slice}: {@code output[i] = input[begin + i·strides]}, NumPy's basic indexing as
 * TensorFlow's masks write it. {@link Subscripts} reads the attributes.
 */
final class StridedSlice {
  static final Op OP =
      attributes(
              Op.define("strided_slice")
                  .formula("output[i] = input[begin + i·strides], up to end exclusive")
                  .note("Negative begin and end count from the end; both are clamped to the range.")
                  .note("begin_mask, end_mask: bit i set, entry i reaches as far as it can.")
                  .note("ellipsis_mask: entry i stands for all dimensions not otherwise named.")
                  .note("new_axis_mask: entry i inserts a dimension of size 1.")
                  .note("shrink_axis_mask: entry i picks the one index begin and drops the axis.")
                  .note("Of several bits at one entry ellipsis goes first, then new axis.")
                  .input("input", ANY, "any shape"),
              0,
              "input")
          .type(o -> new TensorType(o.dtype(0), subscripts(o, 0).resultShape()))
          .kernel(c -> Movement.select(c, Subscripts.of(c.attrs(), c.in(0).shape()).source()))
          .vjp("input", p -> grad(p.attrs(), p.dy(), p.x(0)))
          .build();

  static final Op GRAD =
      attributes(
              Op.define("strided_slice_grad")
                  .formula("output[begin + i·strides] = dy[i], 0 elsewhere")
                  .note("The adjoint of strided_slice.")
                  .input("dy", NUMERIC, "the cotangent of strided_slice's result")
                  .input("like", ANY, "strided_slice's input; gives the shape"),
              1,
              "like")
          .require(
              Kind.SHAPE,
              "dy has the shape of strided_slice(like)",
              o -> subscripts(o, 1).resultShape().compatible(o.shape(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(c -> Movement.sum(c, Subscripts.of(c.attrs(), c.in(1).shape()).source()))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy()))
          .noGradient("like", "only the shape of like is used")
          .build();

  private StridedSlice() {}

  private static Op.Builder attributes(Op.Builder b, int at, String input) {
    return b.attr("begin", Type.INTS, "the first index")
        .attr("end", Type.INTS, "the index after the last; not reached")
        .optionalAttr("strides", Type.INTS, "the steps, never 0; absent: all 1")
        .attr("begin_mask", Type.INT, 0, "bit i: begin[i] is ignored")
        .attr("end_mask", Type.INT, 0, "bit i: end[i] is ignored")
        .attr("ellipsis_mask", Type.INT, 0, "bit i: entry i is an ellipsis")
        .attr("new_axis_mask", Type.INT, 0, "bit i: entry i is a new axis")
        .attr("shrink_axis_mask", Type.INT, 0, "bit i: entry i is a single index")
        .require(
            Kind.ATTRIBUTE,
            "begin, end and strides have as many entries",
            o -> {
              int n = o.attrs().longs("begin").size();
              return o.attrs().longs("end").size() == n
                  && (!o.attrs().has("strides") || o.attrs().longs("strides").size() == n);
            })
        .require(
            Kind.ATTRIBUTE,
            "ellipsis_mask has at most one bit",
            o -> Long.bitCount(o.attrs().integer("ellipsis_mask")) <= 1)
        .require(
            Kind.ATTRIBUTE,
            "begin names at most " + input + ".rank dimensions",
            o -> Subscripts.named(o.attrs()) <= o.shape(at).rank())
        .require(Kind.ATTRIBUTE, "strides != 0", each(at, e -> e.stride() != 0))
        .require(
            Kind.ATTRIBUTE,
            "strides > 0 where the axis shrinks",
            each(at, e -> !e.shrinks() || e.stride() > 0))
        .require(
            Kind.ATTRIBUTE,
            "-" + input + ".shape <= begin < " + input + ".shape where the axis shrinks",
            each(at, Subscripts.Range::isInside));
  }

  private static Predicate<Operands> each(int at, Predicate<Subscripts.Range> test) {
    return o -> subscripts(o, at).ranges().allMatch(test);
  }

  private static Subscripts subscripts(Operands o, int at) {
    return Subscripts.of(o.attrs(), o.shape(at));
  }

  /** {@code dy} in zeros of the shape of {@code like}. */
  private static Tensor grad(Attributes attrs, Tensor dy, Tensor like) {
    return Dispatch.one(GRAD, attrs, dy, like);
  }

  static Tensor stridedSlice(Tensor input, Attributes attrs) {
    return Dispatch.one(OP, attrs, input);
  }
}
