package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.ShapeException;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** {@code squeeze}: the same elements without dimensions of size 1. */
final class Squeeze {
  static final Op OP =
      Op.define("squeeze")
          .formula("output.shape = input.shape without the axes, all of size 1")
          .note("Without axis every dimension of size 1 goes; in a graph all must then be known.")
          .input("input", ANY, "any shape")
          .attr("axis", Type.INTS, List.of(), "the dimensions to drop; empty: all of size 1")
          .require(Kind.ATTRIBUTE, "every axis is in [-input.rank, input.rank)", AxisList::inRange)
          .require(Kind.ATTRIBUTE, "no axis is named twice", AxisList::distinct)
          .require(
              Kind.ATTRIBUTE,
              "every dimension that axis names is 1",
              o ->
                  Arrays.stream(AxisList.of(o))
                      .allMatch(a -> Shape.dimsAgree(o.shape(0).dim(a), 1)))
          .type(o -> new TensorType(o.dtype(0), shape(o)))
          .kernel(Movement::rename)
          .vjp("input", p -> Like.reshapeLike(p.dy(), p.x(0)))
          .build();

  private Squeeze() {}

  private static Shape shape(Operands o) {
    Shape s = o.shape(0);
    int[] axes = AxisList.of(o);
    if (axes.length == 0 && !s.isKnown()) {
      throw new ShapeException("axis is required where a dimension is unknown, got " + s);
    }
    return Shape.of(
        IntStream.range(0, s.rank())
            .filter(
                d -> axes.length == 0 ? s.dim(d) != 1 : Arrays.stream(axes).noneMatch(a -> a == d))
            .map(s::dim)
            .toArray());
  }
}
