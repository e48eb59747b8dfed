package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.op.OpRegistry;
import dev.assay.golden.Golden;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssayTest {
  private static final String GOOD = "{\"id\":1,\"op\":\"neg\",\"inputs\":{\"x\":[1,2]}}\n";
  private static final String ANSWER =
      "{\"id\":1,\"outputs\":[{\"dtype\":\"float32\",\"shape\":[2],\"data\":[-1.0,-2.0]}]}\n";

  @Test
  void evalAnswersEveryLineAndGoesOnAfterABadOne() {
    Ran r = Ran.reading("\uFEFF" + GOOD + "\n  \n{\r\n" + GOOD, "eval");
    assertEquals(2, r.status());
    assertEquals(3, r.out().lines().count());
    assertTrue(r.out().startsWith(ANSWER) && r.out().endsWith(ANSWER), r.out());
    assertEquals("", r.err());
    assertEquals(new Ran(0, ANSWER, ""), Ran.reading(GOOD, "eval", "-"));
    assertEquals(new Ran(0, "", ""), Ran.reading("", "eval"));
  }

  @Test
  void evalReadsAFile(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("requests.jsonl"), GOOD);
    assertEquals(new Ran(0, ANSWER, ""), Ran.reading("", "eval", file.toString()));
    Ran missing = Ran.reading("", "eval", dir.resolve("none").toString());
    assertEquals(2, missing.status());
    assertEquals("assay: " + dir.resolve("none") + ": no such file\n", missing.err());
  }

  @Test
  @Timeout(60)
  void evalAnswersBeforeItReadsOn() throws IOException {
    PipedOutputStream requests = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(requests);
    PipedReader answers = new PipedReader();
    PrintWriter out = new PrintWriter(new PipedWriter(answers));
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> Assay.run(in, out, new PrintWriter(new StringWriter()), "eval"));
    try (requests) {
      for (int i = 0; i < 3; i++) {
        requests.write(GOOD.getBytes(StandardCharsets.UTF_8));
        requests.flush();
        char[] answer = new char[ANSWER.length()];
        for (int n = 0; n < answer.length; ) {
          n += answers.read(answer, n, answer.length - n);
        }
        assertEquals(ANSWER, new String(answer));
      }
    }
    assertEquals(0, status.join());
  }

  @Test
  void evalStopsQuietlyWhenNobodyReads() {
    Writer gone =
        new Writer() {
          @Override
          public void write(char[] c, int from, int n) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    StringWriter err = new StringWriter();
    InputStream in = new ByteArrayInputStream(GOOD.repeat(1000).getBytes(StandardCharsets.UTF_8));
    assertEquals(0, Assay.run(in, new PrintWriter(gone), new PrintWriter(err), "eval"));
    assertEquals("", err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eval --backend none | assay: unknown backend \"none\", known: reference",
        "ops reduce_summ | assay: unknown op \"reduce_summ\", nearest: reduce_sum",
        "opps | assay: Unmatched argument at index 0: 'opps'; did you mean ops",
        "eval --bakend x | assay: Unknown option",
        "golden chek | assay: Invalid value for positional parameter at index 0 (list|check)",
        "golden check --backend none | assay: unknown backend",
        "eval --backend unloadable | assay: unknown backend \"unloadable\", known: reference,",
        "eval --device /gpu:77 | assay: there is no device /gpu:77, only [/cpu:0, ",
        "eval --device gpu:x | assay: device: a name is like /cpu:0",
        "eval --backend reference --device /gpu:4 | assay: --device /gpu:4: backend reference drives",
      })
  void wrongUsageIsOneLineAndStatus2(String args, String message) {
    Ran r = Ran.reading("", args.split(" "));
    assertEquals(2, r.status());
    assertEquals(1, r.err().lines().count(), r.err());
    assertTrue(r.err().startsWith(message), r.err());
    assertEquals("", r.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eval", "ops", "golden", "devices", "docs", "verify"})
  void helpOfEachCommand(String command) {
    Ran r = command.isEmpty() ? Ran.reading("", "--help") : Ran.reading("", command, "--help");
    assertEquals(0, r.status());
    assertTrue(r.out().startsWith("Usage: assay"), r.out());
    assertEquals("", r.err());
  }

  @Test
  void withoutACommandHelpIsShown() {
    Ran r = Ran.reading("");
    assertEquals(2, r.status());
    assertTrue(r.out().contains("Examples:"));
    assertTrue(Ran.reading("", "--version").out().startsWith("assay "));
  }

  @Test
  void opsListsEveryOperation() {
    Ran list = Ran.reading("", "ops");
    assertEquals(0, list.status());
    OpRegistry.all()
        .forEach(op -> assertTrue(list.out().contains("  " + op.name() + " "), op.name()));
    assertTrue(list.last().startsWith("ops=" + OpRegistry.all().size() + " differentiable="));
    JsonNode json = Json.read(Ran.reading("", "ops", "--json").out());
    assertEquals(OpRegistry.all().size(), json.size());
    for (JsonNode op : json) {
      for (String field :
          List.of(
              "name",
              "family",
              "formula",
              "inputs",
              "outputs",
              "attributes",
              "constraints",
              "differentiable",
              "derivatives",
              "notes",
              "slopes",
              "hardPoints",
              "golden",
              "vectors",
              "backends",
              "complete")) {
        assertTrue(op.has(field), () -> op + " lacks " + field);
      }
    }
  }

  @Test
  void opsPrintsAPageForEveryOperation() {
    OpRegistry.all()
        .forEach(
            op -> {
              Ran page = Ran.reading("", "ops", op.name());
              assertEquals(0, page.status());
              assertTrue(page.out().contains(op.formula()), op.name());
              assertTrue(
                  page.out().lines().noneMatch(l -> l.startsWith("  {\"id\":1,\"error\"")),
                  page.out());
            });
    assertEquals(
        "tanh", Json.read(Ran.reading("", "ops", "tanh", "--json").out()).get("name").asText());
  }

  @Test
  void goldenCounts() {
    Ran list = Ran.reading("", "golden");
    assertEquals(0, list.status());
    assertTrue(
        list.last()
            .matches(
                "golden documents=\\d+ entries=\\d+ verbatim=\\d+ ocr-corrected=\\d+ erratum=\\d+"),
        list.last());
    Ran check = Ran.reading("", "golden", "check");
    assertTrue(check.last().startsWith("golden PASS backend=reference entries="), check.out());
    assertEquals(0, check.status());
    Ran.reading("", "golden", "check", "--json").out().lines().forEach(Json::read);
    Ran.reading("", "golden", "list", "--json").out().lines().forEach(Json::read);
  }

  @Test
  void docsWritesAPageForEveryOperation(@TempDir Path dir) throws IOException {
    Ran r = Ran.reading("", "docs", "--out", dir.resolve("a/b").toString());
    assertEquals(0, r.status(), r.err());
    assertTrue(r.last().startsWith("docs pages=" + (OpRegistry.all().size() + 2)), r.out());
    String index = Files.readString(dir.resolve("a/b/index.html"));
    OpRegistry.all()
        .forEach(
            op -> {
              assertTrue(index.contains("href=\"" + op.name() + ".html\""), op.name());
              assertTrue(Files.exists(dir.resolve("a/b/" + op.name() + ".html")), op.name());
            });
    String page = Files.readString(dir.resolve("a/b/maximum.html"));
    assertTrue(page.contains("max(x, y)") && page.contains("∂z/∂x") && page.endsWith("</html>\n"));
    String errata = Files.readString(dir.resolve("a/b/errata.html"));
    Golden.entries().stream()
        .filter(e -> e.status() == GoldenEntry.Status.ERRATUM)
        .forEach(e -> assertTrue(errata.contains("id=\"" + e.id() + "\""), e.id()));
    assertTrue(index.contains("href=\"errata.html\""));
    assertEquals(2, Ran.reading("", "docs").status());
    Path file = Files.writeString(dir.resolve("file"), "");
    assertEquals(2, Ran.reading("", "docs", "--out", file.resolve("x").toString()).status());
  }

  @Test
  void devicesNamesTheReference() {
    assertTrue(Ran.reading("", "devices").out().startsWith("reference "));
    assertEquals(
        "reference",
        Json.read(Ran.reading("", "devices", "--json").out())
            .get("backends")
            .get(0)
            .get("name")
            .asText());
  }

  @Test
  void devicesAreListedWithAllThatIsKnownOfThem() {
    String out = Ran.reading("", "devices").out();
    String block =
        """
        broken-relu  RN32       /test:0 /test:1
          /test:0 = /gpu:4  Tester 2000  RN32
            driver        made for tests
            interface     Test API 1.2
            local memory  48 KiB
          /test:1  FTZ32
            driver  made for tests
        absent       RN32       no devices: no platform, error -1001
        """;
    assertTrue(out.contains(block), out);
    String notLoaded =
        "not loaded   dev.assay.cli.UnloadableBackend: java.lang.UnsatisfiedLinkError: no libnpu in"
            + " java.library.path";
    assertTrue(out.contains(notLoaded), out);
    JsonNode json = Json.read(Ran.reading("", "devices", "--json").out());
    JsonNode broken = named(json, "broken-relu");
    assertEquals("/test:1", broken.path("devices").path(1).asText());
    JsonNode device = broken.path("details").path(0);
    assertEquals("/gpu:4", device.path("aliases").path(0).asText());
    assertEquals("48 KiB", device.path("properties").path("local memory").asText());
    assertEquals("FTZ32", broken.path("details").path(1).path("precision").asText());
    assertEquals("no platform, error -1001", named(json, "absent").path("absence").asText());
    assertTrue(json.path("not_loaded").has("dev.assay.cli.UnloadableBackend"));
  }

  private static JsonNode named(JsonNode devices, String backend) {
    for (JsonNode b : devices.path("backends")) {
      if (b.path("name").asText().equals(backend)) {
        return b;
      }
    }
    throw new AssertionError("no backend " + backend + " in " + devices);
  }

  @Test
  void evalAndGoldenRunWhereTheyAreTold() {
    assertEquals(new Ran(0, ANSWER, ""), Ran.reading(GOOD, "eval", "--device", "/gpu:4"));
    assertEquals(
        new Ran(0, ANSWER, ""),
        Ran.reading(GOOD, "eval", "--backend", "broken-relu", "--device", "test:1"));
    Ran absent = Ran.reading(GOOD, "eval", "--backend", "absent");
    assertEquals(2, absent.status());
    assertTrue(absent.out().contains("unsupported by absent: no platform"), absent.out());
    Ran golden = Ran.reading("", "golden", "check", "--backend", "absent");
    assertEquals(1, golden.status());
    assertTrue(golden.last().startsWith("golden UNSUPPORTED backend=absent "), golden.last());
  }
}
