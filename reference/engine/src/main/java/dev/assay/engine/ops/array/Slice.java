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
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code slice}: {@code output[i] = input[begin + i]}, a box of {@code size}. */
final class Slice {
  static final Op OP =
      attributes(
              Op.define("slice")
                  .formula("output[i] = input[begin + i], 0 <= i < size")
                  .note("A size of -1 reaches to the end of its dimension.")
                  .input("input", ANY, "any shape"),
              0,
              "input")
          .type(o -> new TensorType(o.dtype(0), box(o.shape(0), o.attrs())))
          .kernel(c -> Movement.select(c, source(c.in(0).shape(), c.output().shape(), c.attrs())))
          .vjp("input", p -> grad(p.attrs(), p.dy(), p.x(0)))
          .build();

  static final Op GRAD =
      attributes(
              Op.define("slice_grad")
                  .formula("output[begin + i] = dy[i], 0 elsewhere")
                  .note("The adjoint of slice.")
                  .input("dy", NUMERIC, "the cotangent of slice's result")
                  .input("like", ANY, "slice's input; gives the shape"),
              1,
              "like")
          .require(
              Kind.SHAPE,
              "dy has the shape of slice(like)",
              o -> box(o.shape(1), o.attrs()).compatible(o.shape(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(c -> Movement.sum(c, source(c.in(1).shape(), c.in(0).shape(), c.attrs())))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy()))
          .noGradient("like", "only the shape of like is used")
          .build();

  private Slice() {}

  private static Op.Builder attributes(Op.Builder b, int at, String input) {
    return b.attr("begin", Type.INTS, "the first index, one per dimension")
        .attr("size", Type.INTS, "how many indices, one per dimension; -1: to the end")
        .require(
            Kind.ATTRIBUTE,
            "begin and size have " + input + ".rank entries",
            o ->
                o.attrs().longs("begin").size() == o.shape(at).rank()
                    && o.attrs().longs("size").size() == o.shape(at).rank())
        .require(
            Kind.ATTRIBUTE,
            "0 <= begin <= " + input + ".shape",
            o -> {
              List<Long> begin = o.attrs().longs("begin");
              for (int d = 0; d < begin.size(); d++) {
                int dim = o.shape(at).dim(d);
                if (begin.get(d) < 0
                    || begin.get(d) > (dim == Shape.UNKNOWN ? Shape.MAX_ELEMENTS : dim)) {
                  return false;
                }
              }
              return true;
            })
        .require(
            Kind.ATTRIBUTE,
            "size = -1 or 0 <= size <= " + input + ".shape - begin",
            o -> fits(o, at));
  }

  private static boolean fits(Operands o, int at) {
    List<Long> size = o.attrs().longs("size");
    for (int d = 0; d < size.size(); d++) {
      int dim = o.shape(at).dim(d);
      long room =
          (dim == Shape.UNKNOWN ? Shape.MAX_ELEMENTS : dim) - o.attrs().longs("begin").get(d);
      if (size.get(d) < -1 || size.get(d) > room) {
        return false;
      }
    }
    return true;
  }

  private static Shape box(Shape input, Attributes attrs) {
    int[] begin = attrs.ints("begin");
    int[] size = attrs.ints("size");
    for (int d = 0; d < size.length; d++) {
      if (size[d] == -1 && input.dim(d) != Shape.UNKNOWN) {
        size[d] = input.dim(d) - begin[d];
      }
    }
    return Shape.of(size);
  }

  /** For every element of the box, the offset of the element of {@code input} it is. */
  private static int[] source(Shape input, Shape box, Attributes attrs) {
    int[] strides = Index.strides(input);
    int[] begin = attrs.ints("begin");
    int base = 0;
    for (int d = 0; d < begin.length; d++) {
      base += begin[d] * strides[d];
    }
    return Index.offsets(box, strides, base);
  }

  /** {@code dy} in zeros of the shape of {@code like}. */
  private static Tensor grad(Attributes attrs, Tensor dy, Tensor like) {
    return Dispatch.one(GRAD, attrs, dy, like);
  }

  static Tensor slice(Tensor input, int[] begin, int[] size) {
    return Dispatch.one(OP, Attributes.of("begin", begin).and("size", size), input);
  }
}
