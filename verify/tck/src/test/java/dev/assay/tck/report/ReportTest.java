package dev.assay.tck.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.Suite;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Mismatch;
import dev.assay.tck.judge.Verdict;
import dev.assay.tck.mutants.FaultyBackend;
import dev.assay.tck.mutants.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a verdict hold. */
class ReportTest {
  private static final Circumstances CIRCUMSTANCES =
      new Circumstances(
          new SuiteIdentity("1.0", "ab"),
          "driver <3>",
          "RN32",
          Optional.of(
              new DeviceDetails(
                  "/npu:0",
                  List.of("/gpu:0"),
                  "model <5>",
                  "driver <3>",
                  "API 7",
                  PrecisionClass.FTZ32,
                  Map.of("memory", "4 GiB"))),
          "17",
          "Linux",
          2,
          List.of("-Xmx1g"),
          8,
          List.of("relu", "square"),
          "./assay verify",
          Instant.EPOCH);

  private static Verdict failing() {
    FaultyBackend faulty =
        new FaultyBackend(
            Mutant.kernel(
                "square",
                "NaN",
                (call, y) -> {
                  if (!y.get(0).dtype().isFloating()) {
                    return y;
                  }
                  double[] v = y.get(0).toDoubles();
                  Arrays.fill(v, Double.NaN);
                  return List.of(
                      Tensor.of(y.get(0).shape(), HostStorage.ofDoubles(y.get(0).dtype(), v)));
                }));
    return new Suite(faulty, 42, 8, 2)
        .run(
            List.of(OpRegistry.get("relu"), OpRegistry.get("square")),
            Suite.entries(),
            Suite.Progress.SILENT);
  }

  @Test
  void jsonHasEveryPart() throws IOException {
    JsonNode root = new ObjectMapper().readTree(VerdictJson.write(failing(), CIRCUMSTANCES));
    Set<String> names = new TreeSet<>();
    root.fieldNames().forEachRemaining(names::add);
    assertEquals(
        Set.of(
            "format",
            "verdict",
            "reason",
            "line",
            "suite",
            "backend",
            "environment",
            "run",
            "counts",
            "methods",
            "ops",
            "entries",
            "failures"),
        names);
    assertEquals(VerdictJson.FORMAT, root.path("format").asText());
    assertEquals("FAIL", root.path("verdict").asText());
    assertTrue(root.path("line").asText().startsWith("verdict FAIL backend=faulty ops=2 "));
    assertEquals(Method.values().length, root.path("methods").size());
    JsonNode device = root.path("backend").path("device");
    assertEquals("/npu:0", device.path("name").asText());
    assertEquals("/gpu:0", device.path("aliases").path(0).asText());
    assertEquals("FTZ32", device.path("precision").asText());
    assertEquals("4 GiB", device.path("properties").path("memory").asText());
    JsonNode op = root.path("ops").path(1);
    assertEquals("square", op.path("op").asText());
    assertEquals("elementwise", op.path("family").asText());
    assertEquals("FAIL", op.path("status").asText());
    assertTrue(op.path("methods").path("spec").path("fail").asInt() > 0);
    assertTrue(root.path("ops").path(0).path("tightness").path("float64").isNumber());
    assertTrue(root.path("entries").size() > 3);
    JsonNode failure = root.path("failures").path(0);
    for (String field : List.of("op", "method", "message", "token", "replay")) {
      assertTrue(failure.path(field).isTextual(), field);
    }
    JsonNode sum = root.path("counts");
    assertEquals(
        sum.path("cases").asLong(),
        sum.path("pass").asLong() + sum.path("fail").asLong() + sum.path("inconclusive").asLong());
  }

  @Test
  void numbersThatJsonLacksAreStrings() throws IOException {
    JsonNode root = new ObjectMapper().readTree(VerdictJson.write(failing(), CIRCUMSTANCES));
    List<JsonNode> mismatches = new ArrayList<>();
    root.path("failures").forEach(f -> mismatches.add(f.path("mismatch")));
    assertTrue(mismatches.stream().anyMatch(m -> m.path("got").asText().equals("NaN")));
    assertTrue(mismatches.stream().anyMatch(m -> m.path("want").isNumber()));
  }

