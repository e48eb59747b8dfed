package dev.assay.formats.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.BackendException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.image.Image;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
  private static final int BLUE = 0x0072B2;
  private static final int ORANGE = 0xD55E00;

  @TempDir private Path folder;

  /** A machine without any font draws no text; the gate has one. */
  private static byte[] drawn(Supplier<byte[]> png) {
    try {
      return png.get();
    } catch (BackendException e) {
      Assumptions.abort("this machine cannot draw: " + e.getMessage());
      throw e;
    }
  }

  private static Tensor pixels(byte[] png) {
    return Image.decodePng(Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {png})), 3);
  }

  private static Set<Integer> colours(Tensor image) {
    long[] v = image.toLongs();
    Set<Integer> colours = new HashSet<>();
    for (int i = 0; i < v.length; i += 3) {
      colours.add((int) (v[i] << 16 | v[i + 1] << 8 | v[i + 2]));
    }
    return colours;
  }

  /** The rows, from the top, in which a column has the colour. */
  private static List<Integer> rows(Tensor image, int column, int colour) {
    long[] v = image.toLongs();
    int width = image.shape().dim(1);
    List<Integer> rows = new ArrayList<>();
    for (int y = 0; y < image.shape().dim(0); y++) {
      int at = (y * width + column) * 3;
      if ((v[at] << 16 | v[at + 1] << 8 | v[at + 2]) == colour) {
        rows.add(y);
      }
    }
    return rows;
  }

  @Test
  void linesHaveTheSizeAndTheColoursOfTheChart() {
    LineChart chart = LineChart.of("Loss").labels("step", "loss").size(320, 240);
    Tensor one = pixels(drawn(() -> chart.series("train", 3, 2, 1).png()));
    assertEquals(Shape.of(240, 320, 3), one.shape());
    assertTrue(colours(one).contains(BLUE));
    assertTrue(!colours(one).contains(ORANGE));
    Tensor two = pixels(chart.series("train", 3, 2, 1).series("test", 3, 3, 3).png());
    assertTrue(colours(two).containsAll(List.of(BLUE, ORANGE)));
  }

  @Test
  void aFallingCurveFallsAndALogarithmicAxisMakesALineOfAPower() {
    double[] powers = {1000, 100, 10, 1, 0.1};
    LineChart chart = LineChart.of("").series("p", powers);
    Tensor linear = pixels(drawn(chart::png));
    Tensor logarithmic = pixels(chart.logarithmic().png());
    // at a quarter of the way the logarithm has fallen a quarter, the power nine tenths
    int left = rows(logarithmic, 150, BLUE).get(0);
    int middle = rows(logarithmic, 420, BLUE).get(0);
    int right = rows(logarithmic, 690, BLUE).get(0);
    assertTrue(left < middle && middle < right, left + " " + middle + " " + right);
    assertTrue(Math.abs(left + right - 2 * middle) <= 4, left + " " + middle + " " + right);
    assertTrue(rows(linear, 420, BLUE).get(0) > middle + 50);
  }

  @Test
  void gapsAndSinglePointsAreDrawn() {
    LineChart gaps =
        LineChart.of("gaps").series("g", 1, Double.NaN, 2, Double.POSITIVE_INFINITY, 3, 4);
    assertTrue(colours(pixels(drawn(gaps::png))).contains(BLUE));
    assertTrue(colours(pixels(LineChart.of("one").series("p", 1e-7).png())).contains(BLUE));
    assertTrue(colours(pixels(LineChart.of("flat").series("p", 2, 2, 2).png())).contains(BLUE));
    LineChart zero = LineChart.of("log").logarithmic().series("p", 1, 0, -1, 2, 1);
    assertTrue(colours(pixels(zero.png())).contains(BLUE));
  }

  @Test
  void histogramsAreDrawn() throws IOException {
    HistogramChart chart =
        HistogramChart.of("w", 4).values("v", Tensor.of(new float[] {0, 0, 1, 4})).size(400, 300);
    Tensor image = pixels(drawn(chart::png));
    assertEquals(Shape.of(300, 400, 3), image.shape());
    assertTrue(colours(image).contains(BLUE));
    Path file = folder.resolve("h.png");
    chart.values("all", Tensor.of(new int[] {3, 3, 3})).labels("x", "n").write(file);
    assertTrue(colours(pixels(Files.readAllBytes(file))).contains(ORANGE));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
    byte[] one = HistogramChart.of("same", 1).values("v", Tensor.of(1e300)).png();
    assertTrue(colours(pixels(one)).contains(BLUE));
  }

  @Test
  void labelsAreShort() {
    assertEquals("0", Drawing.label(0));
    assertEquals("-0.2", Drawing.label(-0.2));
    assertEquals("1500", Drawing.label(1500));
    assertEquals("0.3", Drawing.label(0.1 + 0.2));
    assertEquals("1e-7", Drawing.label(1e-7));
    assertEquals("2.5e7", Drawing.label(25_000_000));
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    LineChart chart = LineChart.of("t");
    assertThrows(ValueException.class, chart::png);
    assertThrows(ValueException.class, () -> LineChart.of(null));
    assertThrows(ValueException.class, () -> chart.series("", 1, 2));
    double[] far = {-1e308, 1e308};
    assertThrows(ValueException.class, () -> chart.series("a", far, new double[2]).png());
    assertThrows(ValueException.class, () -> chart.size(99, 100));
    assertThrows(ValueException.class, () -> chart.size(100, 10_001));
    assertThrows(ValueException.class, () -> chart.series("a", new double[1], new double[2]));
    assertThrows(ValueException.class, () -> chart.series("a", new double[] {1, 0}, new double[2]));
    double[] nowhere = {Double.NaN};
    assertThrows(ValueException.class, () -> chart.series("a", nowhere, new double[1]));
    assertThrows(ValueException.class, () -> chart.series("a", 1, 2).series("a", 1, 2));
    assertThrows(ValueException.class, () -> chart.series("a").png());
    assertThrows(ValueException.class, () -> chart.series("a", nowhere).png());
    assertEquals(
        "chart: no value of a can be drawn on a logarithmic axis",
        assertThrows(ValueException.class, () -> chart.logarithmic().series("a", 0, -1).png())
            .getMessage());
    HistogramChart histogram = HistogramChart.of("t", 3);
    assertThrows(ValueException.class, histogram::png);
    assertThrows(ValueException.class, () -> HistogramChart.of("t", 0));
    assertThrows(ValueException.class, () -> histogram.values("", Tensor.of(1f)));
    assertThrows(ValueException.class, () -> histogram.values("a", Tensor.of(far)).png());
    Tensor end = Tensor.of(new double[] {0, Double.MAX_VALUE});
    assertThrows(ValueException.class, () -> histogram.values("a", end).png());
    assertThrows(ValueException.class, () -> histogram.values("a", Tensor.of(new float[0])));
    assertThrows(ValueException.class, () -> histogram.values("a", Tensor.of(Double.NaN)));
    assertThrows(DTypeException.class, () -> histogram.values("a", Tensor.of("x")));
    Tensor one = Tensor.of(1f);
    assertThrows(ValueException.class, () -> histogram.values("a", one).values("a", one));
    assertThrows(ValueException.class, () -> chart.series("a", 1).write(null));
  }

  /** Draws a chart and tells what came of it. */
  public static final class Draw {
    private Draw() {}

    /** Ends with 3 if drawing gives the error it should. */
    public static void main(String[] args) {
      try {
        byte[] png = LineChart.of("t").series("a", 1, 2).png();
        System.exit(png.length > 0 ? 0 : 1);
      } catch (BackendException e) {
        System.exit(e.getMessage().contains("java.desktop and a font") ? 3 : 4);
      }
    }
  }

  private static String draw(Path fonts, String... options) throws Exception {
    ProcessBuilder builder = Child.of(List.of(options), Draw.class).redirectErrorStream(true);
    builder.environment().put("FONTCONFIG_FILE", fonts.toString());
    Process child = builder.start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return child.waitFor() + " " + printed;
  }

  @Test
  void aRuntimeWithoutDesktopOrFontsSaysWhatItNeeds() throws Exception {
    Path none = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    assertEquals("3 ", draw(none, "--limit-modules", "java.base"));
    String fontless = draw(none, "-Djava.awt.headless=true");
    // a Java runtime may bring a font of its own
    assertTrue(fontless.equals("3 ") || fontless.equals("0 "), fontless);
  }
}
