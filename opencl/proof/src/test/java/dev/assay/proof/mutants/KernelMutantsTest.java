package dev.assay.proof.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.KillMatrix;
import dev.assay.tck.mutants.SourceMutant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class KernelMutantsTest {
  @Test
  void thereAreAtLeastAHundredMutantsWithNamesOfTheirOwn() {
    List<String> ids = KernelMutants.all().stream().map(SourceMutant::id).toList();
    assertTrue(ids.size() >= 100, "only " + ids.size());
    assertEquals(ids.size(), new TreeSet<>(ids).size());
  }

  /** A file that no operation is known to use is a file whose mutants nobody looks for. */
  @Test
  void everyFileHasOperationsThatFindItsMutants() throws Exception {
    assertEquals(List.copyOf(files()), FileUse.files());
    for (SourceMutant m : KernelMutants.all()) {
      FileUse.ops(m).forEach(OpRegistry::get); // an error where there is no such operation
    }
  }

  @Test
  @EnabledIf(
      value = "dev.assay.opencl.OpenClBackend#hasDevices",
      disabledReason = "no OpenCL device is installed")
  void rightKernelsPassTheProbes() {
    for (Settings.Variant variant : Settings.Variant.values()) {
      try (OpenClBackend opencl =
          new OpenClBackend(new JoclDriver(), Settings.ofProperties().with(variant))) {
        for (Op op : OpRegistry.all()) {
          Optional<Outcome> failure = Probes.failure(op.name(), opencl);
          assertTrue(failure.isEmpty(), () -> variant + ": " + failure.get().message());
        }
      }
    }
  }

  /** The reduced form of the whole matrix, which takes most of an hour. */
  @Test
  @EnabledIf(
      value = "dev.assay.opencl.OpenClBackend#hasDevices",
      disabledReason = "no OpenCL device is installed")
  void aMutantOfEveryKindIsFound() {
    List<SourceMutant> sample = sample();
    KillMatrix matrix = new KillMatrix("opencl", new KernelMutants().run(sample, fate -> {}));
    assertEquals(sample.size(), matrix.count(Fate.Status.KILLED), matrix::text);
  }

  /**
   * One of each kind, no two kinds from the same place in the list of files: the next one there
   * that is a bug, so that the others stay when one is known to be none.
   */
  private static List<SourceMutant> sample() {
    Map<String, List<SourceMutant>> kinds =
        KernelMutants.all().stream()
            .collect(Collectors.groupingBy(SourceMutant::kind, TreeMap::new, Collectors.toList()));
    List<SourceMutant> sample = new ArrayList<>();
    int turn = 0;
    for (List<SourceMutant> places : kinds.values()) {
      int at = turn++ * places.size() / kinds.size();
      Collections.rotate(places, -at);
      places.stream()
          .filter(m -> Equivalents.reason(m).isEmpty())
          .findFirst()
          .ifPresent(sample::add);
    }
    return sample;
  }

  private static TreeSet<String> files() throws IOException {
    URI one =
        URI.create(OpenClBackend.class.getResource("/dev/assay/opencl/elementwise.cl").toString());
    if (!one.getScheme().equals("jar")) {
      return kernels(Path.of(one).getParent());
    }
    try (FileSystem jar = FileSystems.newFileSystem(one, Map.of())) {
      return kernels(jar.getPath("/dev/assay/opencl"));
    }
  }

  private static TreeSet<String> kernels(Path folder) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (var files = Files.list(folder)) {
      files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".cl")).forEach(names::add);
    }
    return names;
  }

  private static List<String> wrong(String line) {
    return MutationRules.of("f.cl", line).stream().map(m -> m.kind() + " " + m.wrong()).toList();
  }

  @Test
  void theRulesMakeOneBugAtATime() {
    assertEquals(
        List.of("guard-dropped if (1) {", "guard-widened if (i <= n) {"), wrong("if (i < n) {"));
    assertEquals(
        List.of(
            "loop-longer for (int k = 0; k <= n; k++) {",
            "loop-shorter for (int k = 0; k + 1 < n; k++) {",
            "loop-later for (int k = 0 + 1; k < n; k++) {"),
        wrong("for (int k = 0; k < n; k++) {"));
    assertEquals(List.of("accumulator-start ACC sum = 1;"), wrong("ACC sum = 0;"));
    assertEquals(List.of("barrier-removed "), wrong("barrier(CLK_LOCAL_MEM_FENCE);"));
    assertEquals(List.of("nan-unsafe a = 0;"), wrong("a = isnan(x);"));
    assertEquals(List.of("plus-minus a - b + c;", "plus-minus a + b - c;"), wrong("a + b + c;"));
  }

  @Test
  void commentsSectionsAndTunablesAreLeftAlone() {
    assertEquals(List.of(), wrong("// a + b < c"));
    assertEquals(List.of(), wrong("#if A + B < 3"));
    assertEquals(List.of(), wrong("#define TILE 16"));
    assertEquals(List.of("plus-minus a - b; // c + d"), wrong("a + b; // c + d"));
  }
}
