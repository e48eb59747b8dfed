package dev.assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.golden.TrainingRecord.Run;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingRecordTest {
  private static final String GOOD =
      """
      {"source": "s", "problem": {"design": [[1, 2]], "target": [3], "kinkWeight": 0.5,
        "kinks": [0, 1], "cubicWeight": 0.25, "start": [1e-3, 2.50]},
       "runs": [{"id": "r", "op": "apply_x", "kernel": "X", "dtype": "float32", "attrs": {},
         "scalars": {"lr": 0.1}, "initial": {"var": [1e-3, 2.50], "m": [0, 0]},
         "steps": [{"scalars": {"power": 0.9}, "gradient": [1, 2],
           "state": {"var": [3, 4], "m": [5, 6]}}]}]}
      """;

  private static TrainingRecord read(String json) {
    return TrainingRecord.read(
        "a.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void tensorFlowsRecordHasTwentyStepsOfEveryRun() {
    TrainingRecord record = TrainingRecord.tensorFlow();
    assertTrue(record.source().startsWith("TensorFlow 2."));
    assertEquals(40, record.runs().size());
    assertEquals(
        record.runs().size(), new HashSet<>(record.runs().stream().map(Run::id).toList()).size());
    for (Run run : record.runs()) {
      assertEquals(20, run.steps().size(), run.id());
      assertEquals(record.problem().start(), run.initial().get("var"), run.id());
    }
  }

  @Test
  void aValidFileIsRead() {
    Run run = read(GOOD).runs().get(0);
    assertEquals(List.of("var", "m"), List.copyOf(run.before(1).keySet()));
    assertEquals(0.001f, run.before(0).get("var").get(0).floatValue());
    assertEquals(new BigDecimal("2.50"), run.before(0).get("var").get(1));
    assertEquals(run.steps().get(0).state(), run.before(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[3] | [3, 4] | one row of the design per target",
        "[0, 1] | [0] | one kink per variable",
        "[[1, 2]] | [[1]] | one column per variable",
        "\"initial\": {\"var\" | \"initial\": {\"x\" | r: the state begins with var",
        "\"m\": [5 | \"n\": [5 | r: a step's state is [var, m]",
        "[5, 6] | [5] | r: the variable and the slots have 2 elements",
        "\"gradient\": [1, 2] | \"gradient\": [1] | r: the gradient has 2 elements",
        "\"kernel\": \"X\", | '' | Missing creator property 'kernel'",
        "\"attrs\": {} | \"attrs\": {}, \"more\": 1 | Unrecognized field \"more\"",
        "\"X\" | null | Null value for creator property 'kernel'",
        "0.25 | \"x\" | not a valid representation",
      })
  void aBrokenRuleIsNamed(String right, String wrong, String message) {
    GoldenException e = assertThrows(GoldenException.class, () -> read(GOOD.replace(right, wrong)));
    assertTrue(e.getMessage().startsWith("a.json: "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
