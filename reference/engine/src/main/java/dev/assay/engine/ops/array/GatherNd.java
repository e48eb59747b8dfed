package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;

/**
 * {@code gather_nd}: {@code output[s,n,q] = params[s, indices[s,n,0], …, indices[s,n,K−1], q]},
 * {@code s} running over {@code batch_dims} dimensions. {@link Positions} holds the index map.
 */
final class GatherNd {
  private static final Positions IN_PARAMS = Positions.in(1, 0, "params");
  private static final Positions IN_LIKE = Positions.in(1, 2, "like");

  static final Op OP =
      attributes(
              Op.define("gather_nd")
                  .formula("output[s,n,q] = params[s, indices[s,n,0], …, indices[s,n,K−1], q]")
                  .note("s: batch_dims dimensions; K = indices.dim(-1).")
                  .input("params", ANY, "at least rank 1")
                  .input("indices", INDICES, "[s, n, K], rows of positions; none negative"),
              IN_PARAMS)
          .type(o -> new TensorType(o.dtype(0), IN_PARAMS.picked(o)))
          .kernel(c -> Movement.select(c, IN_PARAMS.offsets(operands(c))))
          .vjp("params", p -> gatherNdGrad(p.attrs(), p.dy(), p.x(1), p.x(0)))
          .noGradient("indices", "integers")
          .build();

  static final Op GRAD =
      attributes(
              Op.define("gather_nd_grad")
                  .formula("output[s,j,q] = Σ dy[s,n,q] over all n with indices[s,n] = j")
                  .note("The adjoint of gather_nd. Summed in row-major order of dy.")
                  .input("dy", NUMERIC, "the cotangent of gather_nd's result")
                  .input("indices", INDICES, "as in gather_nd")
                  .input("like", ANY, "gather_nd's params; gives the shape"),
              IN_LIKE)
          .require(
              Kind.SHAPE,
              "dy has the shape of gather_nd(like, indices)",
              o -> IN_LIKE.picked(o).compatible(o.shape(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(2)))
          .kernel(c -> Movement.sum(c, IN_LIKE.offsets(operands(c))))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy(), p.x(1)))
          .noGradient("indices", "integers")
          .noGradient("like", "only the shape of like is used")
          .build();

  private GatherNd() {}

  private static Op.Builder attributes(Op.Builder b, Positions positions) {
    b.attr("batch_dims", Type.INT, 0, "how many leading dimensions run side by side");
    return positions.values(positions.batches(positions.shapes(b)));
  }

  private static Operands operands(Call c) {
    return new Operands(c.op(), c.inputs(), c.attrs());
  }

  static Tensor gatherNd(Tensor params, Tensor indices, int batchDims) {
    return Dispatch.one(OP, Attributes.of("batch_dims", batchDims), params, indices);
  }

  /** {@code dy} added into zeros of the shape of {@code like}, at the slices gather_nd took. */
  static Tensor gatherNdGrad(Attributes attrs, Tensor dy, Tensor indices, Tensor like) {
    return Dispatch.one(GRAD, attrs, dy, indices, like);
  }
}
