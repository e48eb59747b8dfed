package dev.assay.learn.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MetricsTest {
  private static final Tensor LABELS = Tensor.of(new int[] {1, 0, 1, 1, 0, 0, 1, 0});
  private static final Tensor DECIDED = Tensor.of(new int[] {1, 1, 1, 0, 0, 0, 1, 0});
  private static final Tensor SCORES =
      Tensor.of(new double[] {0.9, 0.6, 0.7, 0.3, 0.3, 0.1, 0.8, 0.2});

  @Test
  void sharesOfDecisions() {
    // TP 3, FP 1, FN 1, TN 3
    assertEquals(0.75, Metrics.accuracy(LABELS, DECIDED));
    // neighbours that are one double
    Tensor large = Tensor.of(new long[] {1L << 53, Long.MAX_VALUE});
    Tensor nearly = Tensor.of(new long[] {(1L << 53) + 1, Long.MAX_VALUE});
    assertEquals(0.5, Metrics.accuracy(large, nearly));
    assertEquals(0.75, Metrics.precision(LABELS, DECIDED));
    assertEquals(0.75, Metrics.recall(LABELS, DECIDED));
    assertEquals(0.75, Metrics.f1(LABELS, DECIDED));
    Tensor all = Tensor.of(new int[] {1, 1, 1, 1, 1, 1, 1, 1});
    assertEquals(0.5, Metrics.precision(LABELS, all));
    assertEquals(1, Metrics.recall(LABELS, all));
    assertEquals(2 / 3.0, Metrics.f1(LABELS, all));
    Tensor none = Tensor.of(new int[8]);
    assertEquals(0, Metrics.precision(LABELS, none));
    assertEquals(0, Metrics.f1(LABELS, none));
    Tensor truths = Tensor.of(new boolean[] {true, false});
    assertEquals(1, Metrics.recall(truths, truths));
  }

  @Test
  void confusionOfThreeClasses() {
    Tensor y = Tensor.of(new int[] {0, 0, 0, 1, 1, 2});
    Tensor p = Tensor.of(new long[] {0, 0, 1, 1, 2, 1});
    ConfusionMatrix m = ConfusionMatrix.of(y, p, 4);
    assertEquals("[[2 1 0 0]\n [0 1 1 0]\n [0 1 0 0]\n [0 0 0 0]]", m.toString());
    assertEquals(1, m.count(0, 1));
    assertEquals(1, m.precision(0));
    assertEquals(1 / 3.0, m.precision(1));
    assertEquals(2 / 3.0, m.recall(0));
    assertEquals(0.8, m.f1(0));
    assertEquals(0.4, m.f1(1));
    assertEquals(0, m.f1(2));
    assertEquals(0, m.recall(3)); // of nothing
    assertEquals((1 + 1 / 3.0) / 4, m.macroPrecision());
    assertEquals((2 / 3.0 + 0.5) / 4, m.macroRecall());
    assertEquals((0.8 + 0.4) / 4, m.macroF1());
    assertEquals(0.5, m.micro());
    assertEquals(m.macroF1(), Metrics.macroF1(4).of(y, p));
    assertEquals(m.macroRecall(), Metrics.macroRecall(4).of(y, p));
    assertEquals(m.macroPrecision(), Metrics.macroPrecision(4).of(y, p));
    assertEquals(m.micro(), Metrics.micro(4).of(y, p));
    m.reset();
    assertArrayEquals(new long[16], m.toTensor().toLongs());
    assertEquals(0, m.accuracy());
  }

  @Test
  void errorsOfNumbers() {
    Tensor y = Tensor.of(new float[] {1, 2, 3, 6});
    Tensor p = Tensor.of(new float[] {1, 3, 1, 6});
    assertEquals(1.25, Metrics.meanSquaredError(y, p));
    assertEquals(0.75, Metrics.meanAbsoluteError(y, p));
    assertEquals(1 - 5 / 14.0, Metrics.rSquared(y, p));
    assertEquals(1, Metrics.rSquared(y, y));
    Tensor constant = Tensor.of(new float[] {2, 2});
    assertEquals(Double.NaN, Metrics.rSquared(constant, constant));
    Tensor nan = Tensor.of(new float[] {Float.NaN, 2});
    assertEquals(Double.NaN, Metrics.meanSquaredError(constant, nan));
  }

  /** Σy² − n·ȳ² would leave nothing of these. */
  @Test
  void rSquaredOfLargeNumbersDoesNotCancel() {
    Tensor y = Tensor.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3});
    Tensor p = Tensor.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 4});
    assertEquals(0.5, Metrics.rSquared(y, p), 1e-6); // the mean is known to 1e-7
  }

  @Test
  void theAreaByRanksIsTheShareOfOrderedPairs() {
    // of the 16 pairs of a positive and a negative 14 are in order, one is a tie
    double ordered = 0;
    double[] s = SCORES.toDoubles();
    long[] y = LABELS.toLongs();
    for (int i = 0; i < s.length; i++) {
      for (int j = 0; j < s.length; j++) {
        if (y[i] == 1 && y[j] == 0) {
          ordered += s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0;
        }
      }
    }
    assertEquals(ordered / 16, Metrics.rankAuc(LABELS, SCORES));
    assertEquals(
        Double.NaN, Metrics.rankAuc(Tensor.of(new int[] {1, 1}), Tensor.of(new double[2])));
    double[] infinite = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    assertEquals(1, Metrics.rankAuc(Tensor.of(new int[] {1, 0}), Tensor.of(infinite)));
    Tensor zeros = Tensor.of(new double[] {-0.0, 0});
    assertEquals(0.5, Metrics.rankAuc(Tensor.of(new int[] {0, 1}), zeros));
  }

  /** Two thresholds that no score lies between: −1e-7, 0.5 and 1 + 1e-7. */
  @Test
  void theAreaByThresholdsIsTensorFlows() {
    double e = 1e-6;
    // scores above 0.5: positives 3 of 4, negatives 1 of 4
    double[] recall = {1, (3 + e) / (4 + e), e / (4 + e)};
    double[] fall = {4 / (4 + e), 1 / (4 + e), 0};
    double[] precision = {(4 + e) / (8 + e), (3 + e) / (4 + e), 1};
    double roc = 0;
    double pr = 0;
    for (int i = 0; i < 2; i++) {
      roc += (fall[i] - fall[i + 1]) * (recall[i] + recall[i + 1]) / 2;
      pr += (recall[i] - recall[i + 1]) * (precision[i] + precision[i + 1]) / 2;
    }
    double bound = 16 * Math.ulp(1.0); // some roundings of numbers up to 1
    assertEquals(roc, Metrics.auc(3, Metrics.Curve.ROC).of(LABELS, SCORES), bound);
    assertEquals(pr, Metrics.auc(3, Metrics.Curve.PR).of(LABELS, SCORES), bound);
    // 200 thresholds part all scores that differ, and add 1e-6 to counts of 4
    assertEquals(Metrics.rankAuc(LABELS, SCORES), Metrics.auc(LABELS, SCORES), 1e-6);
  }

  @Test
  void topK() {
    Tensor p = Tensor.of(new float[][] {{0.1f, 0.5f, 0.4f}, {0.2f, 0.2f, 0.6f}});
    Tensor y = Tensor.of(new int[] {2, 0});
    assertEquals(0, Metrics.topK(y, p, 1));
    assertEquals(1, Metrics.topK(y, p, 2));
    assertEquals(0, Metrics.topK(1).result());
    assertThrows(ShapeException.class, () -> Metrics.topK(Tensor.of(new int[][] {{1}}), p, 1));
  }

  /** Batches, also empty ones, give the bits that one call gives. */
  @TestFactory
  Stream<DynamicTest> batchesAddUp() {
    return Map.of(
            "accuracy", Metrics.accuracy(),
            "mse", Metrics.meanSquaredError(),
            "mae", Metrics.meanAbsoluteError(),
            "r2", Metrics.rSquared(),
            "auc", Metrics.auc(),
            "rank", Metrics.rankAuc())
        .entrySet()
        .stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> addsUp(e.getValue(), SCORES)));
  }

  @TestFactory
  Stream<DynamicTest> batchesOfDecisionsAddUp() {
    return Map.of(
            "precision", Metrics.precision(),
            "recall", Metrics.recall(),
            "f1", Metrics.f1(),
            "macro", Metrics.macroF1(2),
            "micro", Metrics.micro(2))
        .entrySet()
        .stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> addsUp(e.getValue(), DECIDED)));
  }

  private static void addsUp(Metric metric, Tensor predictions) {
    double whole = metric.of(LABELS, predictions);
    metric.reset();
    double nothing = metric.result();
    for (String rows : List.of("0:3", "3:3", "3:4", "4:8")) {
      metric.update(Indexing.stridedSlice(LABELS, rows), Indexing.stridedSlice(predictions, rows));
    }
    assertEquals(whole, metric.result());
    assertThrows(AssayException.class, () -> metric.update(LABELS, Tensor.of(new int[3])));
    assertThrows(AssayException.class, () -> metric.update(null, predictions));
    assertEquals(whole, metric.result());
    metric.reset();
    assertEquals(nothing, metric.result());
  }

  @Test
  void ofNothing() {
    for (Metric m :
        List.of(Metrics.accuracy(), Metrics.precision(), Metrics.recall(), Metrics.f1())) {
      assertEquals(0, m.result());
    }
    for (Metric m :
        List.of(
            Metrics.meanSquaredError(),
            Metrics.meanAbsoluteError(),
            Metrics.rSquared(),
            Metrics.rankAuc())) {
      assertEquals(Double.NaN, m.result());
    }
  }

  @Test
  void wrongArguments() {
    Tensor strings = Tensor.ofStrings(Shape.of(1), "a");
    Tensor one = Tensor.of(new float[] {0.5f});
    Tensor two = Tensor.of(new int[] {2});
    assertThrows(DTypeException.class, () -> Metrics.accuracy(strings, strings));
    assertThrows(DTypeException.class, () -> Metrics.precision(one, one));
    assertThrows(ValueException.class, () -> Metrics.precision(two, two));
    assertThrows(ValueException.class, () -> Metrics.auc(two, one));
    assertThrows(
        ValueException.class,
        () -> Metrics.auc(Tensor.of(new int[] {1}), Tensor.of(new float[] {2})));
    assertThrows(
        ValueException.class,
        () -> Metrics.rankAuc(Tensor.of(new int[] {1}), Tensor.of(new float[] {Float.NaN})));
    assertThrows(AttributeException.class, () -> Metrics.auc(1, Metrics.Curve.ROC));
    assertThrows(ValueException.class, () -> Metrics.auc(2, null));
    assertThrows(AttributeException.class, () -> new ConfusionMatrix(0));
    assertThrows(AttributeException.class, () -> new ConfusionMatrix(1 << 20));
    ConfusionMatrix m = new ConfusionMatrix(2);
    assertThrows(ValueException.class, () -> m.count(2, 0));
    assertThrows(
        ValueException.class,
        () -> m.update(Tensor.of(new int[] {0, 1}), Tensor.of(new int[] {0, -1})));
    assertEquals(0, m.count(0, 0));
    Tensor symbol = new Graph().placeholder(DType.INT32, Shape.of(1));
    assertThrows(ValueException.class, () -> Metrics.accuracy(symbol, two));
  }
}
