package dev.assay.learn.metric;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.tensor.Tensor;
import java.util.function.DoubleBinaryOperator;

/** The metrics. Each has a form without arguments, which counts batches, and one of one call. */
public final class Metrics {
  /** What an area is taken under. */
  public enum Curve {
    /** True positives over false positives. */
    ROC,
    /** Precision over recall. */
    PR
  }

  private static final int THRESHOLDS = 200;

  private Metrics() {}

  /** The share of elements at which predictions equal labels, of one shape. */
  public static Metric accuracy() {
    return new Mean(
        (labels, predictions) -> {
          Given.requireOneShape("accuracy", labels, predictions);
          double[] y = Given.numbers("accuracy", "labels", labels);
          double[] p = Given.numbers("accuracy", "predictions", predictions);
          // beyond 2⁵³ neighbours are one double, but not one integer
          boolean exact = labels.dtype().isInteger() && predictions.dtype().isInteger();
          long[] i = exact ? labels.host().longs() : new long[y.length];
          long[] k = exact ? predictions.host().longs() : new long[y.length];
          double[] right = new double[y.length];
          for (int n = 0; n < right.length; n++) {
            right[n] = y[n] == p[n] && i[n] == k[n] ? 1 : 0;
          }
          return right;
        },
        0);
  }

  /** As {@link #accuracy()}, of these. */
  public static double accuracy(Tensor labels, Tensor predictions) {
    return accuracy().of(labels, predictions);
  }

  /** {@code Σ(y − ŷ)²/n}. */
  public static Metric meanSquaredError() {
    return elementwise("mean_squared_error", Double.NaN, (y, p) -> (y - p) * (y - p));
  }

  /** As {@link #meanSquaredError()}, of these. */
  public static double meanSquaredError(Tensor labels, Tensor predictions) {
    return meanSquaredError().of(labels, predictions);
  }

  /** {@code Σ|y − ŷ|/n}. */
  public static Metric meanAbsoluteError() {
    return elementwise("mean_absolute_error", Double.NaN, (y, p) -> Math.abs(y - p));
  }

  /** As {@link #meanAbsoluteError()}, of these. */
  public static double meanAbsoluteError(Tensor labels, Tensor predictions) {
    return meanAbsoluteError().of(labels, predictions);
  }

  private static Metric elementwise(String name, double ofNothing, DoubleBinaryOperator value) {
    return new Mean(
        (labels, predictions) -> {
          Given.requireOneShape(name, labels, predictions);
          double[] y = Given.numbers(name, "labels", labels);
          double[] p = Given.numbers(name, "predictions", predictions);
          double[] values = new double[y.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsDouble(y[i], p[i]);
          }
          return values;
        },
        ofNothing);
  }

  /** {@code 1 − Σ(y − ŷ)²/Σ(y − ȳ)²}. */
  public static Metric rSquared() {
    return new RSquared();
  }

  /** As {@link #rSquared()}, of these. */
  public static double rSquared(Tensor labels, Tensor predictions) {
    return rSquared().of(labels, predictions);
  }

  /** {@code TP/(TP + FP)} of class 1 among 0 and 1, or false and true. */
  public static Metric precision() {
    return new ClassScore(2, m -> m.precision(1));
  }

  /** As {@link #precision()}, of these. */
  public static double precision(Tensor labels, Tensor predictions) {
    return precision().of(labels, predictions);
  }

  /** {@code TP/(TP + FN)} of class 1 among 0 and 1, or false and true. */
  public static Metric recall() {
    return new ClassScore(2, m -> m.recall(1));
  }

  /** As {@link #recall()}, of these. */
  public static double recall(Tensor labels, Tensor predictions) {
    return recall().of(labels, predictions);
  }

  /** {@code 2·TP/(2·TP + FP + FN)} of class 1 among 0 and 1, or false and true. */
  public static Metric f1() {
    return new ClassScore(2, m -> m.f1(1));
  }

  /** As {@link #f1()}, of these. */
  public static double f1(Tensor labels, Tensor predictions) {
    return f1().of(labels, predictions);
  }

  /** The mean over classes of precision. */
  public static Metric macroPrecision(int classes) {
    return new ClassScore(classes, ConfusionMatrix::macroPrecision);
  }

  /** The mean over classes of recall. */
  public static Metric macroRecall(int classes) {
    return new ClassScore(classes, ConfusionMatrix::macroRecall);
  }

  /** The mean over classes of F1. */
  public static Metric macroF1(int classes) {
    return new ClassScore(classes, ConfusionMatrix::macroF1);
  }

  /** Precision, recall and F1 over all decisions together, one number: the accuracy. */
  public static Metric micro(int classes) {
    return new ClassScore(classes, ConfusionMatrix::micro);
  }

  /** {@link #auc(int, Curve)} of the ROC curve at 200 thresholds. */
  public static Metric auc() {
    return auc(THRESHOLDS, Curve.ROC);
  }

  /**
   * The area under a curve by the trapezoidal rule, TensorFlow 1's {@code metrics.auc}: true and
   * false positives at thresholds −1e-7, 1/(n − 1), 2/(n − 1), …, 1 + 1e-7, with 1e-6 added to what
   * it divides. Labels are 0 or 1, predictions of [0, 1].
   */
  public static Metric auc(int thresholds, Curve curve) {
    return new ThresholdAuc(thresholds, ValueException.requireGiven(curve, "auc: curve"));
  }

  /** As {@link #auc()}, of these. */
  public static double auc(Tensor labels, Tensor predictions) {
    return auc().of(labels, predictions);
  }

  /**
   * The exact area under the ROC curve: the probability that a positive is ranked above a negative,
   * a tie for half. Labels are 0 or 1, predictions any but NaN. Keeps every prediction.
   */
  public static Metric rankAuc() {
    return new RankAuc();
  }

  /** As {@link #rankAuc()}, of these. */
  public static double rankAuc(Tensor labels, Tensor predictions) {
    return rankAuc().of(labels, predictions);
  }

  /**
   * The share of labels, int32 or int64 of shape [n], that are among the k largest of their row of
   * predictions, float32 of shape [n, classes]; the operation {@code in_top_k}.
   */
  public static Metric topK(int k) {
    return new Mean(
        (labels, predictions) -> {
          Given.integers("top_k", "labels", labels);
          Given.numbers("top_k", "predictions", predictions);
          if (predictions.rank() != 2 || labels.rank() != 1) {
            throw new ShapeException(
                "top_k: labels have one dimension and predictions two, got "
                    + labels.shape()
                    + " and "
                    + predictions.shape());
          }
          return Nn.inTopK(labels, predictions, k).toDoubles();
        },
        0);
  }

  /** As {@link #topK(int)}, of these. */
  public static double topK(Tensor labels, Tensor predictions, int k) {
    return topK(k).of(labels, predictions);
  }
}
