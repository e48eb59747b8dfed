package dev.assay.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Verdict;
import dev.assay.tck.mutants.FaultyBackend;
import dev.assay.tck.mutants.Mutant;
import dev.assay.tck.report.Circumstances;
import dev.assay.tck.report.SuiteIdentity;
import dev.assay.tck.report.VerdictJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The verdict: the same for every number of threads, and fair. */
class SuiteTest {
  private static final List<Op> OPS =
      Stream.of("concat", "matmul", "reduce_sum", "relu", "subtract").map(OpRegistry::get).toList();

  /** Subtracts nothing: zeros. */
  private static final Backend FAULTY =
      new FaultyBackend(
          Mutant.kernel(
              "subtract",
              "zeros",
              (call, y) -> y.stream().map(t -> Tensor.zeros(t.dtype(), t.shape())).toList()));

  private static Verdict run(Backend backend, int threads, long seed) {
    return new Suite(backend, seed, 12, threads).run(OPS, Suite.entries(), Suite.Progress.SILENT);
  }

  /** Everything that is written but the clock. */
  private static String json(Verdict v) {
    Verdict timeless =
        new Verdict(
            v.backend(), v.devices(), v.device(), v.seed(), v.ops(), v.entries(), v.failures(), 0);
    return VerdictJson.write(
        timeless,
        new Circumstances(
            new SuiteIdentity("0", "0"),
            "",
            "RN32",
            Optional.empty(),
            "",
            "",
            1,
            List.of(),
            12,
            List.of(),
            "",
            Instant.EPOCH));
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    assertEquals(json(run(FAULTY, 1, 42)), json(run(FAULTY, 5, 42)));
    Verdict one = run(ReferenceBackend.instance(), 1, 3);
    assertEquals(one.line(), run(ReferenceBackend.instance(), 3, 3).line());
    assertTrue(one.passed(), one.reason());
  }

  @Test
  void anotherSeedGivesOtherCases() {
    assertNotEquals(json(run(FAULTY, 2, 1)), json(run(FAULTY, 2, 2)));
  }

  @Test
  void goldenValuesAndLawsAreOraclesOfTheirOperationsAndCountedOnce() {
    Verdict v = run(ReferenceBackend.instance(), 2, 42);
    OpVerdict matmul = v.ops().get(1);
    assertTrue(matmul.count(Method.GOLDEN, Outcome.Status.PASS) > 0);
    assertTrue(matmul.count(Method.LAWS, Outcome.Status.PASS) > 0);
    long entries = v.entries().stream().mapToLong(e -> e.count(Outcome.Status.PASS)).sum();
    long ops = v.ops().stream().mapToLong(o -> o.count(Outcome.Status.PASS)).sum();
    assertEquals(entries + ops, v.count(Outcome.Status.PASS));
    assertTrue(
        v.entries().stream().allMatch(e -> e.ops().stream().anyMatch(n -> names().contains(n))));
  }

  private static List<String> names() {
    return OPS.stream().map(Op::name).toList();
  }

  /** relu and reduce_sum share laws with subtract, which alone is to blame. */
  @Test
  void theBlameForALawIsOnTheOperationThatFailsByItself() {
    Verdict v = run(FAULTY, 2, 42);
    assertFalse(v.passed());
    EntryVerdict law =
        v.entries().stream()
            .filter(e -> e.name().equals("relu-difference"))
            .findFirst()
            .orElseThrow();
    assertEquals(Outcome.Status.FAIL, law.status());
    for (OpVerdict o : v.ops()) {
      assertEquals(
          o.op().equals("subtract") ? Outcome.Status.FAIL : Outcome.Status.PASS,
          o.status(),
          o.op());
    }
  }

  /** A backend that does nothing, throws, or is not there for a call. */
  private record Other(Capability capability, RuntimeException thrown) implements Backend {
    @Override
    public String name() {
      return "other";
    }

    @Override
    public List<String> devices() {
      return List.of("/gpu:0");
    }

    @Override
    public Capability capability(Call call) {
      return capability;
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      throw thrown;
    }
  }

  @Test
  void aBackendThatSupportsNothingDoesNotPass() {
    Backend lazy = new Other(Capability.unsupported("later"), new IllegalStateException());
    Verdict v = run(lazy, 2, 42);
    assertFalse(v.passed());
    assertEquals(OPS.size(), v.ops(Outcome.Status.UNSUPPORTED));
    assertEquals(0, v.count(Outcome.Status.FAIL));
    assertEquals("later", v.ops().get(0).reason());
    assertEquals("nothing was judged: the backend supports none of this, later", v.reason());
    assertTrue(v.line().startsWith("verdict UNSUPPORTED backend=other ops=5 "), v.line());
  }

  /** The reference on two devices, the second of which gives zeros. */
  private static final class TwoDevices implements Backend {
    @Override
    public String name() {
      return "two";
    }

    @Override
    public List<String> devices() {
      return List.of("/npu:0", "/npu:1");
    }

    @Override
    public List<DeviceDetails> details() {
      return List.of(
          DeviceDetails.of("/npu:0", "", PrecisionClass.REFERENCE),
          new DeviceDetails(
              "/npu:1", List.of("/gpu:0"), "", "", "", PrecisionClass.REFERENCE, Map.of()));
    }

    @Override
    public Capability capability(Call call) {
      return Capability.supported();
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.REFERENCE;
    }

    @Override
    public List<Tensor> run(Call call) {
      return Devices.deviceOf(this).equals(Optional.of("/npu:0"))
          ? call.runReference()
          : call.outputs().stream().map(t -> Tensor.zeros(t.dtype(), t.shape())).toList();
    }
  }

  @Test
  @SuppressWarnings("try") // the scope is opened for its effect
  void theDeviceOfTheScopeIsJudgedOnAllThreads() {
    Backend two = new TwoDevices();
    Verdict first = run(two, 3, 42);
    assertTrue(first.passed(), first.reason());
    assertEquals(Optional.empty(), first.device());
    try (var scope = Devices.device("/gpu:0")) {
      Verdict second = run(two, 3, 42);
      assertEquals(OPS.size(), second.ops(Outcome.Status.FAIL), second.line());
      assertEquals(Optional.of("/gpu:0"), second.device());
      Failure f = second.failures().get(0);
      assertTrue(
          second.replay(f).startsWith("./assay verify --backend two --device /gpu:0 --"),
          second.replay(f));
      Circumstances c = Circumstances.now(two, 1, List.of(), "");
      assertEquals("/npu:1", c.device().orElseThrow().name());
    }
  }

  @Test
  void aBackendThatThrowsFailsAndTheRunGoesOn() {
    Backend broken = new Other(Capability.supported(), new IllegalStateException("no kernel"));
    Verdict v = run(broken, 2, 42);
    assertFalse(v.passed());
    assertEquals(OPS.size(), v.ops(Outcome.Status.FAIL));
  }
}
