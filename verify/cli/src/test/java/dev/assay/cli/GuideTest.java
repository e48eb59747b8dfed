package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide does what it says: its Java samples compile and run, its commands print what it shows,
 * its links lead somewhere. What the samples and transcripts must look like: {@link GuidePage}.
 */
class GuideTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @TempDir private Path folder;

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @TestFactory
  Stream<DynamicTest> samplesRunAndCommandsPrintWhatIsShown() throws IOException {
    return pages().stream()
        .map(
            p ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(p).toString(),
                    () -> {
                      Path own = Files.createDirectory(folder.resolve("p" + p.hashCode()));
                      assertEquals("", GuidePage.read(p).check(own));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> linksLeadSomewhere() throws IOException {
    List<Path> all = new ArrayList<>(pages());
    for (String module :
        List.of("golden", "opencl", "benchmarks", "reference/engine", "reference/learn")) {
      all.add(ROOT.resolve(module).resolve("README.md"));
    }
    for (String module :
        List.of("reference/formats", "reference/programs", "reference/simd", "verify/spec")) {
      all.add(ROOT.resolve(module).resolve("README.md"));
    }
    for (String module : List.of("verify/tck", "verify/vectors", "verify/cli", "verify/peers")) {
      all.add(ROOT.resolve(module).resolve("README.md"));
    }
    return all.stream()
        .map(
            p ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(p).toString(),
                    () -> {
                      Matcher m = LINK.matcher(Files.readString(p));
                      while (m.find()) {
                        Path to = p.resolveSibling(m.group(1));
                        assertTrue(Files.exists(to), () -> "no " + to.normalize());
                      }
                    }));
  }
}
