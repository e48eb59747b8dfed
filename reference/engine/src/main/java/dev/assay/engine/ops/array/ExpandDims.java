package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

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

/** {@code expand_dims}: a dimension of size 1 at {@code axis}. */
final class ExpandDims {
  static final Op OP =
      Op.define("expand_dims")
          .formula("output.shape = input.shape with a 1 inserted before axis")
          .input("input", ANY, "any shape")
          .attr("axis", Type.INT, "where the new dimension stands; negative counts from the end")
          .require(
              Kind.ATTRIBUTE,
              "-input.rank - 1 <= axis <= input.rank",
              o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank() + 1))
          .type(o -> new TensorType(o.dtype(0), shape(o)))
          .kernel(Movement::rename)
          .vjp("input", p -> Like.reshapeLike(p.dy(), p.x(0)))
          .build();

  private ExpandDims() {}

  private static Shape shape(Operands o) {
    Shape s = o.shape(0);
    int axis = Index.axis(o.attrs().int32("axis"), s.rank() + 1);
    return s.slice(0, axis).concat(Shape.of(1)).concat(s.slice(axis, s.rank()));
  }

  static Tensor expandDims(Tensor input, int axis) {
    return Dispatch.one(OP, Attributes.of("axis", axis), input);
  }
}
