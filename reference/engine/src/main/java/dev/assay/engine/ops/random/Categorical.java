package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Classes drawn by unnormalised log-probabilities: the inverse of the cumulative sum. */
final class Categorical {
  private static final String NAME = "the log-probabilities, [batch, classes]";

  static final Op STATELESS =
      row(Streams.stateless(Op.define("stateless_categorical").input("logits", FLOATS, NAME), 1))
          .kernel(c -> sample(c, Streams.stateless(c, 1)))
          .build();

  static final Op SEEDED =
      row(Streams.seeded(Op.define("categorical").input("logits", FLOATS, NAME)))
          .draws(Categorical::reserved)
          .kernel(c -> sample(c, Streams.seeded(c)))
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED);

  private Categorical() {}

  private static Op.Builder row(Op.Builder b) {
    return b.formula("output[b, s] = k with probability e^logits[b, k] / Σ_j e^logits[b, j]")
        .note("The least k whose cumulative sum exceeds u times the total; u is a float64 uniform.")
        .note("A logit that is infinite or NaN has probability 0.")
        .note("The rows share one stream, in order: TensorFlow on one thread.")
        .attr("num_samples", Type.INT, "how many to draw per row")
        .attr("dtype", Type.DTYPE, DType.INT64, "the type of the result")
        .require(
            Kind.ATTRIBUTE,
            "dtype in " + INDICES.stream().map(DType::label).toList(),
            o -> INDICES.contains(o.attrs().dtype("dtype")))
        .require(Kind.SHAPE, "logits.rank = 2", o -> o.shape(0).rank() == 2)
        .require(Kind.SHAPE, "logits has a class", o -> o.shape(0).dim(1) != 0)
        .require(Kind.ATTRIBUTE, "num_samples >= 0", o -> o.attrs().integer("num_samples") >= 0)
        .require(Kind.VALUE, "every row of logits has a finite one", Categorical::possible)
        .type(
            o ->
                new TensorType(
                    o.attrs().dtype("dtype"), Shape.of(o.shape(0).dim(0)).concat(samples(o))))
        .noGradient("logits", "classes are integers");
  }

  private static Shape samples(Operands o) {
    return Shape.of(List.of(o.attrs().integer("num_samples")));
  }

  private static boolean possible(Operands o) {
    double[] logits = o.in(0).host().doubles();
    int classes = o.shape(0).dim(1);
    for (int row = 0; row < logits.length; row += classes) {
      if (greatest(logits, row, classes) == Double.NEGATIVE_INFINITY) {
        return false;
      }
    }
    return true;
  }

  /** The greatest finite logit of a row. */
  private static double greatest(double[] logits, int row, int classes) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = row; k < row + classes; k++) {
      if (Double.isFinite(logits[k])) {
        greatest = Math.max(greatest, logits[k]);
      }
    }
    return greatest;
  }

  /** A number takes two words; TensorFlow rounds the count of numbers up to fours. */
  private static long reserved(Call c) {
    long samples = (c.attrs().integer("num_samples") + 3) / 4 * 4;
    return c.output().shape().elements() == 0
        ? 0
        : c.in(0).shape().dim(0) * samples * 2 * Streams.RESERVED;
  }

  private static List<Tensor> sample(Call c, Philox stream) {
    double[] logits = c.in(0).host().doubles();
    int classes = c.in(0).shape().dim(1);
    int samples = c.output().shape().dim(1);
    long[] y = new long[c.output().shape().elements()];
    int[] block = {};
    double[] sums = new double[classes];
    for (int i = 0; i < y.length; i++) {
      if (i % samples == 0) {
        accumulate(logits, i / samples * classes, sums);
      }
      if (i % 2 == 0) {
        block = stream.block(i / 2);
      }
      double u = Philox.uniform64(block[i % 2 * 2], block[i % 2 * 2 + 1]);
      double sought = u * sums[classes - 1];
      int k = 0;
      while (sums[k] <= sought) {
        k++;
      }
      y[i] = k;
    }
    return c.result(y);
  }

  /** The cumulative sums of a row's probabilities, the greatest scaled to 1. */
  private static void accumulate(double[] logits, int row, double[] sums) {
    double greatest = greatest(logits, row, sums.length);
    double sum = 0;
    for (int k = 0; k < sums.length; k++) {
      double logit = logits[row + k];
      sum += Double.isFinite(logit) ? StrictMath.exp(logit - greatest) : 0;
      sums[k] = sum;
    }
  }
}
