package dev.assay.formats.chart;

import dev.assay.engine.ValueException;
import dev.assay.formats.io.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers over the steps of a training run, one line per series. Immutable.
 *
 * <pre>{@code
 * LineChart.of("Loss").labels("step", "loss").series("train", losses).write(file);
 * }</pre>
 *
 * <p>A value that is not finite, or on a logarithmic axis not positive, is a gap in its line.
 */
public final class LineChart {
  /** A series: where its values stand, and the values. */
  record Line(String name, double[] x, double[] y) {}

  private final Frame frame;
  private final boolean logarithmic;
  private final List<Line> lines;

  private LineChart(Frame frame, boolean logarithmic, List<Line> lines) {
    this.frame = frame;
    this.logarithmic = logarithmic;
    this.lines = List.copyOf(lines);
  }

  /** A chart without lines, 800 pixels wide and 500 high. */
  public static LineChart of(String title) {
    return new LineChart(Frame.of(title), false, List.of());
  }

  /** With a word below the horizontal and one beside the vertical axis. */
  public LineChart labels(String x, String y) {
    return new LineChart(frame.labels(x, y), logarithmic, lines);
  }

  /** Of another size, in pixels. */
  public LineChart size(int width, int height) {
    return new LineChart(frame.size(width, height), logarithmic, lines);
  }

  /** With a logarithmic vertical axis. */
  public LineChart logarithmic() {
    return new LineChart(frame, true, lines);
  }

  /** With one more line, over 0, 1, 2, …. */
  public LineChart series(String name, double... y) {
    ValueException.requireGiven(y, "chart: the values of " + name);
    double[] x = new double[y.length];
    Arrays.setAll(x, i -> i);
    return series(name, x, y);
  }

  /**
   * With one more line.
   *
   * @param name stands in the legend; not empty, and no other line has it
   * @param x where the values stand, ascending and finite
   * @param y the values, as many
   */
  public LineChart series(String name, double[] x, double[] y) {
    Frame.requireName(name, "chart: the name of a line");
    ValueException.requireGiven(x, "chart: the positions of " + name);
    ValueException.requireGiven(y, "chart: the values of " + name);
    if (x.length != y.length) {
      throw new ValueException(
          "chart: " + x.length + " positions for " + y.length + " values of " + name);
    }
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isInfinite(x[i]) || (i > 0 && x[i] < x[i - 1])) {
        throw new ValueException(
            "chart: positions ascend and are finite, position "
                + i
                + " of "
                + name
                + " is "
                + x[i]);
      }
    }
    if (lines.stream().anyMatch(line -> line.name.equals(name))) {
      throw new ValueException("chart: there are two lines " + name);
    }
    List<Line> more = new ArrayList<>(lines);
    more.add(new Line(name, x.clone(), y.clone()));
    return new LineChart(frame, logarithmic, more);
  }

  /** The chart as a PNG file in memory. */
  public byte[] png() {
    if (lines.isEmpty()) {
      throw new ValueException("chart: there is no line in " + frame.title());
    }
    return Desktop.png(() -> LinePicture.png(frame, logarithmic, lines));
  }

  /** Writes the chart as a PNG file, as a whole. */
  public void write(Path file) {
    AtomicFile.write(ValueException.requireGiven(file, "chart: the path"), png());
  }
}
