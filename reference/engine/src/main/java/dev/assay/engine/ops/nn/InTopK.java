package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code in_top_k}: whether the right class is among the k most probable ones. */
final class InTopK {
  static final Op OP =
      Op.define("in_top_k")
          .formula("output[b] = |{j : predictions[b,j] > predictions[b,targets[b]]}| < k")
          .note("Classes that tie with the target do not displace it.")
          .note("False where a prediction of the row is not finite or the target is no class.")
          .input("targets", INDICES, "[batch]; the numbers of the right classes")
          .input("predictions", FLOATS, "[batch, classes]")
          .attr("k", Type.INT, "how many classes count as the top; none if k < 1")
          .require(Kind.SHAPE, "predictions.rank = 2", o -> o.shape(1).rank() == 2)
          .require(Kind.SHAPE, "targets.rank = 1", o -> o.shape(0).rank() == 1)
          .require(
              Kind.SHAPE,
              "targets.dim(0) = predictions.dim(0)",
              o -> Shape.dimsAgree(o.shape(0).dim(0), o.shape(1).dim(0)))
          .type(o -> new TensorType(DType.BOOL, o.shape(0)))
          .kernel(InTopK::forward)
          .noGradients("the result is bool")
          .build();

  private InTopK() {}

  private static List<Tensor> forward(Call c) {
    long[] targets = c.in(0).host().longs();
    double[] predictions = c.in(1).host().doubles();
    int classes = c.in(1).shape().dim(1);
    long k = c.attrs().integer("k");
    long[] y = new long[targets.length];
    for (int b = 0; b < y.length; b++) {
      y[b] = isInTop(predictions, b * classes, classes, targets[b], k) ? 1 : 0;
    }
    return c.result(y);
  }

  private static boolean isInTop(
      double[] predictions, int start, int classes, long target, long k) {
    if (target < 0 || target >= classes) {
      return false;
    }
    double own = predictions[start + (int) target];
    int greater = 0;
    for (int j = start; j < start + classes; j++) {
      if (!Double.isFinite(predictions[j])) {
        return false;
      }
      greater += predictions[j] > own ? 1 : 0;
    }
    return greater < k;
  }
}
