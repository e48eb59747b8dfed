package dev.assay.learn.minimal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.dfp.Dfp;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.lu.LUDecompositionAlt_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training runs where there is no module but {@code java.base}. */
class MinimalRuntimeTest {
  @TempDir private Path dir;

  @Test
  void trainingNeedsNothingButJavaBase() throws Exception {
    String classPath =
        Stream.of(
                Layers.class,
                Tensor.class,
                Dfp.class,
                DMatrixRMaj.class,
                LUDecompositionAlt_DDRM.class,
                Example.class)
            .map(MinimalRuntimeTest::location)
            .collect(Collectors.joining(File.pathSeparator));
    Path output = dir.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base",
                "-cp",
                classPath,
                Example.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES));
      assertEquals(
          List.of("auc 1.0", "modules 1"), Files.readAllLines(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  /** The directory or jar that a class was loaded from. */
  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
