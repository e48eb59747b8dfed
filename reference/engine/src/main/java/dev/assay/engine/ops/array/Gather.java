package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.INDICES;
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

/**
 * {@code gather}: slices of {@code params} along {@code axis}, in the order of {@code indices}.
 *
 * <p>With {@code b} batch dimensions, {@code output[s,p,i,q] = params[s,p,indices[s,i],q]} where
 * {@code s} runs over the first {@code b} dimensions, {@code p} over those between {@code b} and
 * {@code axis}, {@code q} over those after {@code axis}, {@code i} over the rest of {@code
 * indices}. The adjoint walks the same map and adds.
 */
final class Gather {
  static final Op OP =
      attributes(
              Op.define("gather")
                  .formula("output[s,p,i,q] = params[s,p,indices[s,i],q]")
                  .note("s: batch_dims dimensions; the dimension of params after s,p is axis.")
                  .input("params", ANY, "at least rank 1")
                  .input("indices", INDICES, "positions along axis; negative ones are refused"),
              0,
              "params")
          .type(o -> new TensorType(o.dtype(0), gathered(o, 0)))
          .kernel(c -> Movement.select(c, source(c.in(0).shape(), c.in(1), c.attrs())))
          .vjp("params", p -> Dispatch.one(grad(), p.attrs(), p.dy(), p.x(1), p.x(0)))
          .noGradient("indices", "integers")
          .build();

  static final Op GRAD =
      attributes(
              Op.define("gather_grad")
                  .formula("output[s,p,j,q] = Σ dy[s,p,i,q] over all i with indices[s,i] = j")
                  .note("The adjoint of gather. Summed in row-major order of dy.")
                  .input("dy", NUMERIC, "the cotangent of gather's result")
                  .input("indices", INDICES, "as in gather")
                  .input("like", ANY, "gather's params; gives the shape"),
              2,
              "like")
          .require(
              Kind.SHAPE,
              "dy has the shape of gather(like, indices)",
              o -> gathered(o, 2).compatible(o.shape(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(2)))
          .kernel(c -> Movement.sum(c, source(c.in(2).shape(), c.in(1), c.attrs())))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy(), p.x(1)))
          .noGradient("indices", "integers")
          .noGradient("like", "only the shape of like is used")
          .build();

  private Gather() {}

  /** Breaks the circle of two operations that are each other's derivative. */
  private static Op grad() {
    return GRAD;
  }

  /** The attributes and constraints of both; {@code at} is the position of {@code params}. */
  private static Op.Builder attributes(Op.Builder b, int at, String params) {
    return b.optionalAttr("axis", Type.INT, "the dimension to pick from; absent: batch_dims")
        .attr("batch_dims", Type.INT, 0, "how many leading dimensions run side by side")
        .require(Kind.SHAPE, params + ".rank >= 1", o -> o.shape(at).rank() >= 1)
        .require(
            Kind.ATTRIBUTE,
            "-indices.rank <= batch_dims <= indices.rank",
            o -> {
              long batch = o.attrs().integer("batch_dims");
              return -o.shape(1).rank() <= batch && batch <= o.shape(1).rank();
            })
        .require(
            Kind.ATTRIBUTE,
            "-" + params + ".rank <= axis < " + params + ".rank",
            o ->
                !o.attrs().has("axis")
                    || Index.isAxis(o.attrs().integer("axis"), o.shape(at).rank()))
        .require(
            Kind.ATTRIBUTE,
            "batch_dims <= axis < " + params + ".rank",
            o -> {
              int axis = axis(o.attrs(), o.shape(at), o.shape(1));
              return batch(o.attrs(), o.shape(1)) <= axis && axis < o.shape(at).rank();
            })
        .require(
            Kind.SHAPE,
            "the first batch_dims dimensions of " + params + " and indices are equal",
            o -> {
              int batch = batch(o.attrs(), o.shape(1));
              return o.shape(at).slice(0, batch).compatible(o.shape(1).slice(0, batch));
            })
        .require(
            Kind.VALUE,
            "0 <= indices < " + params + ".dim(axis)",
            o -> inRange(o.in(1), o.shape(at).dim(axis(o.attrs(), o.shape(at), o.shape(1)))));
  }

  private static boolean inRange(Tensor indices, int size) {
    for (long i : indices.host().longs()) {
      if (i < 0 || i >= size) {
        return false;
      }
    }
    return true;
  }

  private static int batch(Attributes attrs, Shape indices) {
    int batch = attrs.int32("batch_dims");
    return batch < 0 ? batch + indices.rank() : batch;
  }

  private static int axis(Attributes attrs, Shape params, Shape indices) {
    return attrs.has("axis")
        ? Index.axis(attrs.int32("axis"), params.rank())
        : batch(attrs, indices);
  }

  private static Shape gathered(Operands o, int at) {
    Shape params = o.shape(at);
    Shape indices = o.shape(1);
    int axis = axis(o.attrs(), params, indices);
    return params
        .slice(0, axis)
        .concat(indices.slice(batch(o.attrs(), indices), indices.rank()))
        .concat(params.slice(axis + 1, params.rank()));
  }

  /** For every element of the result, the offset of the element of {@code params} it is. */
  private static int[] source(Shape params, Tensor indices, Attributes attrs) {
    int b = batch(attrs, indices.shape());
    int axis = axis(attrs, params, indices.shape());
    long[] index = indices.host().longs();
    int S = Index.product(params, 0, b);
    int P = Index.product(params, b, axis);
    int I = Index.product(indices.shape(), b, indices.rank());
    int Q = Index.product(params, axis + 1, params.rank());
    int J = params.dim(axis);
    int[] source = new int[S * P * I * Q];
    int at = 0;
    for (int s = 0; s < S; s++) {
      for (int p = 0; p < P; p++) {
        for (int i = 0; i < I; i++) {
          int j = (int) index[s * I + i];
          for (int q = 0; q < Q; q++) {
            source[at++] = ((s * P + p) * J + j) * Q + q;
          }
        }
      }
    }
    return source;
  }

  static Tensor gather(Tensor params, Tensor indices, int axis, int batchDims) {
    return Dispatch.one(
        OP, Attributes.of("axis", axis).and("batch_dims", batchDims), params, indices);
  }

  /** {@code dy} added into zeros of the shape of {@code like}, at the elements gather took. */
  static Tensor gatherGrad(Tensor dy, Tensor indices, Tensor like, int axis, int batchDims) {
    return Dispatch.one(
        GRAD, Attributes.of("axis", axis).and("batch_dims", batchDims), dy, indices, like);
  }
}
