package dev.assay.learn.metric;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The exact area under the ROC curve: {@code (Σ ranks of the positives − P(P + 1)/2)/(P·N)}, ties
 * sharing their mean rank; the probability that a positive is ranked above a negative. Keeps every
 * prediction.
 */
final class RankAuc implements Metric {
  private record Scored(double score, boolean positive) {}

  private final List<Scored> all = new ArrayList<>();

  @Override
  public void update(Tensor labels, Tensor predictions) {
    Given.requireOneShape("auc", labels, predictions);
    boolean[] y = Given.truths("auc", "labels", labels);
    double[] p = Given.numbers("auc", "predictions", predictions);
    requireNumbers("auc", p, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    for (int i = 0; i < y.length; i++) {
      all.add(new Scored(p[i] + 0.0, y[i])); // −0 and 0 are one score
    }
  }

  static void requireNumbers(String metric, double[] p, double min, double max) {
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= min && p[i] <= max)) {
        throw new ValueException(
            metric + ": predictions are of [" + min + ", " + max + "], got " + p[i] + " at " + i);
      }
    }
  }

  @Override
  public double result() {
    List<Scored> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingDouble(Scored::score));
    double ranks = 0;
    double positives = 0;
    for (int from = 0; from < sorted.size(); ) {
      int to = from;
      double among = 0;
      while (to < sorted.size() && sorted.get(to).score == sorted.get(from).score) {
        among += sorted.get(to).positive ? 1 : 0;
        to++;
      }
      ranks += among * ((from + 1.0 + to) / 2); // ranks from + 1 … to
      positives += among;
      from = to;
    }
    double negatives = sorted.size() - positives;
    return positives == 0 || negatives == 0
        ? Double.NaN
        : (ranks - positives * (positives + 1) / 2) / (positives * negatives);
  }

  @Override
  public void reset() {
    all.clear();
  }
}
