package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.log;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.notEqual;
import static dev.assay.engine.ops.nn.Masks.choose;
import static dev.assay.engine.ops.nn.Masks.onlyWhere;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code kl_divergence}: relative entropy of two distributions, along the last axis. */
final class KlDivergence {
  static final Op OP =
      Op.define("kl_divergence")
          .formula("output = Σ labels·ln(labels / predictions) over the last axis")
          .note("A label of 0 adds 0, whatever the prediction, and gets and gives no derivative.")
          .note(
              "No clipping: Keras first clips both to [1e-7, 1], here a prediction of 0 under a"
                  + " positive label gives +Inf.")
          .note("Kullback and Leibler 1951, On Information and Sufficiency.")
          .input("labels", FLOATS, "rank >= 1; probabilities along the last axis")
          .input("predictions", FLOATS, "the shape of labels")
          .sameDType(0, 1)
          .require(Kind.SHAPE, "labels.rank >= 1", o -> o.shape(0).rank() >= 1)
          .require(
              Kind.SHAPE,
              "labels.shape = predictions.shape",
              o -> o.shape(0).compatible(o.shape(1)))
          .type(o -> new TensorType(o.dtype(0), o.shape(0).without(o.shape(0).rank() - 1)))
          .kernel(KlDivergence::forward)
          .vjp("labels", KlDivergence::vjpLabels)
          .vjp("predictions", KlDivergence::vjpPredictions)
          .hard(
              point(0.0, 0.0, 0.0, 0),
              point(0.0, 0.5, 0.0, 0),
              point(0.5, 0.5, 0.0, 1),
              point(0.5, 0.0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
          .build();

  private KlDivergence() {}

  private static HardPoint point(double label, double prediction, double y, double slope) {
    return new HardPoint(
        List.of(
            Tensor.of(DType.FLOAT64, Shape.of(1), label),
            Tensor.of(DType.FLOAT64, Shape.of(1), prediction)),
        Attributes.none(),
        Tensor.of(y),
        List.of(slope));
  }

  private static List<Tensor> forward(Call c) {
    double[] z = c.in(0).host().doubles();
    double[] p = c.in(1).host().doubles();
    Lines lines = Lines.along(c.in(0).shape(), -1);
    double[] y = new double[lines.outer()];
    for (int i = 0; i < z.length; i++) {
      y[i / lines.n()] += z[i] == 0 ? 0 : z[i] * StrictMath.log(z[i] / p[i]);
    }
    return c.result(y);
  }

  /** {@code dy·(ln(z/p) + 1)}. */
  private static Tensor vjpLabels(Pullback p) {
    Tensor present = notEqual(p.x(0), 0);
    Tensor ratio = divide(choose(present, p.x(0), 1), choose(present, p.x(1), 1));
    return multiply(ArrayOps.expandDims(p.dy(), -1), onlyWhere(present, add(log(ratio), 1)));
  }

  /** {@code −dy·z/p}. */
  private static Tensor vjpPredictions(Pullback p) {
    Tensor present = notEqual(p.x(0), 0);
    Tensor ratio = divide(p.x(0), choose(present, p.x(1), 1));
    return neg(multiply(ArrayOps.expandDims(p.dy(), -1), ratio));
  }
}
