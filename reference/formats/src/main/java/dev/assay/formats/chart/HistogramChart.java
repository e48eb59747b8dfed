package dev.assay.formats.chart;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How values are distributed: how many lie in each of some bins of equal width. Several sets of
 * values, such as the weights at several steps, share the bins and lie over each other. Immutable.
 *
 * <pre>{@code
 * HistogramChart.of("Weights", 30).values("step 0", w0).values("step 500", w1).write(file);
 * }</pre>
 */
public final class HistogramChart {
  private static final int MOST_BINS = 10_000;

  /** What is counted. */
  record Values(String name, double[] values) {}

  private final Frame frame;
  private final int bins;
  private final List<Values> sets;

  private HistogramChart(Frame frame, int bins, List<Values> sets) {
    this.frame = frame;
    this.bins = bins;
    this.sets = List.copyOf(sets);
  }

  /**
   * A chart without values, 800 pixels wide and 500 high.
   *
   * @param bins how many, at least one
   */
  public static HistogramChart of(String title, int bins) {
    if (bins < 1 || bins > MOST_BINS) {
      throw new ValueException("chart: 1 to " + MOST_BINS + " bins, got " + bins);
    }
    return new HistogramChart(Frame.of(title).labels("value", "count"), bins, List.of());
  }

  /** With a word below the horizontal and one beside the vertical axis. */
  public HistogramChart labels(String x, String y) {
    return new HistogramChart(frame.labels(x, y), bins, sets);
  }

  /** Of another size, in pixels. */
  public HistogramChart size(int width, int height) {
    return new HistogramChart(frame.size(width, height), bins, sets);
  }

  /**
   * With the distribution of all elements of {@code values}.
   *
   * @param name stands in the legend; not empty, and no other set has it
   * @param values real and finite, at least one
   */
  public HistogramChart values(String name, Tensor values) {
    Frame.requireName(name, "chart: the name of some values");
    ValueException.requireGiven(values, "chart: the values " + name);
    if (values instanceof SymbolicOperand || values.size() == 0) {
      throw new ValueException("chart: " + name + " has no values, got " + values);
    }
    if (!values.dtype().isFloating() && !values.dtype().isInteger()) {
      throw new DTypeException("chart: values are real, got " + values.dtype() + " for " + name);
    }
    if (sets.stream().anyMatch(set -> set.name.equals(name))) {
      throw new ValueException("chart: there are two sets of values " + name);
    }
    double[] all = values.toDoubles();
    for (int i = 0; i < all.length; i++) {
      if (Double.isNaN(all[i]) || Double.isInfinite(all[i])) {
        throw new ValueException("chart: element " + i + " of " + name + " is " + all[i]);
      }
    }
    List<Values> more = new ArrayList<>(sets);
    more.add(new Values(name, all));
    return new HistogramChart(frame, bins, more);
  }

  /** The chart as a PNG file in memory. */
  public byte[] png() {
    if (sets.isEmpty()) {
      throw new ValueException("chart: there are no values in " + frame.title());
    }
    return Desktop.png(() -> HistogramPicture.png(frame, bins, sets));
  }

  /** Writes the chart as a PNG file, as a whole. */
  public void write(Path file) {
    AtomicFile.write(ValueException.requireGiven(file, "chart: the path"), png());
  }
}
