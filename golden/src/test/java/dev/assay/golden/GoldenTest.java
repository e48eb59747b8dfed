package dev.assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

  private static final String REPEATED =
      """
      {"document": "a.md", "title": "t", "entries": [{
        "id": "a-1", "section": "1", "about": "x", "status": "verbatim",
        "inputs": {"x": {"dtype": "float32", "shape": [], "data": [3]}},
        "steps": [{"repeat": 4, "carry": {"x": "next"}, "steps": [
            {"op": "square", "in": {"x": "x"}, "out": "next"}],
          "keep": [{"of": "next", "at": [1, 3], "out": ["x1", "x3"]},
                   {"of": "x", "at": [4], "out": "before"}]}],
        "expect": [{"of": "x1", "text": "9.0"}]}]}
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

  @Test
  void aRepetitionIsRead() {
    GoldenEntry e = read(REPEATED).entries().get(0);
    GoldenStep.Repeat r = (GoldenStep.Repeat) e.steps().get(0);
    assertEquals(4, r.times());
    assertEquals(Map.of("x", "next"), r.carry());
    assertEquals(new GoldenStep.Keep("next", List.of(1, 3), List.of("x1", "x3")), r.keep().get(0));
    assertEquals(List.of("x1", "x3", "before"), r.out());
    assertEquals(List.of("square"), e.ops());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"repeat\": 4 | \"repeat\": 0 | a.json, a-1: repeat: integers from 1 to 2147483647",
        "[1, 3] | [1, 5] | a.json, a-1: at: integers from 1 to 4",
        "[1, 3] | [1, 2.5] | a.json, a-1: at: integers from 1 to 4",
        "[1, 3] | [1] | a.json, a-1: keep: as many names in out as iterations in at",
        "{\"x\": \"next\"} | {\"x\": \"nxt\"} | a.json, a-1: the name nxt is not bound",
        "{\"x\": \"next\"} | {\"next\": \"x\"} | a.json, a-1: the name next is not bound",
        "\"out\": \"next\" | \"out\": \"x\" | a.json, a-1: the name x is bound twice",
        "\"out\": \"before\" | \"out\": \"x1\" | a.json, a-1: the name x1 is bound twice",
        "{\"of\": \"x1\" | {\"of\": \"next\" | a.json, a-1: the name next is not bound",
      })
  void brokenRulesOfRepetitionsAreNamed(String from, String to, String message) {
    String broken = REPEATED.replace(from, to);
    assertFalse(broken.equals(REPEATED));
    GoldenException e = assertThrows(GoldenException.class, () -> read(broken));
    assertEquals(message, e.getMessage());
  }

  @Test
  void aRepetitionThatKeepsNothingIsRefused() {
    int keep = REPEATED.indexOf("[{\"of\": \"next\"");
    String broken =
        REPEATED.substring(0, keep)
            + "[]"
            + REPEATED.substring(REPEATED.indexOf("}],\n  \"expect"));
    GoldenException e = assertThrows(GoldenException.class, () -> read(broken));
    assertEquals("a.json, a-1: a repetition keeps something", e.getMessage());
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
