package dev.assay.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ValueException;
import dev.assay.tck.Suite;
import dev.assay.tck.json.Json;
import dev.assay.tck.mutants.Fate.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillMatrixTest {
  private static final SourceMutant GUARD =
      new SourceMutant("a.cl:2:guard", "a.cl", 2, "guard", "  if (i < n) {", "  if (1) {");

  private static Fate fate(String file, String kind, Status status, String by) {
    String id = file + ":1:" + kind;
    return new Fate(new SourceMutant(id, file, 1, kind, " x ", " y "), status, by, "so");
  }

  private static KillMatrix matrix(Status last) {
    return new KillMatrix(
        "b",
        List.of(
            fate("a.cl", "guard", Status.KILLED, "spec"),
            fate("a.cl", "guard", Status.EQUIVALENT, "exhaustion"),
            fate("a.cl", "tie", Status.STILLBORN, ""),
            fate("b.cl", "tie", last, "spec")));
  }

  @Test
  void aMutantReplacesItsLineAlone() {
    assertEquals("int n;\n  if (1) {\n}", GUARD.in("int n;\n  if (i < n) {\n}"));
    assertThrows(IllegalStateException.class, () -> GUARD.in("int n;\n  if (i <= n) {\n}"));
    assertThrows(IllegalStateException.class, () -> GUARD.in("int n;"));
  }

  @Test
  void whatIsStillbornIsNotCounted() {
    KillMatrix m = matrix(Status.KILLED);
    assertTrue(m.passed());
    assertEquals("verdict PASS backend=b mutants=3 killed=2 equivalent=1 survived=0", m.line());
    assertEquals(
        "found, or proved equivalent (=), of all\n"
            + "\na.cl\n  guard                    1 + 1= of 2\n"
            + "\nb.cl\n  tie                      1 of 1\n"
            + "\nfound by\n  spec                     2\n"
            + "\nequivalent\n  EQUIVALENT a.cl:1:guard: x → y [exhaustion] so\n",
        m.text());
  }

  @Test
  void aSurvivorFails() {
    KillMatrix m = matrix(Status.SURVIVED);
    assertFalse(m.passed());
    assertTrue(m.line().startsWith("verdict FAIL"));
    assertTrue(m.text().contains("SURVIVED b.cl:1:tie"));
    assertFalse(new KillMatrix("b", List.of()).passed(), "nothing was looked for");
  }

  @Test
  void theJsonHasEveryMutant() {
    var json = Json.read(matrix(Status.KILLED).json());
    assertEquals(4, json.get("mutants").size());
    assertEquals(1, json.get("stillborn").asInt());
    assertEquals("EQUIVALENT", json.get("mutants").get(1).get("status").asText());
  }

  @Test
  void aBackendWithoutMutantsIsAnError() {
    assertThrows(ValueException.class, () -> KillMatrix.of("no such", Suite.Progress.SILENT));
  }
}
