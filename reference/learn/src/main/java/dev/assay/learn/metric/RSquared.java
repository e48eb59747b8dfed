package dev.assay.learn.metric;

import dev.assay.engine.tensor.Tensor;

/** {@code 1 − Σ(y − ŷ)²/Σ(y − ȳ)²}. */
final class RSquared implements Metric {
  private double residual;
  private double mean;
  private double total;
  private long count;

  @Override
  public void update(Tensor labels, Tensor predictions) {
    Given.requireOneShape("r_squared", labels, predictions);
    double[] y = Given.numbers("r_squared", "labels", labels);
    double[] p = Given.numbers("r_squared", "predictions", predictions);
    for (int i = 0; i < y.length; i++) {
      residual += (y[i] - p[i]) * (y[i] - p[i]);
      // Welford 1962: the squares about the mean so far, without cancellation
      double before = y[i] - mean;
      mean += before / ++count;
      total += before * (y[i] - mean);
    }
  }

  @Override
  public double result() {
    return total == 0 ? Double.NaN : 1 - residual / total;
  }

  @Override
  public void reset() {
    residual = 0;
    mean = 0;
    total = 0;
    count = 0;
  }
}
