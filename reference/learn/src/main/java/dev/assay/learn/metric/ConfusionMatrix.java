package dev.assay.learn.metric;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How often each class was taken for each: row r, column c counts the labels r that were predicted
 * as c. Precision, recall and F1 follow from it. Not safe to use from several threads.
 */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] counts;

  /** Of classes 0 … classes − 1, nothing counted yet. */
  public ConfusionMatrix(int classes) {
    if (classes < 1 || (long) classes * classes > Shape.MAX_ELEMENTS) {
      throw new AttributeException(
          "confusion matrix: a matrix of classes² counts, classes >= 1, got " + classes);
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /** Of these alone. */
  public static ConfusionMatrix of(Tensor labels, Tensor predictions, int classes) {
    ConfusionMatrix m = new ConfusionMatrix(classes);
    m.update(labels, predictions);
    return m;
  }

  /** Counts a batch of classes, integers or bool, of one shape. */
  public void update(Tensor labels, Tensor predictions) {
    Given.requireOneShape("confusion matrix", labels, predictions);
    long[] y = Given.integers("confusion matrix", "labels", labels);
    long[] p = Given.integers("confusion matrix", "predictions", predictions);
    for (int i = 0; i < y.length; i++) {
      requireClass("label", i, y[i]);
      requireClass("prediction", i, p[i]);
    }
    for (int i = 0; i < y.length; i++) {
      counts[(int) y[i] * classes + (int) p[i]]++;
    }
  }

  private void requireClass(String what, int i, long value) {
    if (value < 0 || value >= classes) {
      throw new ValueException(
          "confusion matrix: "
              + what
              + " "
              + i
              + " is a class, 0 to "
              + (classes - 1)
              + ", got "
              + value);
    }
  }

  /** Forgets all batches. */
  public void reset() {
    Arrays.fill(counts, 0);
  }

  /** The number of classes. */
  public int classes() {
    return classes;
  }

  /** How many labels {@code label} were predicted as {@code prediction}. */
  public long count(int label, int prediction) {
    requireClass("label", 0, label);
    requireClass("prediction", 0, prediction);
    return counts[label * classes + prediction];
  }

  /** All counts, int64, of shape [classes, classes]. */
  public Tensor toTensor() {
    return Tensor.ofLongs(DType.INT64, Shape.of(classes, classes), counts);
  }

  /** The share that was predicted right. */
  public double accuracy() {
    long right = 0;
    long all = 0;
    for (int c = 0; c < classes; c++) {
      right += count(c, c);
      all += labelled(c);
    }
    return share(right, all);
  }

  /** Of what was predicted as class c, the share that is. */
  public double precision(int c) {
    return share(count(c, c), predicted(c));
  }

  /** Of what is class c, the share that was predicted so. */
  public double recall(int c) {
    return share(count(c, c), labelled(c));
  }

  /** {@code 2·TP/(2·TP + FP + FN)}, the harmonic mean of precision and recall. */
  public double f1(int c) {
    return share(2 * count(c, c), predicted(c) + labelled(c));
  }

  /**
   * Precision, recall and F1 of all decisions together, which are one number where each element has
   * one class: the accuracy.
   */
  public double micro() {
    return accuracy();
  }

  /** The mean of the classes' precisions, each class for one. */
  public double macroPrecision() {
    return macro(this::precision);
  }

  /** The mean of the classes' recalls. */
  public double macroRecall() {
    return macro(this::recall);
  }

  /** The mean of the classes' F1. */
  public double macroF1() {
    return macro(this::f1);
  }

  private double macro(IntToDoubleFunction score) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += score.applyAsDouble(c);
    }
    return sum / classes;
  }

  private long predicted(int c) {
    long sum = 0;
    for (int r = 0; r < classes; r++) {
      sum += count(r, c);
    }
    return sum;
  }

  private long labelled(int c) {
    long sum = 0;
    for (int p = 0; p < classes; p++) {
      sum += count(c, p);
    }
    return sum;
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  /** The counts as NumPy prints them. */
  @Override
  public String toString() {
    return toTensor().toString();
  }
}
