package dev.assay.learn.metric;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;

/** What is required of labels and predictions. */
final class Given {
  private Given() {}

  /** The elements of a real or bool tensor with values. */
  static double[] numbers(String metric, String what, Tensor t) {
    requireValue(metric, what, t);
    if (!t.dtype().isFloating() && !t.dtype().isInteger() && !isBool(t)) {
      throw new DTypeException(metric + ": " + what + " are real or bool, got " + t.dtype());
    }
    return t.host().doubles();
  }

  /** The elements of an integer or bool tensor with values. */
  static long[] integers(String metric, String what, Tensor t) {
    requireValue(metric, what, t);
    if (!t.dtype().isInteger() && !isBool(t)) {
      throw new DTypeException(metric + ": " + what + " are integers or bool, got " + t.dtype());
    }
    return t.host().longs();
  }

  /** The elements, each of which must be false or true, 0 or 1. */
  static boolean[] truths(String metric, String what, Tensor t) {
    double[] v = numbers(metric, what, t);
    boolean[] truths = new boolean[v.length];
    for (int i = 0; i < v.length; i++) {
      if (v[i] != 0 && v[i] != 1) {
        throw new ValueException(metric + ": " + what + " are 0 or 1, got " + v[i] + " at " + i);
      }
      truths[i] = v[i] == 1;
    }
    return truths;
  }

  private static boolean isBool(Tensor t) {
    return t.dtype() == DType.BOOL;
  }

  private static void requireValue(String metric, String what, Tensor t) {
    ValueException.requireGiven(t, metric + ": " + what);
    if (t instanceof SymbolicOperand) {
      throw new ValueException(metric + ": " + what + " have values, got " + t + "; run it first");
    }
  }

  /** Checks that there is a prediction for each label. */
  static void requireOneShape(String metric, Tensor labels, Tensor predictions) {
    ValueException.requireGiven(labels, metric + ": labels");
    ValueException.requireGiven(predictions, metric + ": predictions");
    if (!labels.shape().equals(predictions.shape())) {
      throw new ShapeException(
          metric
              + ": labels and predictions have one shape, got "
              + labels.shape()
              + " and "
              + predictions.shape());
    }
  }
}
