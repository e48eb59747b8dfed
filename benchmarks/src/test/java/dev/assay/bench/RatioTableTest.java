package dev.assay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTableTest {
  @Test
  void aRatioIsTheOthersTimeByTheSubjectsRoundByRound() {
    RatioTable table = new RatioTable("opencl");
    for (double[] round : new double[][] {{2, 1, 4}, {4, 3, 4}, {1, 1, 4}}) {
      table.add("opencl", "kernel", round[0]);
      table.add("tensorflow", "kernel", round[1]);
      table.add("arraycopy", "arraycopy", round[2]);
    }
    table.add("opencl", "withTransfers", 10);
    assertEquals(
        List.of(
            "Elementwise                kernel         opencl                2.0",
            "Elementwise                kernel         tensorflow            1.0  0.75 (0.50 to 1.00)",
            "Elementwise                kernel         arraycopy             4.0  2.00 (1.00 to 4.00)",
            "Elementwise                withTransfers  opencl               10.0"),
        table.rows("Elementwise"));
  }
}
