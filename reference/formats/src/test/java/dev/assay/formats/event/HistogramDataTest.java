package dev.assay.formats.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramDataTest {
  /** What TensorFlow wrote for a batch of 10,000 one-hot vectors of 10 classes. */
  static final HistogramData ONE_HOT =
      new HistogramData(
          0,
          1,
          100_000,
          10_000,
          10_000,
          List.of(0.0, 1e-12, 0.917246389039776, 1.0089710279437536, Double.MAX_VALUE),
          List.of(0.0, 90_000.0, 0.0, 10_000.0, 0.0));

  @Test
  void theBucketsAreTensorFlows() {
    double[] oneHot = new double[100_000];
    for (int i = 0; i < oneHot.length; i += 10) {
      oneHot[i] = 1;
    }
    assertEquals(ONE_HOT, HistogramData.of(Tensor.of(DType.FLOAT32, Shape.of(10_000, 10), oneHot)));
  }

  @Test
  void aBucketHasItsLeftEnd() {
    HistogramData zero = HistogramData.of(Tensor.of(new double[] {-0.0, 0.0}));
    assertEquals(List.of(0.0, 1e-12, Double.MAX_VALUE), zero.limits());
    assertEquals(List.of(0.0, 2.0, 0.0), zero.buckets());
    HistogramData left = HistogramData.of(Tensor.of(1e-12));
    assertEquals(List.of(1e-12, 1e-12 * 1.1, Double.MAX_VALUE), left.limits());
    HistogramData below = HistogramData.of(Tensor.of(-1e-12));
    assertEquals(List.of(-1e-12, 0.0, Double.MAX_VALUE), below.limits());
    assertEquals(List.of(0.0, 1.0, 0.0), below.buckets());
  }

  @Test
  void theExtremesHaveBuckets() {
    HistogramData h =
        HistogramData.of(Tensor.of(new double[] {-Double.MAX_VALUE, Double.MAX_VALUE}));
    assertEquals(2.0, h.buckets().stream().mapToDouble(b -> b).sum());
    assertEquals(1.0, h.buckets().get(h.buckets().size() - 1));
    assertEquals(-Double.MAX_VALUE, h.min());
    assertEquals(0.0, h.sum());
  }

  @Test
  void noValuesAreOneEmptyBucket() {
    HistogramData h = HistogramData.of(Tensor.zeros(DType.FLOAT32, Shape.of(0)));
    assertEquals(
        new HistogramData(
            Double.MAX_VALUE, -Double.MAX_VALUE, 0, 0, 0, List.of(Double.MAX_VALUE), List.of(0.0)),
        h);
  }

  @Test
  void integersCountAndSum() {
    HistogramData h = HistogramData.of(Tensor.of(new int[] {-2, 3, 3}));
    assertEquals(4.0, h.sum());
    assertEquals(22.0, h.sumOfSquares());
    assertEquals(3.0, h.count());
    assertEquals(2.0, h.buckets().stream().mapToDouble(b -> b).max().orElseThrow());
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertEquals(
        "histogram: element 1 is NaN",
        assertThrows(
                ValueException.class, () -> HistogramData.of(Tensor.of(new float[] {1, Float.NaN})))
            .getMessage());
    Tensor infinite = Tensor.of(Double.NEGATIVE_INFINITY);
    assertThrows(ValueException.class, () -> HistogramData.of(infinite));
    assertThrows(DTypeException.class, () -> HistogramData.of(Tensor.of("x")));
    assertThrows(DTypeException.class, () -> HistogramData.of(Tensor.of(true)));
    Tensor symbol = new Graph().placeholder(DType.FLOAT32, Shape.scalar());
    assertThrows(ValueException.class, () -> HistogramData.of(symbol));
    assertThrows(ValueException.class, () -> HistogramData.of(null));
    List<Double> one = List.of(1.0);
    List<Double> none = Arrays.asList((Double) null);
    assertThrows(ValueException.class, () -> new HistogramData(0, 0, 0, 0, 0, none, one));
    Tensor strings = Tensor.ofStrings(Shape.of(0));
    assertThrows(
        ShapeException.class, () -> new SummaryValue.Audio("a", 1, 1, 1, strings, "audio/wav"));
    assertTrue(
        assertThrows(ValueException.class, () -> SummaryValue.histogram("w", infinite))
            .getMessage()
            .startsWith("summary w: histogram: "));
  }
}
