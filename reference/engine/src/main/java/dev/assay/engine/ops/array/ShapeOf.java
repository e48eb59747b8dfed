package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Rows that tell a tensor's shape; in a graph, that of the tensor it is run with. */
final class ShapeOf {
  static final Op SHAPE =
      typed("shape", "output[d] = input.dim(d)")
          .type(o -> new TensorType(o.attrs().dtype("out_type"), Shape.of(o.shape(0).rank())))
          .kernel(c -> c.result(Arrays.stream(c.in(0).shape().dims()).asLongStream().toArray()))
          .build();

  static final Op SIZE =
      typed("size", "output = Π input.dim(d)")
          .type(o -> new TensorType(o.attrs().dtype("out_type"), Shape.scalar()))
          .kernel(c -> c.result(new long[] {c.in(0).size()}))
          .build();

  static final Op RANK =
      Op.define("rank")
          .formula("output = the number of dimensions of input")
          .input("input", ANY, "any shape")
          .type(o -> new TensorType(DType.INT32, Shape.scalar()))
          .kernel(c -> c.result(new long[] {c.in(0).rank()}))
          .noGradient("input", "the result is an integer")
          .build();

  static final List<Op> ROWS = List.of(SHAPE, SIZE, RANK);

  private ShapeOf() {}

  private static Op.Builder typed(String name, String formula) {
    return Op.define(name)
        .formula(formula)
        .input("input", ANY, "any shape")
        .attr("out_type", Type.DTYPE, DType.INT32, "the type of the result")
        .require(
            Kind.ATTRIBUTE,
            "out_type in [int32, int64]",
            o -> INDICES.contains(o.attrs().dtype("out_type")))
        .noGradient("input", "the result is an integer");
  }
}
