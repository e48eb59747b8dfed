package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.tck.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of {@code assay verify}: exit status, last line, files, messages. */
class VerifyCommandTest {
  private static final Pattern LINE =
      Pattern.compile(
          "verdict (PASS|FAIL|UNSUPPORTED) backend=\\S+ ops=\\d+ cases=\\d+ pass=\\d+ fail=\\d+"
              + " unsupported=\\d+ inconclusive=\\d+ seed=-?\\d+");

  @Test
  void aGoodBackendPassesWithStatus0() {
    Ran r = Ran.of("verify", "--cases", "6", "--ops", "relu,neg");
    assertEquals(0, r.status(), r.out() + r.err());
    assertTrue(LINE.matcher(r.last()).matches(), r.last());
    assertTrue(r.last().startsWith("verdict PASS backend=reference ops=2 "), r.last());
    assertTrue(r.last().endsWith(" seed=42"));
    assertEquals("", r.err(), "no progress where there is no terminal");
  }

  @Test
  void aWrongBackendFailsWithStatus1AndSaysHowToSeeItAgain() {
    Ran r = Ran.of("verify", "--backend", "broken-relu", "--cases", "6", "--ops", "relu,exp");
    assertEquals(1, r.status(), r.err());
    assertTrue(LINE.matcher(r.last()).matches(), r.last());
    assertTrue(r.last().startsWith("verdict FAIL backend=broken-relu ops=2 "));
    assertTrue(r.last().contains(" unsupported=1 "), r.last());
    assertTrue(r.out().contains("no exponentials: exp"), r.out());
    Matcher replay =
        Pattern.compile("\\./assay verify --backend broken-relu --replay '([^']*)'")
            .matcher(r.out());
    assertTrue(replay.find(), r.out());
    String token = replay.group(1);
    assertEquals(1, Ran.of("verify", "--backend", "broken-relu", "--replay", token).status());
    Ran onReference = Ran.of("verify", "--replay", token);
    assertEquals(0, onReference.status(), onReference.out());
    assertTrue(onReference.last().startsWith("verdict PASS backend=reference ops=1 "));
  }

  @Test
  void aBackendWithoutDevicesIsUnsupportedWithStatus1() {
    Ran r = Ran.of("verify", "--backend", "absent", "--cases", "6", "--ops", "relu,exp");
    assertEquals(1, r.status(), r.err());
    assertEquals("", r.err());
    assertTrue(LINE.matcher(r.last()).matches(), r.last());
    assertTrue(r.last().startsWith("verdict UNSUPPORTED backend=absent ops=2 "), r.last());
    assertTrue(r.out().contains("  no platform, error -1001: exp, relu"), r.out());
    assertTrue(
        r.out()
            .contains(
                "not passed: nothing was judged: the backend supports none of this, no platform, error"
                    + " -1001"),
        r.out());
    Ran one = Ran.of("verify", "--backend", "absent", "--replay", "relu/smooth/float64/");
    assertEquals(1, one.status());
    assertTrue(one.last().startsWith("verdict UNSUPPORTED backend=absent"), one.last());
    Ran second = Ran.of("verify", "--device", "/test:1", "--cases", "6", "--ops", "multiply");
    assertTrue(second.last().startsWith("verdict UNSUPPORTED backend=broken-relu"), second.last());
  }

  @Test
  void aBackendThatCouldNotBeLoadedSaysWhy() {
    Ran r = Ran.of("verify", "--backend", "unloadable");
    assertEquals(2, r.status());
    assertTrue(
        r.err()
            .contains(
                "UnloadableBackend: java.lang.UnsatisfiedLinkError: no libnpu in java.library.path"),
        r.err());
    assertEquals(1, r.err().strip().split("\\R").length, r.err());
  }

  @Test
  void theDeviceIsJudgedAndWrittenDown(@TempDir Path folder) throws IOException {
    Ran r =
        Ran.of(
            "verify",
            "--device",
            "gpu:4",
            "--cases",
            "6",
            "--ops",
            "relu",
            "--report",
            folder.toString());
    assertEquals(1, r.status(), r.err());
    assertTrue(r.last().startsWith("verdict FAIL backend=broken-relu "), r.last());
    assertTrue(
        r.out().contains("./assay verify --backend broken-relu --device /gpu:4 --replay '"),
        r.out());
    JsonNode json = Json.read(Files.readString(folder.resolve("verdict.json")));
    assertEquals("/test:0", json.path("backend").path("device").path("name").asText());
    assertEquals("Tester 2000", json.path("backend").path("device").path("model").asText());
    assertTrue(
        json.path("run").path("command").asText().startsWith("./assay verify --device gpu:4 --ops"),
        json.path("run").toString());
  }

  @Test
  void lawsAndExamplesReplay() {
    Ran law =
        Ran.of(
            "verify",
            "--backend",
            "broken-relu",
            "--replay",
            "law:relu-difference/smooth/float64/");
    assertEquals(1, law.status(), law.out());
    Ran example = Ran.of("verify", "--replay", "golden:tutorial-21.1-threshold");
    assertEquals(0, example.status(), example.out() + example.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--backend nowhere | unknown backend",
        "--device /gpu:77 | there is no device /gpu:77",
        "--backend reference --device /gpu:4 | drives no such device",
        "--ops mutmul | unknown op",
        "--replay nonsense | replay token",
        "--replay law:none/smooth/float64/0 | replay token",
        "--replay golden:none | replay token",
        "--replay matmul/smooth/float64/?? | replay token",
        "--cases 0 | --cases",
        "--cases many | --cases",
        "--cases 3 --quick | exclude",
        "--seed x | --seed",
        "--nonsense | nonsense",
        "--replay matmul/smooth/float64/0 --ops relu | --replay",
        "--mutants | no mutants of backend reference",
        "--mutants --quick | --mutants"
      })
  void wrongUsageIsStatus2AndOneLine(String args, String says) {
    Ran r = Ran.of(("verify " + args).split(" "));
    assertEquals(2, r.status(), r.out() + r.err());
    assertEquals(1, r.err().strip().split("\\R").length, r.err());
    assertTrue(r.err().contains(says), r.err());
    assertFalse(r.out().contains("verdict"), r.out());
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidBeforeTheRun(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Ran r = Ran.of("verify", "--ops", "relu", "--report", file.toString());
    assertEquals(2, r.status(), r.out());
    assertEquals("", r.out());
    assertEquals(1, r.err().strip().split("\\R").length, r.err());
  }

  @Test
  void theReportIsWrittenWhereAskedAndNowhereElse(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("report");
    Ran r = Ran.of("verify", "--cases", "4", "--ops", "neg", "--report", target.toString());
    assertEquals(0, r.status(), r.err());
    assertTrue(r.out().contains("report " + target.resolve("report.html")), r.out());
    assertTrue(Files.readString(target.resolve("verdict.json")).contains(r.last()));
    assertTrue(Files.readString(target.resolve("report.html")).startsWith("<!DOCTYPE html>"));
  }

  @Test
  void theSameSeedGivesTheSameLine() {
    String[] args = {"verify", "--cases", "8", "--ops", "softmax,sort", "--seed", "-7"};
    assertEquals(Ran.of(args).last(), Ran.of(args).last());
    assertTrue(Ran.of(args).last().endsWith(" seed=-7"));
  }
}
