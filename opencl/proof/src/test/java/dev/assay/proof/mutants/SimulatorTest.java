package dev.assay.proof.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.mutants.SourceMutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What no device tells: races, and accesses outside of memory that change nothing there. */
class SimulatorTest {
  private static final String REASON = "Oclgrind is not installed";

  @Test
  @EnabledIfEnvironmentVariable(named = "ASSAY_REQUIRE_OPENCL", matches = "true")
  void aSimulatorIsInstalledWhereItIsRequired() {
    assertTrue(
        Simulator.isInstalled(), "install oclgrind, or name its library in " + Simulator.LIBRARY);
  }

  @Test
  @EnabledIf(value = "isInstalled", disabledReason = REASON)
  void kernelsHaveNoRacesAndStayInTheirMemory() {
    List<String> seen = new ArrayList<>();
    try (Simulator simulator = new Simulator()) {
      for (Op op : OpRegistry.all()) {
        simulator
            .complaint(List.of(op.name()), Optional.empty())
            .ifPresent(what -> seen.add(op.name() + ": " + what));
      }
    }
    assertEquals(List.of(), seen);
  }

  /** PoCL adds a barrier of its own before a loop that has one, and lets local memory be read. */
  @Test
  @EnabledIf(value = "isInstalled", disabledReason = REASON)
  void whatProcessorsHideIsSeen() {
    Map<String, String> hidden =
        Map.of(
            "lines.cl:129:barrier-removed", "data race at local memory",
            "lines.cl:131:guard-dropped", "Invalid read of size 4 at local memory");
    List<SourceMutant> mutants =
        KernelMutants.all().stream().filter(m -> hidden.containsKey(m.id())).toList();
    assertEquals(hidden.size(), mutants.size());
    try (Simulator simulator = new Simulator()) {
      for (SourceMutant m : mutants) {
        Optional<String> seen = simulator.complaint(List.of("softmax"), Optional.of(m.id()));
        assertTrue(seen.orElse("").contains(hidden.get(m.id())), () -> m + ": " + seen);
        assertTrue(seen.orElse("").contains("of lines.cl"), () -> m + ": " + seen);
      }
    }
  }

  static boolean isInstalled() {
    return Simulator.isInstalled();
  }
}
