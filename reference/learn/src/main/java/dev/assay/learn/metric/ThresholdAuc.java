package dev.assay.learn.metric;

import dev.assay.engine.AttributeException;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * The area under a curve by the trapezoidal rule, TensorFlow 1's {@code metrics.auc}: true and
 * false positives at thresholds −1e-7, 1/(n − 1), 2/(n − 1), …, 1 + 1e-7, a prediction counting as
 * positive if it is greater, with 1e-6 added to what it divides. Predictions are of [0, 1].
 */
final class ThresholdAuc implements Metric {
  private static final double EPSILON = 1e-6;
  private static final double MARGIN = 1e-7;

  private final Metrics.Curve curve;
  private final double[] thresholds;
  private final long[] truePositives;
  private final long[] falsePositives;
  private long positives;
  private long negatives;

  ThresholdAuc(int n, Metrics.Curve curve) {
    if (n < 2) {
      throw new AttributeException("auc: thresholds >= 2, got " + n);
    }
    this.curve = curve;
    thresholds = new double[n];
    for (int i = 1; i < n - 1; i++) {
      thresholds[i] = (double) i / (n - 1);
    }
    thresholds[0] = -MARGIN;
    thresholds[n - 1] = 1 + MARGIN;
    truePositives = new long[n];
    falsePositives = new long[n];
  }

  @Override
  public void update(Tensor labels, Tensor predictions) {
    Given.requireOneShape("auc", labels, predictions);
    boolean[] y = Given.truths("auc", "labels", labels);
    double[] p = Given.numbers("auc", "predictions", predictions);
    RankAuc.requireNumbers("auc", p, 0, 1);
    for (int i = 0; i < y.length; i++) {
      long[] counts = y[i] ? truePositives : falsePositives;
      for (int t = 0; t < thresholds.length && p[i] > thresholds[t]; t++) {
        counts[t]++;
      }
      positives += y[i] ? 1 : 0;
      negatives += y[i] ? 0 : 1;
    }
  }

  @Override
  public double result() {
    double area = 0;
    for (int t = 0; t + 1 < thresholds.length; t++) {
      area += (x(t) - x(t + 1)) * (y(t) + y(t + 1)) / 2;
    }
    return area;
  }

  private double x(int t) {
    return curve == Metrics.Curve.ROC ? falsePositives[t] / (negatives + EPSILON) : recall(t);
  }

  private double y(int t) {
    return curve == Metrics.Curve.ROC
        ? recall(t)
        : (truePositives[t] + EPSILON) / (truePositives[t] + falsePositives[t] + EPSILON);
  }

  private double recall(int t) {
    return (truePositives[t] + EPSILON) / (positives + EPSILON);
  }

  @Override
  public void reset() {
    Arrays.fill(truePositives, 0);
    Arrays.fill(falsePositives, 0);
    positives = 0;
    negatives = 0;
  }
}
