package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.golden.FrozenVectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of {@code assay vectors}, and a NumPy program that has itself judged. */
class VectorsCommandTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final String FROZEN = ROOT.resolve("golden").resolve("vectors").toString();
  private static final String NUMPY_OPS = "add,exp,matmul,multiply,reduce_sum,tanh";

  /** Another than that of the PATH may be the one that has NumPy. */
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("ASSAY_PYTHON")).orElse("python3");

  @TempDir private Path folder;

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void theSameOptionsWriteTheSameSet() {
    Ran first = Ran.of("vectors", "export", at("a"), "--ops", "relu,exp", "--cases", "3");
    assertEquals(0, first.status(), first.err());
    assertTrue(first.out().startsWith("exported ops=2 results="), first.out());
    assertTrue(first.last().matches("sha256 [0-9a-f]{64}"), first.out());
    Ran second = Ran.of("vectors", "export", at("b"), "--ops", "exp,relu,exp", "--cases", "3");
    assertEquals(first.last(), second.last());
    Ran other =
        Ran.of("vectors", "export", at("b"), "--ops", "exp,relu", "--cases", "3", "--seed", "7");
    assertEquals(0, other.status(), "a set is replaced: " + other.err());
    assertTrue(!first.last().equals(other.last()));
  }

  @Test
  void whatIsMissingIsFoundWantingWithStatus1() throws IOException {
    Files.createDirectory(folder.resolve("none"));
    Ran r =
        Ran.of(
            "vectors", "check", FROZEN, "--actual", at("none"), "--class", "RN32", "--ops", "exp");
    assertEquals(1, r.status(), r.err());
    assertTrue(
        r.last()
            .matches(
                "verdict FAIL vectors=frozen class=RN32 ops=1 cases=\\d+ pass=0 fail=\\d+ refused=0"
                    + " unsupported=0 sha256="
                    + FrozenVectors.sha256()),
        r.last());
    assertTrue(r.out().contains("exp 0, result: not written: 0.result.0.npy"), r.out());
    assertTrue(r.out().contains("./assay verify --replay 'exp/smooth/float32/'"), r.out());
    Files.writeString(folder.resolve("none/unsupported.json"), "{\"ops\":{\"exp\":\"not yet\"}}");
    r =
        Ran.of(
            "vectors", "check", FROZEN, "--actual", at("none"), "--class", "RN32", "--ops", "exp");
    assertEquals(1, r.status(), r.err());
    assertTrue(r.last().startsWith("verdict UNSUPPORTED vectors=frozen "), r.last());
    assertTrue(r.out().contains("  not yet"), r.out());
  }

  @Test
  void whatCannotBeReadIsStatus2() throws IOException {
    Path exp = Files.createDirectories(folder.resolve("bad/exp"));
    Files.writeString(exp.resolve("0.result.0.npy"), "1.0");
    Ran r =
        Ran.of(
            "vectors", "check", FROZEN, "--actual", at("bad"), "--class", "RN32", "--ops", "exp");
    assertEquals(2, r.status(), r.err());
    assertTrue(r.last().startsWith("verdict FAIL "), r.last());
    assertTrue(r.last().contains(" refused=1 "), r.last());
    assertTrue(r.out().contains("not an npy file"), r.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vectors | Missing required subcommand",
        "vectors export | Missing required parameter: 'DIR'",
        "vectors export DIR --ops no_such_op | unknown_op: unknown op",
        "vectors export DIR --cases 0 | value: vectors: 1 to 10000 cases, got 0",
        "vectors export . --ops exp | not empty and holds no set of vectors",
        "vectors check DIR | Missing required options",
        "vectors check DIR --actual . --class RN32 | no such folder",
        "vectors check FROZEN --actual DIR --class RN32 | no such folder",
        "vectors check FROZEN --actual . --class RN33 | known: REFERENCE, RN32,",
        "vectors check FROZEN --actual . --class RN32 --ops no_op | the set has no operation no_op"
      })
  void wrongUsageIsOneLineWithStatus2(String line, String message) {
    String[] args = line.replace("DIR", at("none")).replace("FROZEN", FROZEN).strip().split(" ");
    Ran r = Ran.of(args);
    assertEquals(2, r.status(), r.out() + r.err());
    assertEquals("", r.out());
    assertTrue(r.err().contains(message), r.err());
    assertEquals(1, r.err().lines().count(), r.err());
  }

  /**
   * The guide's program. Where Python or NumPy is absent the test says that it was not run; where
   * {@code ASSAY_REQUIRE_NUMPY} is set it fails.
   */
  @Test
  void theNumpyProgramOfTheGuidePasses() throws Exception {
    boolean required = "true".equals(System.getenv("ASSAY_REQUIRE_NUMPY"));
    assumeTrue(required || python("-c", "import numpy") == 0, "no python3 with numpy");
    String script = ROOT.resolve("docs").resolve("judge_numpy.py").toString();
    assertEquals(0, python(script, FROZEN, at("numpy")), log());
    Ran r =
        Ran.of(
            "vectors",
            "check",
            FROZEN,
            "--actual",
            at("numpy"),
            "--class",
            "RN32/opencl",
            "--ops",
            NUMPY_OPS);
    assertEquals(0, r.status(), r.out() + r.err());
    assertTrue(
        r.last().startsWith("verdict PASS vectors=frozen class=RN32/opencl ops=6 "), r.out());
    assertTrue(r.out().contains("  no derivatives of derivatives"), r.out());
    // the same program, had it declared binary64 inside, is found out
    Ran finer =
        Ran.of(
            "vectors",
            "check",
            FROZEN,
            "--actual",
            at("numpy"),
            "--class",
            "REFERENCE",
            "--ops",
            NUMPY_OPS);
    assertEquals(1, finer.status(), finer.out() + finer.err());
  }

  private int python(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(args));
    Process p;
    try {
      p =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("python.log").toFile())
              .start();
    } catch (IOException e) {
      Files.writeString(folder.resolve("python.log"), e.toString());
      return -1; // there is no python3
    }
    if (!p.waitFor(120, TimeUnit.SECONDS)) {
      p.destroyForcibly();
      return -1;
    }
    return p.exitValue();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("python.log"), StandardCharsets.UTF_8);
  }
}
