package dev.assay.formats.chart;

import dev.assay.formats.chart.HistogramChart.Values;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Counts values and draws the counts. */
final class HistogramPicture {
  private HistogramPicture() {}

  /** The ends of the bins, from the least value of all sets to the greatest. */
  private static double[] edges(int bins, List<Values> sets) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Values set : sets) {
      for (double v : set.values()) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
    }
    // values that are all the same stand in the middle of a bin of width 1
    double from = min == max ? min - 0.5 : min;
    double to = min == max ? max + 0.5 : max;
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      double part = (double) i / bins;
      edges[i] = from * (1 - part) + to * part;
    }
    return edges;
  }

  /** How many values lie in each bin; the last one has its right end. */
  private static double[] counts(Values set, double[] edges) {
    int bins = edges.length - 1;
    double[] counts = new double[bins];
    double width = (edges[bins] - edges[0]) / bins;
    for (double v : set.values()) {
      double at = width > 0 ? (v - edges[0]) / width : 0;
      counts[(int) Math.min(bins - 1, Math.max(0, at))]++;
    }
    return counts;
  }

  static byte[] png(Frame frame, int bins, List<Values> sets) {
    XYChart chart = Drawing.chart(frame);
    double[] edges = edges(bins, sets);
    List<String> names = sets.stream().map(Values::name).toList();
    Drawing.style(chart, frame, edges[0], edges[bins], names);
    chart.setCustomYAxisTickLabelsFormatter(Drawing::label);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    for (Values set : sets) {
      double[] counts = counts(set, edges);
      double[] x = new double[2 * bins + 2];
      double[] y = new double[2 * bins + 2];
      x[0] = edges[0];
      for (int i = 0; i < bins; i++) {
        x[2 * i + 1] = edges[i];
        x[2 * i + 2] = edges[i + 1];
        y[2 * i + 1] = counts[i];
        y[2 * i + 2] = counts[i];
      }
      x[2 * bins + 1] = edges[bins];
      XYSeries series = chart.addSeries(set.name(), x, y);
      series.setMarker(SeriesMarkers.NONE);
      series.setFillColor(Drawing.translucent(chart.getSeriesMap().size() - 1));
    }
    return Drawing.png(chart);
  }
}
