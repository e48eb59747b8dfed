package dev.assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenTest {
  private static final String GOOD =
      """
      {"document": "a.md", "title": "t", "entries": [{
        "id": "a-1", "section": "1", "about": "x", "status": "verbatim",
        "inputs": {"x": {"dtype": "float32", "shape": [2], "data": [1, 2]}},
        "steps": [
          {"op": "square", "in": {"x": "x"}, "out": ["y"]},
          {"gradient": "y", "wrt": ["x"], "out": ["dx"]}],
        "expect": [{"of": "y", "dtype": "float32", "shape": [2], "printed": ["1", "4."]},
                   {"of": "dx", "text": "[2. 4.]"}]}]}
      """;

  private static GoldenDocument read(String json) {
    return Golden.read("a.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyFileOnTheClassPathIsValid() {
    assertFalse(Golden.documents().isEmpty());
    assertTrue(Golden.entries().size() > 200);
    assertTrue(Golden.entries().stream().anyMatch(e -> e.status() == GoldenEntry.Status.ERRATUM));
  }

  @Test
  void aValidFileIsRead() {
    GoldenEntry e = read(GOOD).entries().get(0);
    assertEquals("a.md", e.document());
    assertTrue(e.uses("square") && !e.uses("add"));
    assertEquals("y", ((GoldenStep.Gradient) e.steps().get(1)).of());
    assertEquals(new Expectation.Text("dx", "[2. 4.]"), e.expect().get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a-1\" | \"A 1\" | a.json, A 1: the id is of a-z, 0-9, . and -",
        "\"verbatim\" | \"fine\" | a.json, a-1: the status is verbatim, ocr-corrected or erratum, not fine",
        "\"verbatim\" | \"ocr-corrected\" | a.json, a-1: a note says what was changed",
        "\"verbatim\" | \"erratum\", \"note\": \"n\" | a.json, a-1: an erratum, and only an erratum, says what is right",
        "\"wrt\": [\"x\"] | \"wrt\": [\"z\"] | a.json, a-1: the name z is not bound",
        "[\"dx\"] | [\"y\"] | a.json, a-1: the name y is bound twice",
        "[\"1\", \"4.\"] | [\"1\"] | a.json, a-1: y: one printed text per element of shape [2]",
        "\"section\" | \"sektion\" | a.json, a-1: the entry has no field sektion",
        "\"1\", \"about\" | 1, \"about\" | a.json, a-1: section is a text",
      })
  void brokenRulesAreNamed(String from, String to, String message) {
    String broken = GOOD.replace(from, to);
    assertFalse(broken.equals(GOOD));
    GoldenException e = assertThrows(GoldenException.class, () -> read(broken));
    assertEquals(message, e.getMessage());
  }

  @Test
  void textThatIsNoJsonIsRefused() {
    assertTrue(
        assertThrows(GoldenException.class, () -> read("{\"document\": "))
            .getMessage()
            .startsWith("a.json: "));
  }
}
