package dev.assay.learn.metric;

import dev.assay.engine.tensor.Tensor;
import java.util.function.ToDoubleFunction;

/** A number that follows from a confusion matrix. */
final class ClassScore implements Metric {
  private final ConfusionMatrix matrix;
  private final ToDoubleFunction<ConfusionMatrix> score;

  ClassScore(int classes, ToDoubleFunction<ConfusionMatrix> score) {
    this.matrix = new ConfusionMatrix(classes);
    this.score = score;
  }

  @Override
  public void update(Tensor labels, Tensor predictions) {
    matrix.update(labels, predictions);
  }

  @Override
  public double result() {
    return score.applyAsDouble(matrix);
  }

  @Override
  public void reset() {
    matrix.reset();
  }
}
