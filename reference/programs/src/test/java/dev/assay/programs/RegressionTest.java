package dev.assay.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The regressions against what chapter 4 of the book prints. */
class RegressionTest {
  /**
   * The book's numbers come from float32 arithmetic that rounds after every operation, in 500 steps
   * of descent; ours rounds each operation once, from binary64. A step rounds each number (at most
   * 22, half an ulp is 2⁻²⁰) a handful of times, say four, and the slowest direction forgets an
   * error in about 105 steps, in which its factor of 0.9905 falls below 1/e. 105 · 4 · 2⁻²⁰ bounds
   * what adds up if all roundings conspire.
   */
  private static final double ROUNDING = 105 * 4 * 0x1p-20;

  @Test
  void aLineThroughSixPoints() {
    List<String> printed = new ArrayList<>();
    Result result = Runs.run("linear-regression", Outputs.none(), printed::add);
    assertEquals(500, Runs.metrics(result).get("steps"));
    double[][] book = {
      {1.91, 1.2},
      {2.0550959, 0.75369716},
      {2.1164339, 0.49109679},
      {2.1518073, 0.3396554},
      {2.1722074, 0.2523191},
      {2.1839721, 0.20195228},
      {2.1907568, 0.17290573},
      {2.1946695, 0.15615471},
      {2.1969259, 0.14649433},
      {2.1982272, 0.14092326}
    };
    assertEquals(book.length, printed.size());
    for (int i = 0; i < book.length; i++) {
      String[] words = printed.get(i).split("[:, ]+");
      assertEquals(50 * i + 1, Integer.parseInt(words[1]));
      assertEquals(book[i][0], Double.parseDouble(words[3]), ROUNDING, printed.get(i));
      assertEquals(book[i][1], Double.parseDouble(words[5]), ROUNDING, printed.get(i));
    }
  }

  @Test
  void aPlaneThroughSixPoints() {
    List<String> printed = new ArrayList<>();
    Result result = Runs.run("multiple-regression", Outputs.none(), printed::add);
    Map<String, Double> metrics = Runs.metrics(result);
    assertEquals(5, printed.size());
    assertEquals("step 1: w [1.9499999 1.99     ], b 1.41", printed.get(0));
    assertEquals(1.7042251, metrics.get("w1"), ROUNDING);
    assertEquals(-0.1592657, metrics.get("w2"), ROUNDING);
    assertEquals(9.618724, metrics.get("b"), ROUNDING);
    assertEquals(18.729214, metrics.get("z(6,7)"), 6 * ROUNDING + 7 * ROUNDING + ROUNDING);
    assertEquals(21.659866, metrics.get("z(8,10)"), 8 * ROUNDING + 10 * ROUNDING + ROUNDING);
  }

  /** Where the book's last digits come from: float32 that is rounded after every operation. */
  @Test
  void floatsThatAreRoundedAfterEveryOperationGiveTheBooksDigits() {
    float[][] points = {{1, 1, 8}, {2, 1, 12}, {3, 2, 10}, {1, 2, 14}, {4, 5, 28}, {5, 8, 10}};
    float[][] book = {
      {1.95f, 1.99f, 1.41f},
      {2.9388034f, -0.6417622f, 7.5024066f},
      {2.1817584f, -0.35411417f, 8.839961f},
      {1.8715947f, -0.22765213f, 9.346234f},
      {1.750861f, -0.1783222f, 9.542803f}
    };
    float[] w = {1, 1, 1}; // w₁, w₂, b
    for (int i = 0; i < 500; i++) {
      float[] slopes = new float[3];
      for (float[] p : points) {
        float minus = -2 * (p[2] - (p[0] * w[0] + p[1] * w[1] + w[2]));
        slopes[0] += p[0] * minus;
        slopes[1] += p[1] * minus;
        slopes[2] += minus;
      }
      for (int k = 0; k < 3; k++) {
        w[k] -= 0.005f * slopes[k];
      }
      if (i % 100 == 0) {
        assertArrayEquals(book[i / 100], w, "after step " + (i + 1));
      }
    }
    assertArrayEquals(new float[] {1.7042251f, -0.1592657f, 9.618724f}, w);
    assertEquals(18.729214f, 6 * w[0] + 7 * w[1] + w[2]);
    assertEquals(21.659866f, 8 * w[0] + 10 * w[1] + w[2]);
  }

  /** At the least sum of squares its slopes by both weights are zero. */
  @Test
  void aSurfaceThroughSixPoints() {
    Map<String, Double> m = Runs.metrics(Runs.run("nonlinear-regression", Outputs.none()));
    double start = slope(2, 2);
    double end = slope(m.get("w1"), m.get("w2"));
    assertTrue(start > 100_000, "slope " + start);
    assertTrue(end < 1e-3 * start, "slope " + end);
  }

  /** The greater of the slopes of {@code Σ(z − (x·w₁ + y·w₂)²)²} by w₁ and w₂. */
  private static double slope(double w1, double w2) {
    double[][] points = {{1, 1, 8}, {2, 1, 12}, {3, 2, 10}, {1, 2, 14}, {4, 5, 28}, {5, 8, 10}};
    double[] slopes = new double[2];
    for (double[] p : points) {
      double s = p[0] * w1 + p[1] * w2;
      for (int i = 0; i < 2; i++) {
        slopes[i] -= 4 * (p[2] - s * s) * s * p[i];
      }
    }
    return Math.max(Math.abs(slopes[0]), Math.abs(slopes[1]));
  }

  @Test
  void theBooksLearningRateMakesItsSurfaceDiverge() {
    Result result = Runs.run("nonlinear-regression", Outputs.none(), "--learning-rate", "0.005");
    assertTrue(result.diverged());
    assertTrue(Runs.metrics(result).get("steps") < 10);
    assertFalse(Runs.run("nonlinear-regression", Outputs.none()).diverged());
  }

  @Test
  void thePerceptronLearnsItsTable() {
    for (int seed = 0; seed < 20; seed++) {
      Result result = Runs.run("perceptron", Outputs.none(), "--seed", Integer.toString(seed));
      assertEquals(0, Runs.metrics(result).get("train_error"), "seed " + seed);
    }
  }
}
