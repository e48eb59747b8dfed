package dev.assay.tck;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The suite as JUnit tests: extend it, return the backend, and every operation is a test of its
 * own. What the backend declares unsupported is skipped with its reason.
 */
public abstract class BackendTck {
  /** The backend under test. */
  protected abstract Backend backend();

  /** Cases drawn per operation. */
  protected int casesPerOperation() {
    return 48;
  }

  /** The seed of the cases. */
  protected long seed() {
    return 42;
  }

  @TestFactory
  final Stream<DynamicTest> operations() {
    Judge judge = new Judge(backend(), seed(), casesPerOperation());
    return OpRegistry.all().stream()
        .map(op -> DynamicTest.dynamicTest(op.name(), () -> verify(judge, op)));
  }

  private void verify(Judge judge, Op op) {
    List<Failure> failures = new ArrayList<>();
    OpVerdict verdict = judge.judge(op, failures);
    Assumptions.assumeTrue(
        verdict.status() != Outcome.Status.UNSUPPORTED, () -> "unsupported: " + verdict.reason());
    Assertions.assertTrue(
        failures.isEmpty(),
        () ->
            failures.stream()
                .map(f -> f.method().label() + ": " + f.message() + "\n" + replay(f))
                .collect(Collectors.joining("\n")));
    Assertions.assertTrue(
        verdict.count(Outcome.Status.PASS) > 0, () -> op.name() + ": no case was decided");
  }

  private String replay(Failure failure) {
    return failure.replay(backend().name(), Devices.scope());
  }
}
