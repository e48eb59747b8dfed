package dev.assay.learn.metric;

import dev.assay.engine.tensor.Tensor;
import java.util.function.BiFunction;

/** The mean of what a function gives for each element of all batches. */
final class Mean implements Metric {
  private final BiFunction<Tensor, Tensor, double[]> values;
  private final double ofNothing;
  private double sum;
  private long count;

  Mean(BiFunction<Tensor, Tensor, double[]> values, double ofNothing) {
    this.values = values;
    this.ofNothing = ofNothing;
  }

  @Override
  public void update(Tensor labels, Tensor predictions) {
    double[] given = values.apply(labels, predictions);
    for (double v : given) {
      sum += v;
    }
    count += given.length;
  }

  @Override
  public double result() {
    return count == 0 ? ofNothing : sum / count;
  }

  @Override
  public void reset() {
    sum = 0;
    count = 0;
  }
}
