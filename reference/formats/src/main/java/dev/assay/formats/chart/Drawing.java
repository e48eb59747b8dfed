package dev.assay.formats.chart;

import dev.assay.engine.ValueException;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How charts look. Only {@link Desktop} may lead here. */
final class Drawing {
  /** Distinguishable also by those who see red and green alike (Okabe and Ito). */
  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
    new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000), new Color(0xF0E442)
  };

  private static final int PADDING = 12;
  private static final int AXIS = 60;
  private static final int TITLE = 15;
  private static final int LEAST_TITLE = 8;
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private Drawing() {}

  static XYChart chart(Frame frame) {
    return new XYChartBuilder()
        .width(frame.width())
        .height(frame.height())
        .title(frame.title())
        .xAxisTitle(frame.x())
        .yAxisTitle(frame.y())
        .build();
  }

  /**
   * Sets what all charts have in common.
   *
   * @param min the least position on the horizontal axis
   * @param max the greatest
   * @param names of what is in the legend
   */
  static void style(XYChart chart, Frame frame, double min, double max, List<String> names) {
    AxesChartStyler styler = chart.getStyler();
    styler.setSeriesColors(COLOURS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(PADDING);
    styler.setChartTitleFont(titleFont(frame));
    styler.setAxisTitleFont(PLAIN);
    styler.setAxisTickLabelsFont(PLAIN);
    styler.setLegendFont(PLAIN);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendVisible(names.size() > 1);
    boolean below = names.size() <= 4;
    styler.setLegendPosition(below ? LegendPosition.OutsideS : LegendPosition.OutsideE);
    styler.setLegendLayout(below ? LegendLayout.Horizontal : LegendLayout.Vertical);
    styler.setXAxisTickMarkSpacingHint(90);
    styler.setYAxisTickMarkSpacingHint(40);
    // A margin, which also keeps XChart from marking the positions of data that are evenly spaced.
    double margin = min == max ? 1 : (max - min) / 128;
    if (Double.isInfinite(min - margin) || Double.isInfinite(max + margin)) {
      throw new ValueException(
          "chart: "
              + min
              + " and "
              + max
              + " are too far apart for one axis, or too near its ends");
    }
    styler.setXAxisMin(min - margin);
    styler.setXAxisMax(max + margin);
    chart.setCustomXAxisTickLabelsFormatter(Drawing::label);
  }

  /** Bold, as large as the title fits above the plot, but legible. */
  private static Font titleFont(Frame frame) {
    Font font = new Font(Font.SANS_SERIF, Font.BOLD, TITLE);
    FontRenderContext context = new FontRenderContext(new AffineTransform(), true, true);
    double width = font.getStringBounds(frame.title(), context).getWidth();
    double room = frame.width() - 2.0 * (PADDING + AXIS); // it is centred above the plot
    double fits = TITLE * room / Math.max(1, width);
    return font.deriveFont((float) Math.max(LEAST_TITLE, Math.min(TITLE, fits)));
  }

  /** {@code 1500}, {@code 0.02}, {@code 1e-7}: at most six digits. */
  static String label(double value) {
    BigDecimal v = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    int exponent = v.precision() - v.scale() - 1;
    if (v.signum() == 0) {
      return "0";
    }
    return exponent >= -4 && exponent <= 6
        ? v.toPlainString()
        : v.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /** The colour of series {@code i}, through which others show. */
  static Color translucent(int i) {
    Color c = COLOURS[i % COLOURS.length];
    return new Color(c.getRed(), c.getGreen(), c.getBlue(), 0x70);
  }

  static byte[] png(XYChart chart) {
    try {
      return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
