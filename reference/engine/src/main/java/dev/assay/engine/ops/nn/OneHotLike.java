package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code one_hot_like}: class numbers as rows of 0 and 1, as many classes as {@code like} has. The
 * derivative of the sparse cross entropy, where the number of classes may be unknown in a graph.
 */
final class OneHotLike {
  static final Op OP =
      Op.define("one_hot_like")
          .formula("output[…,k] = 1 if indices[…] = k else 0")
          .note("An index outside 0 … classes − 1 gives a row of zeros.")
          .input("indices", INDICES, "[…]")
          .input("like", FLOATS, "[…, classes]: gives dtype and shape")
          .require(
              Kind.SHAPE,
              "like.rank = indices.rank + 1",
              o -> o.shape(1).rank() == o.shape(0).rank() + 1)
          .require(
              Kind.SHAPE,
              "indices.shape = like.shape without its last dimension",
              o -> o.shape(0).compatible(o.shape(1).slice(0, o.shape(0).rank())))
          .type(o -> new TensorType(o.dtype(1), o.shape(1)))
          .kernel(OneHotLike::forward)
          .noGradient("indices", "integers")
          .noGradient("like", "only its dtype and shape are used")
          .build();

  private OneHotLike() {}

  private static List<Tensor> forward(Call c) {
    long[] indices = c.in(0).host().longs();
    int classes = c.output().shape().dim(-1);
    double[] y = new double[c.output().shape().elements()];
    for (int i = 0; i < indices.length; i++) {
      if (0 <= indices[i] && indices[i] < classes) {
        y[i * classes + (int) indices[i]] = 1;
      }
    }
    return c.result(y);
  }

  static Tensor oneHotLike(Tensor indices, Tensor like) {
    return Dispatch.one(OP, indices, like);
  }
}
