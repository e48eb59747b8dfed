package dev.assay.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.mutants.FaultyBackend;
import dev.assay.tck.mutants.MutantCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference answers with the same bytes everywhere: the committed fingerprints hold on every
 * JDK that runs this test. After a deliberate change of an operation, or of its generator, write
 * them anew with {@code mvn -pl verify/tck -am test -Dtest=FingerprintTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dassay.fingerprints=write}.
 */
class FingerprintTest {
  private static final Path COMMITTED = Path.of("src/test/resources/fingerprints.properties");

  @Test
  void theReferenceAnswersWithTheSameBytesEverywhere() throws IOException {
    Map<String, String> now = new TreeMap<>();
    for (Op op : OpRegistry.all()) {
      now.put(op.name(), Fingerprint.of(op, ReferenceBackend.instance()));
    }
    if ("write".equals(System.getProperty("assay.fingerprints"))) {
      Files.writeString(
          COMMITTED,
          now.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue() + "\n")
              .collect(Collectors.joining()),
          StandardCharsets.UTF_8);
    }
    Properties committed = new Properties();
    try (var in = Files.newBufferedReader(COMMITTED, StandardCharsets.UTF_8)) {
      committed.load(in);
    }
    assertEquals(new TreeMap<>(committed), now);
  }

  /** A fingerprint sees a bug in the seventh digit. */
  @Test
  void aWrongKernelHasAnotherFingerprint() {
    var mutant = MutantCatalogue.all().get(0);
    Op op = OpRegistry.get(mutant.op());
    assertNotEquals(
        Fingerprint.of(op, ReferenceBackend.instance()),
        Fingerprint.of(op, new FaultyBackend(mutant)));
  }
}
