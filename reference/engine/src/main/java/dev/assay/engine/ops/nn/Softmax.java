package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.exp;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code softmax} and {@code log_softmax} along one axis.
 *
 * <p>With m the greatest element of a line, {@code softmax x = e^(x−m) / Σe^(x−m)}: no exponential
 * exceeds 1 and one of them is 1. The logarithm of the sum is taken by {@code log1p} of the other
 * terms, so that the probability of a sure class keeps its digits.
 */
final class Softmax {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final String INFINITIES =
      "A line with +Inf or NaN, or of −Inf only, becomes NaN; −Inf beside numbers has probability"
          + " 0.";

  static final Op SOFTMAX =
      Lines.axis(
              Op.define("softmax")
                  .formula("output = e^logits / Σ e^logits along axis")
                  .note("Shifted by the greatest element, so that nothing overflows.")
                  .note(INFINITIES)
                  .input("logits", FLOATS, "rank >= 1"))
          .kernel(Softmax::softmax)
          .vjp("logits", Softmax::softmaxVjp)
          .hard(
              line(new double[] {1000, 1000}, new double[] {0.5, 0.5}),
              line(new double[] {-1000, -1000, -1000, -1000}, 0.25, 0.25, 0.25, 0.25),
              line(new double[] {0, -INF}, 1, 0),
              line(new double[] {INF, 0}, Double.NaN, Double.NaN),
              line(new double[] {-INF}, Double.NaN),
              line(new double[] {0, Double.NaN}, Double.NaN, Double.NaN),
              line(new double[] {-3}, 1),
              line(new double[0]))
          .build();

  static final Op LOG_SOFTMAX =
      Lines.axis(
              Op.define("log_softmax")
                  .formula("output = logits − ln Σ e^logits along axis")
                  .note("Shifted by the greatest element, so that nothing overflows.")
                  .note(INFINITIES)
                  .input("logits", FLOATS, "rank >= 1"))
          .kernel(Softmax::logSoftmax)
          .vjp("logits", Softmax::logSoftmaxVjp)
          .hard(
              line(new double[] {1000, 0}, 0, -1000),
              line(new double[] {0, -INF}, 0, -INF),
              line(new double[] {INF, 0}, Double.NaN, Double.NaN),
              line(new double[] {-INF}, Double.NaN),
              line(new double[] {0, Double.NaN}, Double.NaN, Double.NaN),
              line(new double[] {-3}, 0),
              line(new double[0]))
          .build();

  static final List<Op> ROWS = List.of(SOFTMAX, LOG_SOFTMAX);

  private Softmax() {}

  private static HardPoint line(double[] x, double... y) {
    return HardPoint.row(Attributes.none(), x, y);
  }

  private static List<Tensor> softmax(Call c) {
    double[] x = c.in(0).host().doubles();
    double[] y = new double[x.length];
    Lines lines = Lines.along(c.in(0).shape(), c.attrs().int32("axis"));
    lines.each((start, line) -> softmax(x, y, lines, start));
    return c.result(y);
  }

  private static void softmax(double[] x, double[] y, Lines lines, int start) {
    int step = lines.inner();
    int end = start + lines.n() * step;
    double m = max(x, lines, start);
    double sum = 0;
    for (int at = start; at < end; at += step) {
      y[at] = StrictMath.exp(x[at] - m);
      sum += y[at];
    }
    for (int at = start; at < end; at += step) {
      y[at] /= sum;
    }
  }

  private static List<Tensor> logSoftmax(Call c) {
    double[] x = c.in(0).host().doubles();
    return c.result(logProbabilities(x, Lines.along(c.in(0).shape(), c.attrs().int32("axis"))));
  }

  /**
   * The logarithms of softmax along every line, in binary64.
   *
   * @param x the logits; not modified
   */
  static double[] logProbabilities(double[] x, Lines lines) {
    double[] y = new double[x.length];
    lines.each((start, line) -> logProbabilities(x, y, lines, start));
    return y;
  }

  private static void logProbabilities(double[] x, double[] y, Lines lines, int start) {
    int step = lines.inner();
    int end = start + lines.n() * step;
    double m = max(x, lines, start);
    // All terms but that of one greatest element, which is 1.
    double others = Double.isFinite(m) ? 0 : Double.NaN;
    boolean seen = false;
    for (int at = start; at < end; at += step) {
      if (!seen && x[at] == m) {
        seen = true;
      } else {
        others += StrictMath.exp(x[at] - m);
      }
    }
    double logSum = StrictMath.log1p(others);
    for (int at = start; at < end; at += step) {
      y[at] = x[at] - m - logSum;
    }
  }

  /** The greatest element of a line; NaN if it has one. */
  private static double max(double[] x, Lines lines, int start) {
    double m = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < lines.n(); j++) {
      m = Math.max(m, x[start + j * lines.inner()]);
    }
    return m;
  }

  /** {@code y·(dy − Σ dy·y)}. */
  private static Tensor softmaxVjp(Pullback p) {
    Tensor mean = Reduce.sum(multiply(p.dy(), p.y()), true, p.attrs().int32("axis"));
    return multiply(p.y(), subtract(p.dy(), mean));
  }

  /** {@code dy − e^y·Σ dy}. */
  private static Tensor logSoftmaxVjp(Pullback p) {
    Tensor total = Reduce.sum(p.dy(), true, p.attrs().int32("axis"));
    return subtract(p.dy(), multiply(exp(p.y()), total));
  }

  static Tensor softmax(Tensor logits, int axis) {
    return Dispatch.one(SOFTMAX, Attributes.of("axis", axis), logits);
  }

  static Tensor logSoftmax(Tensor logits, int axis) {
    return Dispatch.one(LOG_SOFTMAX, Attributes.of("axis", axis), logits);
  }
}
