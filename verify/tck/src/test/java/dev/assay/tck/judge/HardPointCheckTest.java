package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The convention tables hold in float32 as well, and are asked for there. */
class HardPointCheckTest {
  /** The reference, but for what it makes of its float32 results: of all, or of one operation's. */
  private record Float32(
      Optional<String> op, UnaryOperator<Tensor> results, boolean wide, Predicate<Call> refuses)
      implements Backend {
    Float32(Optional<String> op, UnaryOperator<Tensor> results, boolean wide) {
      this(op, results, wide, call -> false);
    }

    Float32(UnaryOperator<Tensor> results, boolean wide) {
      this(Optional.empty(), results, wide);
    }

    @Override
    public String name() {
      return "float32";
    }

    @Override
    public List<String> devices() {
      return List.of("/float32:0");
    }

    @Override
    public Capability capability(Call call) {
      boolean any = call.inputs().stream().anyMatch(t -> t.dtype() == DType.FLOAT64);
      return any && !wide || refuses.test(call)
          ? Capability.unsupported("not that")
          : Capability.supported();
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      return call.runReference().stream()
          .map(y -> changes(call, y) ? results.apply(y) : y)
          .toList();
    }

    private boolean changes(Call call, Tensor y) {
      return y.dtype() == DType.FLOAT32 && op.map(call.op().name()::equals).orElse(true);
    }
  }

  @Test
  void aBackendThatThrowsThereIsFoundWantingAndJudgedOn() {
    UnaryOperator<Tensor> broken =
        y -> {
          throw new IllegalStateException("no kernel");
        };
    Judge judge = new Judge(new Float32(Optional.of("relu"), broken, false), 42, 4);
    Op relu = OpRegistry.get("relu");
    assertTrue(judge.firstFailure(relu).orElseThrow().message().contains("no kernel"));
    List<Failure> failures = new ArrayList<>();
    judge.judge(relu, failures);
    assertTrue(failures.size() > 1, failures::toString);
  }

  @Test
  void theReferenceHasItsConventionsInFloat32() {
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (Op op : OpRegistry.all()) {
      Optional<Outcome> o = HardPointCheck.run(op, new Float32(y -> y, false));
      o.filter(Outcome::failed).ifPresent(f -> wrong.add(f.message()));
      judged += o.filter(x -> x.status() == Outcome.Status.PASS).isPresent() ? 1 : 0;
    }
    assertEquals(List.of(), wrong);
    assertTrue(judged > 100, judged + " operations");
  }

  @Test
  void aConventionThatFloat32AloneBreaksIsFound() {
    UnaryOperator<Tensor> unsigned =
        y -> {
          double[] v = y.toDoubles();
          for (int i = 0; i < v.length; i++) {
            v[i] = v[i] == 0 ? 0.0 : v[i];
          }
          return Tensor.of(y.dtype(), y.shape(), v);
        };
    for (boolean wide : new boolean[] {true, false}) {
      Outcome o =
          HardPointCheck.run(OpRegistry.get("sqrt"), new Float32(unsigned, wide)).orElseThrow();
      assertEquals(Outcome.Status.FAIL, o.status());
    }
  }

  private static Outcome judged(String op, DoubleUnaryOperator change) {
    return judged(op, change, call -> false);
  }

  private static Outcome judged(String op, DoubleUnaryOperator change, Predicate<Call> refuses) {
    UnaryOperator<Tensor> results =
        y -> Tensor.of(y.dtype(), y.shape(), Arrays.stream(y.toDoubles()).map(change).toArray());
    Backend backend = new Float32(Optional.of(op), results, false, refuses);
    return HardPointCheck.run(OpRegistry.get(op), backend).orElseThrow();
  }

  /** Float32 lacks π and log 2; what stands for them is half an ulp off, and judged. */
  @Test
  void aConventionThatFloat32CanOnlyRoundIsJudged() {
    float pi = (float) Math.PI;
    float log2 = (float) Math.log(2);
    for (DoubleUnaryOperator wrong :
        List.<DoubleUnaryOperator>of(v -> -v, v -> v + 0x1p-10, v -> Double.NaN)) {
      assertTrue(judged("atan2", v -> Math.abs(v) == pi ? wrong.applyAsDouble(v) : v).failed());
      assertTrue(judged("softplus", v -> v == log2 ? wrong.applyAsDouble(v) : v).failed());
    }
    // atan2 is declared within one ulp
    Outcome next = judged("atan2", v -> v == pi ? Math.nextDown(pi) : v);
    assertEquals(Outcome.Status.PASS, next.status(), next.message());
  }

  @Test
  void pointsBehindOneThatIsUnsupportedAreJudged() {
    Predicate<Call> zero = call -> call.in(0).toDoubles()[0] == 0;
    DoubleUnaryOperator finite = v -> Double.isInfinite(v) ? Float.MAX_VALUE : v;
    assertTrue(judged("exp", finite, zero).failed());
    assertEquals(Outcome.Status.PASS, judged("exp", v -> v, zero).status());
    assertEquals(Outcome.Status.UNSUPPORTED, judged("exp", v -> v, call -> true).status());
  }

  @Test
  void aConventionIsAsExactAsTheFunction() {
    DoubleUnaryOperator twoUlps = v -> v == 0 ? v : v * (1 + 0x1p-22);
    for (String op : List.of("exp", "cosh", "divide")) {
      assertEquals(
          Outcome.Status.PASS, judged(op, twoUlps).status(), judged(op, twoUlps).message());
    }
    // nothing is rounded at infinity; a copy has no error; 200 ulps are more than any function's
    assertTrue(judged("tanh", twoUlps).message().startsWith("tanh[inf]"));
    assertTrue(judged("maximum", twoUlps).failed());
    assertTrue(judged("exp", v -> v * (1 + 200 * 0x1p-23)).failed());
  }

  @Test
  void zerosInfinitiesAndNaNAreNoMatterOfRounding() {
    double least = Float.MIN_VALUE;
    assertTrue(judged("exp", v -> v == 0 ? least : v).failed());
    assertTrue(judged("exp", v -> Double.isInfinite(v) ? Float.MAX_VALUE : v).failed());
    assertTrue(judged("log", v -> Double.isNaN(v) ? 0 : v).failed());
    assertTrue(judged("tanh", v -> v == 0 ? 0.0 : v).failed());
  }
}
