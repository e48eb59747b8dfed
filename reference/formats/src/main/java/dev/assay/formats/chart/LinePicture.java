package dev.assay.formats.chart;

import dev.assay.engine.ValueException;
import dev.assay.formats.chart.LineChart.Line;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws lines. */
final class LinePicture {
  private LinePicture() {}

  static byte[] png(Frame frame, boolean logarithmic, List<Line> lines) {
    List<double[]> values = lines.stream().map(line -> drawn(line, logarithmic)).toList();
    XYChart chart = Drawing.chart(frame);
    double min = lines.stream().mapToDouble(line -> line.x()[0]).min().orElseThrow();
    double max =
        lines.stream().mapToDouble(line -> line.x()[line.x().length - 1]).max().orElseThrow();
    Drawing.style(chart, frame, min, max, lines.stream().map(Line::name).toList());
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    if (!logarithmic) {
      // with labels of ours XChart would place the marks of a logarithmic axis as on a linear one
      chart.setCustomYAxisTickLabelsFormatter(Drawing::label);
    }
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      XYSeries series = chart.addSeries(line.name(), line.x(), values.get(i));
      series.setMarker(line.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    return Drawing.png(chart);
  }

  private static double[] drawn(Line line, boolean logarithmic) {
    double[] y =
        Arrays.stream(line.y()).map(v -> isDrawn(v, logarithmic) ? v : Double.NaN).toArray();
    if (Arrays.stream(y).allMatch(Double::isNaN)) {
      throw new ValueException(
          "chart: no value of "
              + line.name()
              + " can be drawn"
              + (logarithmic ? " on a logarithmic axis" : ""));
    }
    return y;
  }

  private static boolean isDrawn(double value, boolean logarithmic) {
    return !Double.isNaN(value) && !Double.isInfinite(value) && (!logarithmic || value > 0);
  }
}
