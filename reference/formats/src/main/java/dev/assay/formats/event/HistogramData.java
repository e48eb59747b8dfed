package dev.assay.formats.event;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How values are distributed. Bucket i counts the values x with {@code limits[i − 1] ≤ x <
 * limits[i]}; the first begins at −∞.
 *
 * @param min the least value; of no values the greatest binary64
 * @param max the greatest value; of no values the least binary64
 * @param count how many values
 * @param sum {@code Σ x}
 * @param sumOfSquares {@code Σ x²}
 * @param limits the right ends of the buckets, ascending
 * @param buckets how many values each has
 */
public record HistogramData(
    double min,
    double max,
    double count,
    double sum,
    double sumOfSquares,
    List<Double> limits,
    List<Double> buckets) {
  /** {@code ±10⁻¹²·1.1ᵏ} up to 10²⁰, 0 and ±the greatest number: TensorFlow's default. */
  private static final double[] DEFAULT_LIMITS = defaultLimits();

  /** Checks that there are as many limits as buckets. */
  public HistogramData {
    limits = copy(limits, "histogram: the limits");
    buckets = copy(buckets, "histogram: the buckets");
    if (limits.size() != buckets.size()) {
      throw new ValueException(
          "histogram: " + limits.size() + " limits for " + buckets.size() + " buckets");
    }
  }

  private static List<Double> copy(List<Double> numbers, String what) {
    for (Double number : ValueException.requireGiven(numbers, what)) {
      ValueException.requireGiven(number, what + ": one");
    }
    return List.copyOf(numbers);
  }

  private static double[] defaultLimits() {
    List<Double> positive = new ArrayList<>();
    for (double v = 1e-12; v < 1e20; v *= 1.1) {
      positive.add(v);
    }
    positive.add(Double.MAX_VALUE);
    int n = positive.size();
    double[] limits = new double[2 * n + 1];
    for (int i = 0; i < n; i++) {
      limits[n - 1 - i] = -positive.get(i);
      limits[n + 1 + i] = positive.get(i);
    }
    return limits;
  }

  /**
   * The distribution of all elements in TensorFlow's default buckets, of which a row of empty ones
   * becomes one.
   *
   * @param values floating or integer, without NaN and infinities
   */
  public static HistogramData of(Tensor values) {
    ValueException.requireGiven(values, "histogram: the values");
    if (values instanceof SymbolicOperand) {
      throw new ValueException("histogram: values are needed, got " + values);
    }
    if (!values.dtype().isFloating() && !values.dtype().isInteger()) {
      throw new DTypeException("histogram: of real numbers, got " + values.dtype());
    }
    double min = Double.MAX_VALUE;
    double max = -Double.MAX_VALUE;
    double sum = 0;
    double squares = 0;
    double[] counts = new double[DEFAULT_LIMITS.length];
    double[] all = values.host().doubles();
    for (int i = 0; i < all.length; i++) {
      double x = all[i];
      if (Double.isNaN(x) || Double.isInfinite(x)) {
        throw new ValueException("histogram: element " + i + " is " + x);
      }
      min = Math.min(min, x);
      max = Math.max(max, x);
      sum += x;
      squares += x * x;
      counts[bucket(x)]++;
    }
    List<Double> limits = new ArrayList<>();
    List<Double> buckets = new ArrayList<>();
    for (int i = 0; i < counts.length; ) {
      boolean empty = counts[i] == 0;
      i++;
      while (empty && i < counts.length && counts[i] == 0) {
        i++;
      }
      limits.add(DEFAULT_LIMITS[i - 1]);
      buckets.add(counts[i - 1]);
    }
    return new HistogramData(min, max, all.length, sum, squares, limits, buckets);
  }

  /** The first bucket whose limit is greater; the last for the greatest number. */
  private static int bucket(double x) {
    int at = Arrays.binarySearch(DEFAULT_LIMITS, x == 0 ? 0.0 : x);
    return Math.min(at < 0 ? -1 - at : at + 1, DEFAULT_LIMITS.length - 1);
  }
}
