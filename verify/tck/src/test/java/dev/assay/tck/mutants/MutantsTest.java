package dev.assay.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every planted bug is found by the independent oracles alone: comparing with the reference itself,
 * which would find all of them at once, is left out.
 */
class MutantsTest {
  private static final int CASES = 120;
  private static final Set<Method> INDEPENDENT = EnumSet.complementOf(EnumSet.of(Method.REFERENCE));

  @TestFactory
  Stream<DynamicTest> everyMutantIsKilled() {
    return MutantCatalogue.all().stream()
        .map(
            m ->
                DynamicTest.dynamicTest(
                    m.toString(),
                    () ->
                        assertTrue(
                            new Judge(new FaultyBackend(m), 42, CASES, INDEPENDENT)
                                .firstFailure(OpRegistry.get(m.op()))
                                .isPresent(),
                            () -> "survives: " + m)));
  }

  /** Without a bug the same wrapper passes: what kills the mutants is the bug. */
  @TestFactory
  Stream<DynamicTest> theOriginalIsNotKilled() {
    return MutantCatalogue.all().stream()
        .map(Mutant::op)
        .distinct()
        .map(
            op ->
                DynamicTest.dynamicTest(
                    op,
                    () ->
                        assertEquals(
                            "Optional.empty",
                            new Judge(
                                    new FaultyBackend(Mutant.kernel(op, "none", (c, y) -> y)),
                                    42,
                                    CASES,
                                    INDEPENDENT)
                                .firstFailure(OpRegistry.get(op))
                                .toString())));
  }

  @Test
  void theCatalogueIsLargeAndWithoutRepetition() {
    List<Mutant> all = MutantCatalogue.all();
    assertTrue(all.size() >= 150, "only " + all.size() + " mutants");
    assertEquals(all.size(), new HashSet<>(all.stream().map(Mutant::toString).toList()).size());
  }
}
