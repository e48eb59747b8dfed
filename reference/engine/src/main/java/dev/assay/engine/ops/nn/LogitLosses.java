package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of the cross entropies of independent classes, element by element, from logits. */
final class LogitLosses {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op SIGMOID_CROSS_ENTROPY =
      pairs("sigmoid_cross_entropy_with_logits")
          .formula("output = −z·ln σ(x) − (1−z)·ln(1−σ(x)), z = labels, x = logits")
          .note("As max(x, 0) − x·z + ln(1 + e^−|x|), so that nothing overflows.")
          .note("A logit of +Inf gives NaN, by that form.")
          .kernel(c -> c.result(sigmoidCrossEntropy(c)))
          .slope("labels", "−x", a -> -a[1])
          .slope("logits", "σ(x) − z", a -> Activations.sigmoid(a[1]) - a[0])
          .vjp("labels", p -> neg(multiply(p.dy(), p.x(1))))
          .vjp("logits", p -> multiply(p.dy(), subtract(Nn.sigmoid(p.x(1)), p.x(0))))
          .hard(
              HardPoint.of2(0.5, 0, 0x1.62e42fefa39efp-1),
              HardPoint.of2(0, 1000, 1000),
              HardPoint.of2(1, 1000, 0),
              HardPoint.of2(0, -1000, 0),
              HardPoint.of2(1, -1000, 1000),
              HardPoint.of2(1, -INF, INF),
              HardPoint.of2(1, INF, Double.NaN))
          .build();

  static final Op WEIGHTED_CROSS_ENTROPY =
      pairs("weighted_cross_entropy_with_logits")
          .formula("output = −q·z·ln σ(x) − (1−z)·ln(1−σ(x)), q = pos_weight")
          .note("As q·z·softplus(−x) + (1−z)·softplus(x): nothing overflows or cancels.")
          .attr("pos_weight", Type.FLOAT, "the weight of the positive examples")
          .kernel(c -> c.result(weightedCrossEntropy(c)))
          .vjp("labels", LogitLosses::weightedVjpLabels)
          .vjp("logits", LogitLosses::weightedVjpLogits)
          .hard(
              weighted(0, -800, 0),
              weighted(1, 800, 0),
              weighted(0, 800, 800),
              weighted(1, -800, 2400),
              weighted(0.5, 0, 0x1.62e42fefa39efp0)) // (3/2 + 1/2)·ln 2
          .build();

  static final List<Op> ROWS = List.of(SIGMOID_CROSS_ENTROPY, WEIGHTED_CROSS_ENTROPY);

  private LogitLosses() {}

  /** The frame of a function of labels and logits of one shape. */
  private static Op.Builder pairs(String name) {
    return Op.define(name)
        .input("labels", FLOATS, "any shape; probabilities")
        .input("logits", FLOATS, "the shape of labels")
        .sameDType(0, 1)
        .require(Kind.SHAPE, "labels.shape = logits.shape", o -> o.shape(0).compatible(o.shape(1)));
  }

  /** A point with pos_weight = 3. */
  private static HardPoint weighted(double label, double logit, double loss) {
    return new HardPoint(
        List.of(Tensor.of(label), Tensor.of(logit)),
        Attributes.of("pos_weight", 3),
        Tensor.of(loss),
        List.of());
  }

  private static double[] sigmoidCrossEntropy(Call c) {
    double[] z = c.in(0).host().doubles();
    double[] x = c.in(1).host().doubles();
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] =
          Activations.relu(x[i]) - x[i] * z[i] + StrictMath.log1p(StrictMath.exp(-Math.abs(x[i])));
    }
    return y;
  }

  private static double[] weightedCrossEntropy(Call c) {
    double[] z = c.in(0).host().doubles();
    double[] x = c.in(1).host().doubles();
    double q = c.attrs().number("pos_weight");
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = q * z[i] * Activations.softplus(-x[i]) + (1 - z[i]) * Activations.softplus(x[i]);
    }
    return y;
  }

  /** {@code dy·(q·softplus(−x) − softplus(x))}. */
  private static Tensor weightedVjpLabels(Pullback p) {
    Tensor x = p.x(1);
    double q = p.attrs().number("pos_weight");
    return multiply(p.dy(), subtract(multiply(Nn.softplus(neg(x)), q), Nn.softplus(x)));
  }

  /** {@code dy·((1−z)·σ(x) − q·z·σ(−x))}. */
  private static Tensor weightedVjpLogits(Pullback p) {
    Tensor z = p.x(0);
    Tensor x = p.x(1);
    double q = p.attrs().number("pos_weight");
    Tensor negative = multiply(subtract(1, z), Nn.sigmoid(x));
    Tensor positive = multiply(multiply(z, q), Nn.sigmoid(neg(x)));
    return multiply(p.dy(), subtract(negative, positive));
  }
}
