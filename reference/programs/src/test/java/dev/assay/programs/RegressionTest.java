package dev.assay.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The regressions against what chapter 4 of the book prints. */
class RegressionTest {
  /**
   * The book's numbers come from float32 arithmetic that rounds after every operation, in 500 steps
   * of descent; ours round each operation once, from binary64. A step rounds each of the numbers
   * (at most 16, one half ulp 2⁻²¹) a handful of times, and the slowest direction forgets an error
   * in about 105 steps, in which its factor 0.9905 falls below 1/e. 105 · 4 · 2⁻²¹ bounds what adds
   * up if all roundings conspire.
   */
  private static final double ROUNDING = 105 * 4 * 0x1p-21;

  @Test
  void aLineThroughSixPoints() {
    List<String> printed = new ArrayList<>();
    Map<String, Double> metrics = run("linear-regression", printed);
    assertEquals(500, metrics.get("steps"));
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
    Map<String, Double> metrics = run("multiple-regression", printed);
    assertEquals("step 1: w [1.95 1.99], b 1.41", printed.get(0));
    assertEquals(5, printed.size());
    assertEquals(1.7042251, metrics.get("w1"), ROUNDING);
    assertEquals(-0.1592657, metrics.get("w2"), ROUNDING);
    assertEquals(9.618724, metrics.get("b"), ROUNDING);
    assertEquals(18.729214, metrics.get("z(6,7)"), ROUNDING);
    assertEquals(21.659866, metrics.get("z(8,10)"), ROUNDING);
  }

  @Test
  void theBooksLearningRateMakesItsSurfaceDiverge() {
    Program program = Programs.get("nonlinear-regression");
    Settings.Wishes wishes =
        new Settings.Wishes(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(0.005),
            Optional.empty(),
            Optional.empty());
    Result result = program.run(Task.quiet(Settings.of(program, wishes), Outputs.none()));
    assertTrue(result.diverged());
    assertTrue(metrics(result).get("steps") < 500);
  }

  private static Map<String, Double> run(String name, List<String> printed) {
    Program program = Programs.get(name);
    Settings settings = Settings.of(program, Settings.Wishes.none());
    return metrics(program.run(new Task(settings, Outputs.none(), printed::add, Progress.NONE)));
  }

  private static Map<String, Double> metrics(Result result) {
    Map<String, Double> metrics = new HashMap<>();
    for (String metric : result.metrics()) {
      String[] pair = metric.split("=");
      String value = pair[1].replace("inf", "Infinity").replace("nan", "NaN");
      metrics.put(pair[0], Double.parseDouble(value));
    }
    return metrics;
  }
}