  /** A backend may be called anything, and messages quote what it computed. */
  @Test
  void everyTextOnThePageIsEscaped() {
    String evil = "<script>alert('1')</script>\"&";
    Failure bad =
        new Failure(
            "relu",
            Method.SPEC,
            evil,
            Optional.of(new Mismatch(evil, List.of(0), 1, Double.NaN, 0, evil)),
            evil);
    Failure worse = new Failure(evil, Method.LAWS, evil, Optional.empty(), "");
    Verdict v =
        new Verdict(
            evil, List.of(evil), Optional.empty(), 1, List.of(), List.of(), List.of(bad, worse), 0);
    String page = HtmlReport.write(v, CIRCUMSTANCES);
    assertFalse(page.contains("<script>alert"), page);
    assertFalse(page.contains("alert('1')"));
    assertTrue(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"));
    assertTrue(page.contains("driver &lt;3&gt;"));
    assertTrue(page.contains("/npu:0 = /gpu:0, model &lt;5&gt;"));
  }

  @Test
  void thePageNeedsNothingElseAndItsElementsNest() {
    String page = HtmlReport.write(failing(), CIRCUMSTANCES);
    assertFalse(Pattern.compile("https?://|src=|@import|url\\(").matcher(page).find());
    Deque<String> open = new ArrayDeque<>();
    String body = page.replaceAll("(?s)<(script|style)>.*?</\\1>", "");
    Matcher tag = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^>]*>").matcher(body);
    Set<String> empty = Set.of("meta", "input", "br");
    while (tag.find()) {
      if (!tag.group(1).isEmpty()) {
        assertEquals(tag.group(2), open.pop(), "at " + tag.start());
      } else if (!empty.contains(tag.group(2))) {
        open.push(tag.group(2));
      }
    }
    assertTrue(open.isEmpty(), open.toString());
  }

  @Test
  void identifiersOnThePageAreDifferent() {
    Matcher id =
        Pattern.compile(" id=\"([^\"]*)\"").matcher(HtmlReport.write(failing(), CIRCUMSTANCES));
    Set<String> seen = new TreeSet<>();
    while (id.find()) {
      assertTrue(seen.add(id.group(1)), id.group(1));
    }
  }

  @Test
  void filesAppearWholeAndReplaceOlderOnes(@TempDir Path folder) throws IOException {
    Path deep = folder.resolve("a/b");
    ReportFiles files = ReportFiles.in(deep);
    Verdict v = failing();
    files.write(v, CIRCUMSTANCES);
    files.write(v, CIRCUMSTANCES);
    try (Stream<Path> all = Files.list(deep)) {
      assertEquals(
          List.of(ReportFiles.PAGE, ReportFiles.JSON),
          all.map(p -> p.getFileName().toString()).sorted().toList());
    }
    assertEquals(
        VerdictJson.write(v, CIRCUMSTANCES), Files.readString(deep.resolve("verdict.json")));
  }

  @Test
  void aFolderThatCannotBeIsAnErrorBeforeTheRun(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThrows(IOException.class, () -> ReportFiles.in(file));
    assertThrows(IOException.class, () -> ReportFiles.in(file.resolve("below")));
  }

  @Test
  void theSuiteKnowsItself() {
    assertTrue(SuiteIdentity.current().sha256().matches("[0-9a-f]{64}"));
    assertEquals(SuiteIdentity.current(), SuiteIdentity.current());
    Circumstances now =
        Circumstances.now(ReferenceBackend.instance(), 3, List.of(), "./assay verify");
    assertEquals("REFERENCE", now.precision());
    assertTrue(now.java().contains(System.getProperty("java.vm.name")));
  }
}
