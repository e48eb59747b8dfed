package dev.assay.engine.minimal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.dfp.Dfp;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.lu.LUDecompositionAlt_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine runs on a Java runtime that has {@code java.base} alone: no desktop, no logging, no
 * scripting, no native library.
 */
class MinimalRuntimeTest {
  @TempDir private Path dir;

  @Test
  void theEngineNeedsNothingButJavaBase() throws Exception {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", executable("jlink"));
    assertTrue(
        Files.isExecutable(jlink),
        "this test needs a JDK with jlink and jmods; there is no " + jlink);
    Path runtime = dir.resolve("runtime");
    run(List.of(jlink.toString(), "--add-modules", "java.base", "--output", runtime.toString()));

    // the example's class alone: the other test classes stay outside
    Path example = dir.resolve("example");
    String name = Example.class.getName();
    Path inside = example.resolve(name.replace('.', '/') + ".class");
    Files.createDirectories(inside.getParent());
    Files.copy(location(Example.class).resolve(example.relativize(inside).toString()), inside);

    String classPath =
        String.join(
            File.pathSeparator,
            location(Tensor.class).toString(),
            location(Dfp.class).toString(),
            location(DMatrixRMaj.class).toString(),
            location(LUDecompositionAlt_DDRM.class).toString(),
            example.toString());
    String java = runtime.resolve("bin").resolve(executable("java")).toString();
    assertEquals(
        List.of(
            "loss 83.0",
            "gradient [[ -6. 12.] [-10. 20.] [-14. 28.]]",
            "graph [3,1]",
            "determinant -2.0",
            "png true",
            "decode_jpeg: this Java runtime lacks the module java.desktop",
            "modules 1",
            "operations true"),
        run(List.of(java, "-Xmx256m", "-cp", classPath, name)).lines().toList());
  }

  private static String executable(String tool) {
    return System.getProperty("os.name").startsWith("Windows") ? tool + ".exe" : tool;
  }

  /** The directory or jar that a class was loaded from. */
  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Runs a program to its end and gives what it printed; fails if it fails. */
  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = dir.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      String text = Files.readString(output, StandardCharsets.UTF_8);
      assertTrue(ended, () -> "still running: " + command + "\n" + text);
      assertEquals(0, process.exitValue(), () -> command + "\n" + text);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
