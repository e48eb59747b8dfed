package dev.assay.formats.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.image.Image;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static long[] pixels(DType dtype, int channels, double... values) {
    Tensor image = Tensor.of(dtype, Shape.of(1, 1, values.length / channels, channels), values);
    SummaryValue.Image shown = (SummaryValue.Image) SummaryValue.images("t", image, 1).get(0);
    assertEquals("t/image", shown.tag());
    assertEquals(channels, shown.channels());
    return Image.decodePng(shown.file()).toLongs();
  }

  @Test
  void imagesWithoutNegativeValuesAreScaledToTheGreatest() {
    assertArrayEquals(new long[] {0, 127, 255}, pixels(DType.FLOAT32, 1, 0, 0.5, 1));
    assertArrayEquals(new long[] {63, 255}, pixels(DType.FLOAT64, 1, 2, 8));
    assertArrayEquals(new long[] {0, 0}, pixels(DType.FLOAT32, 1, 0, 1e-7));
  }

  @Test
  void imagesWithNegativeValuesAreCentred() {
    assertArrayEquals(new long[] {64, 128, 255}, pixels(DType.FLOAT32, 1, -1, 0, 2));
    assertArrayEquals(new long[] {1, 159}, pixels(DType.FLOAT16, 1, -4, 1));
    assertArrayEquals(new long[] {128}, pixels(DType.FLOAT32, 1, -1e-9));
  }

  @Test
  void pixelsThatAreNotFiniteAreRedAndDoNotScale() {
    assertArrayEquals(
        new long[] {255, 0, 0, 0, 127, 255}, pixels(DType.FLOAT32, 3, 9, Double.NaN, 9, 0, 0.5, 1));
    assertArrayEquals(new long[] {255, 255}, pixels(DType.FLOAT32, 1, INF, 3));
    assertArrayEquals(new long[] {255, 0, 0, 255}, pixels(DType.FLOAT32, 4, 1, 1, 1, -INF));
  }

  @Test
  void bytesStayAndOnlySomeAreShown() {
    Tensor batch = Tensor.ofLongs(DType.UINT8, Shape.of(3, 1, 1, 1), 7, 8, 9);
    List<SummaryValue> shown = SummaryValue.images("x/y", batch, 2);
    assertEquals(
        List.of("x/y/image/0", "x/y/image/1"), shown.stream().map(SummaryValue::tag).toList());
    SummaryValue.Image second = (SummaryValue.Image) shown.get(1);
    assertArrayEquals(new long[] {8}, Image.decodePng(second.file()).toLongs());
    assertEquals(3, SummaryValue.images("x", batch, 9).size());
    Tensor none = Tensor.zeros(DType.UINT8, Shape.of(0, 1, 1, 1));
    assertEquals(List.of(), SummaryValue.images("x", none, 3));
  }

  @Test
  void whatIsNoBatchOfImagesIsRefused() {
    Tensor one = Tensor.zeros(DType.FLOAT32, Shape.of(2, 2, 1));
    assertThrows(ShapeException.class, () -> SummaryValue.images("t", one, 1));
    Tensor two = Tensor.zeros(DType.FLOAT32, Shape.of(1, 2, 2, 2));
    assertThrows(ShapeException.class, () -> SummaryValue.images("t", two, 1));
    Tensor flat = Tensor.zeros(DType.FLOAT32, Shape.of(1, 0, 2, 1));
    assertThrows(ShapeException.class, () -> SummaryValue.images("t", flat, 1));
    Tensor whole = Tensor.zeros(DType.INT32, Shape.of(1, 2, 2, 1));
    assertThrows(DTypeException.class, () -> SummaryValue.images("t", whole, 1));
    Tensor good = Tensor.zeros(DType.FLOAT32, Shape.of(1, 2, 2, 1));
    assertThrows(ValueException.class, () -> SummaryValue.images("t", good, 0));
    assertThrows(ValueException.class, () -> SummaryValue.images(null, good, 1));
  }
}
