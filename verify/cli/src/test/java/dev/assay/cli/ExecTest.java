package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.tck.judge.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs judged on the command line; the program is the command line itself. */
@Timeout(300)
class ExecTest {
  private static final Pattern LINE =
      Pattern.compile(
          "verdict (PASS|FAIL|UNSUPPORTED) backend=exec:\\S+ ops=\\d+ cases=\\d+ pass=\\d+"
              + " fail=\\d+ unsupported=\\d+ inconclusive=\\d+ seed=42");

  private static final String GOOD = "{\"id\":1,\"op\":\"neg\",\"inputs\":{\"x\":[1,2]}}\n";

  /** {@code assay} with these arguments, as a command of a shell. */
  private static String assay(String args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Words.ofShell(java)
        + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "
        + Words.ofShell(System.getProperty("java.class.path"))
        + " "
        + Assay.class.getName()
        + " "
        + args;
  }

  /** NaN with a payload come from {@code decode_raw}, lists from {@code concat}. */
  @Test
  void evalIsAProgramThatPasses() {
    String program = "exec:" + assay("eval");
    String ops = "concat,decode_raw,softmax,unique";
    Ran r = Ran.reading("", "verify", "--quick", "--ops", ops, "--backend", program);
    assertEquals(0, r.status(), r.out() + r.err());
    assertTrue(LINE.matcher(r.last()).matches(), r.last());
    assertTrue(r.last().startsWith("verdict PASS "), r.last());
    assertTrue(r.last().contains(" ops=4 ") && r.last().contains(" unsupported=0 "), r.last());
    assertTrue(r.out().contains("rounding-law"), "it says that it is the reference");
    assertTrue(r.out().contains("second-order"), r.out());
  }

  @Test
  void theSameSeedGivesTheSameVerdict() {
    String[] args = {
      "verify", "--cases", "2", "--ops", "unique", "--backend", "exec:" + assay("eval")
    };
    assertEquals(Ran.reading("", args).last(), Ran.reading("", args).last());
  }

  @Test
  void aWrongProgramFailsAndTheCommandThatShowsItCanBePasted() throws Exception {
    Ran r =
        Ran.reading(
            "",
            "verify",
            "--cases",
            "6",
            "--ops",
            "relu,exp",
            "--backend",
            "exec:" + assay("eval --backend broken-relu"));
    assertEquals(1, r.status(), r.err());
    assertTrue(LINE.matcher(r.last()).matches(), r.last());
    assertTrue(r.last().startsWith("verdict FAIL "), r.last());
    assertTrue(r.last().contains(" unsupported=1 "), r.last());
    assertTrue(r.out().contains("no exponentials: exp"), r.out());
    Matcher replay =
        Pattern.compile("\\./assay (verify --backend .* --replay '.*')").matcher(r.out());
    assertTrue(replay.find(), r.out());
    Process sh = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + replay.group(1)).start();
    String words = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Ran again = Ran.reading("", words.split("\0"));
    assertEquals(1, again.status(), again.err());
    assertTrue(again.last().matches("verdict FAIL backend=exec:\\S+ ops=1 .*"), again.last());
  }

  /** Every attempt to make the case smaller would cost a process. */
  @Test
  void aCrashIsNotMadeSmaller(@TempDir Path folder) throws IOException {
    Path starts = folder.resolve("starts");
    String crashing =
        "echo >>"
            + starts
            + "; while read -r line; do case $line in *'\"neg\"'*) echo oops >&2; exit 9;; *)"
            + " id=${line#*:}; printf '{\"id\":%s,\"error\":{\"kind\":\"unsupported\"}}\\n'"
            + " \"${id%%,*}\";; esac; done";
    Ran r =
        Ran.reading("", "verify", "--cases", "9", "--ops", "neg", "--backend", "exec:" + crashing);
    assertEquals(1, r.status(), r.err());
    assertTrue(r.last().matches("verdict FAIL backend=exec:\\S+ ops=1 .* seed=42"), r.last());
    assertTrue(
        r.out()
            .contains(
                "neg: the program ended with status 9 before it answered; the end of its standard"
                    + " error: oops"),
        r.out());
    int processes = Runtime.getRuntime().availableProcessors();
    int started = Files.readAllLines(starts).size();
    // those in use while the third was lost may be lost too
    assertTrue(started <= 1 + 3 + 2 * processes, started + " starts");
  }

  @Test
  void otherCommandsTakeProgramsToo() {
    String program = "exec:" + assay("eval");
    assertEquals(
        new Ran(
            0,
            "{\"id\":1,\"outputs\":[{\"dtype\":\"float32\",\"shape\":[2],\"data\":[-1.0,-2.0]}]}\n",
            ""),
        Ran.reading(GOOD, "eval", "--backend", program));
    Ran absent = Ran.reading(GOOD, "eval", "--backend", "exec:" + assay("eval --backend absent"));
    assertTrue(
        absent.out().startsWith("{\"id\":1,\"error\":{\"kind\":\"unsupported\","), absent.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: | a program is exec:COMMAND",
        "exec,class=X:true | exec: unknown class \"X\", known: [REFERENCE",
        "exec,limit=no:true | exec: limit, in seconds, must be a number",
        "exec:no-such-program | exec: the program ended with status 127",
        "exec:cat | capabilities: must be an object, got true",
      })
  void wrongUsageIsOneLineAndStatus2(String backend, String says) {
    Ran r = Ran.reading("", "verify", "--ops", "neg", "--backend", backend);
    assertEquals(2, r.status(), r.out() + r.err());
    assertEquals("", r.out());
    assertEquals(1, r.err().strip().split("\\R").length, r.err());
    assertTrue(r.err().contains(says), r.err());
  }

  @Test
  void aProgramDrivesNoOtherDevice() {
    Ran r = Ran.reading("", "verify", "--backend", "exec:cat >/dev/null", "--device", "/gpu:0");
    assertEquals(2, r.status());
    assertTrue(r.err().contains("drives no such device"), r.err());
  }
}
