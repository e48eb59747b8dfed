package dev.assay.tck;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.Entry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
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
 * The suite as JUnit tests: extend it, return the backend, and every operation, every worked
 * example and every law is a test of its own. What the backend declares unsupported is skipped with
 * its reason.
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
    Suite suite = suite();
    return OpRegistry.all().stream()
        .map(op -> DynamicTest.dynamicTest(op.name(), () -> verify(suite, op)));
  }

  @TestFactory
  final Stream<DynamicTest> workedExamplesAndLaws() {
    Suite suite = suite();
    return Suite.entries().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.method().label() + " " + e.name(), () -> verify(suite, e)));
  }

  private Suite suite() {
    return new Suite(backend(), seed(), casesPerOperation(), 1);
  }

  private void verify(Suite suite, Op op) {
    List<Failure> failures = new ArrayList<>();
    OpVerdict verdict = suite.judge(op, failures);
    settle(verdict.status(), verdict.reason(), failures);
    Assertions.assertTrue(
        verdict.count(Outcome.Status.PASS) > 0, () -> op.name() + ": no case was decided");
  }

  private void verify(Suite suite, Entry entry) {
    List<Failure> failures = new ArrayList<>();
    EntryVerdict verdict = suite.judge(entry, failures);
    settle(verdict.status(), verdict.reason(), failures);
    Assertions.assertEquals(Outcome.Status.PASS, verdict.status(), entry::about);
  }

  private void settle(Outcome.Status status, String reason, List<Failure> failures) {
    Assumptions.assumeTrue(status != Outcome.Status.UNSUPPORTED, () -> "unsupported: " + reason);
    Assertions.assertTrue(
        failures.isEmpty(),
        () ->
            failures.stream()
                .map(f -> f.method().label() + ": " + f.message() + "\n" + replay(f))
                .collect(Collectors.joining("\n")));
  }

  private String replay(Failure failure) {
    return failure.replay(backend().name(), Devices.scope());
  }
}
