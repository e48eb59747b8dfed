package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;

/** {@code broadcast_to}: NumPy's broadcasting to a given shape. */
final class BroadcastTo {
  static final Op OP =
      Op.define("broadcast_to")
          .formula("output[…, i] = input[i], dimensions of 1 repeated, new ones in front")
          .input("input", ANY, "a shape that broadcasts to the given one")
          .attr("shape", Type.INTS, "the shape of the result")
          .require(Kind.ATTRIBUTE, "every entry of shape is >= 0", o -> Fills.natural(o, "shape"))
          .require(
              Kind.ATTRIBUTE,
              "input.shape broadcasts to shape",
              o -> Like.stretches(o.shape(0), Shape.of(o.attrs().ints("shape"))))
          .type(o -> new TensorType(o.dtype(0), Shape.of(o.attrs().longs("shape"))))
          .kernel(c -> Movement.select(c, Index.broadcast(c.in(0).shape(), c.output().shape())))
          .vjp("input", p -> Like.sumLike(p.dy(), p.x(0)))
          .build();

  private BroadcastTo() {}
}
