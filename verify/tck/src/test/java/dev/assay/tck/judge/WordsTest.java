package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @Test
  void aVerdictLineHasNoBlanksInItsWords() {
    assertEquals("exec:python3%20a.py%20100%25", Words.ofLine("exec:python3 a.py 100%"));
    assertEquals("%0A%C3%A9%C2%A0", Words.ofLine("\n\u00e9\u00a0"));
    assertEquals("reference", Words.ofLine("reference"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"exec:a 'b c' \"$d\" \\ `e`", "plain-1.2/x", "", "a\nb", "''", "!x", "~", "*"})
  void aShellReadsTheWordBack(String text) throws IOException, InterruptedException {
    Process sh = new ProcessBuilder("sh", "-c", "printf '%s.' " + Words.ofShell(text)).start();
    String read = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, sh.waitFor());
    assertEquals(text + ".", read);
  }

  @Test
  void aCommandThatReplaysCanBePasted() {
    Failure f = new Failure("neg", Method.SPEC, "", Optional.empty(), "neg/smooth/float32/2");
    assertEquals(
        "./assay verify --backend 'exec:x '\\''y z'\\''' --replay 'neg/smooth/float32/2'",
        f.replay("exec:x 'y z'", Optional.empty()));
    assertEquals(
        "./assay verify --backend opencl --device /gpu:0 --replay 'neg/smooth/float32/2'",
        f.replay("opencl", Optional.of("/gpu:0")));
  }
}
