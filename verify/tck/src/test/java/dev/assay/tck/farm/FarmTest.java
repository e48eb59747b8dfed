package dev.assay.tck.farm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Summation;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Correct implementations are right: results, gradients and second derivatives, each of a rule that
 * runs operation by operation. Less accuracy than declared is found out. Here every operation is
 * judged of three members, by turns; {@code assay verify --farm} judges it of all.
 */
class FarmTest {
  private static final Farm FARM = new Farm(42, 4, 1);
  private static final int TURNS = 3;
  private static final long COMPARISONS = 10_000_000;

  @TestFactory
  Stream<DynamicTest> correctImplementationsPass() {
    AtomicLong comparisons = new AtomicLong();
    List<DynamicTest> tests = new ArrayList<>();
    List<FormulaBackend> members = Farm.members();
    int turn = 0;
    for (Op op : Farm.ops()) {
      for (int i = 0; i < TURNS; i++) {
        FormulaBackend member = members.get(turn++ % members.size());
        tests.add(
            DynamicTest.dynamicTest(
                member.name() + " " + op, () -> comparisons.addAndGet(compared(member, op))));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            COMPARISONS + " comparisons",
            () -> assertTrue(comparisons.get() >= COMPARISONS, comparisons::toString)));
    return tests.stream();
  }

  private static long compared(FormulaBackend member, Op op) {
    List<Failure> failures = new ArrayList<>();
    OpVerdict verdict = FARM.judge(member, op, failures);
    assertEquals(List.of(), failures);
    return verdict.comparisons();
  }

  /** What is correct in one way alone would say little of a judge. */
  @Test
  void membersDiffer() {
    Shape shape = Shape.of(64, 1031);
    SplittableRandom random = new SplittableRandom(1);
    double[] v = random.doubles(shape.elements()).map(x -> (float) (x - 0.5)).toArray();
    Tensor x = Tensor.of(DType.FLOAT32, shape, v);
    Tensor y = Tensor.of(DType.FLOAT32, Shape.of(1031), Arrays.copyOf(v, 1031));
    // addends are no products, functions are not called, and nothing is subnormal
    assertEquals(7, results("reduce_sum", Attributes.of("axis", new int[] {1}), x));
    assertEquals(8, results("matvec", Attributes.none(), x, y));
  }

  private static int results(String op, Attributes attrs, Tensor... inputs) {
    Call call = Call.of(OpRegistry.get(op), List.of(inputs), attrs);
    Set<String> different = new TreeSet<>();
    for (FormulaBackend member : Farm.members()) {
      different.add(Arrays.toString(member.run(call).get(0).toDoubles()));
    }
    return different.size();
  }

  @Test
  void aFalseAlarmFailsTheFarm() {
    FarmVerdict.Member right = new FarmVerdict.Member("right", 10, 2, 0.5, List.of());
    Failure alarm = Failure.of("add", Outcome.fail(Method.SPEC, "off"), "add/smooth/float32/0");
    FarmVerdict.Member accused = new FarmVerdict.Member("accused", 10, 2, 0.5, List.of(alarm));
    FarmVerdict.Member idle = new FarmVerdict.Member("idle", 0, 0, 0, List.of());
    assertTrue(new FarmVerdict(42, 1, 4, List.of(right)).passed());
    FarmVerdict verdict = new FarmVerdict(42, 1, 4, List.of(right, accused));
    assertFalse(verdict.passed());
    assertEquals(
        "verdict FAIL farm=2 comparisons=20 false-alarms=1 rounds=1 cases=4 seed=42",
        verdict.line());
    assertTrue(verdict.text().contains("add/smooth/float32/0"), verdict.text());
    assertFalse(new FarmVerdict(42, 1, 4, List.of(right, idle)).passed(), "nothing was compared");
  }

  @Test
  void everyMethodHasItsShareOfFloat32() {
    OpVerdict v =
        new Judge(inexact(Accuracy.openCl(false), 1), 42, 40)
            .judge(OpRegistry.get("softplus"), new ArrayList<>());
    for (Method m :
        List.of(
            Method.SPEC,
            Method.TRUTH,
            Method.REFERENCE,
            Method.DUAL_ADJOINT,
            Method.JACOBIAN,
            Method.SLOPE,
            Method.SECOND_ORDER)) {
      assertTrue(v.count(m, Outcome.Status.PASS) >= 4, m.label());
    }
    assertTrue(v.tightness().get(DType.FLOAT32) > 0.01, v.tightness().toString());
  }

  @Test
  void lessAccuracyThanDeclaredFails() {
    Accuracy declared = Accuracy.openCl(false);
    for (String op : List.of("exp", "pow", "tanh", "divide", "softmax")) {
      FormulaBackend careless = inexact(declared, 16);
      assertEquals(
          Outcome.Status.FAIL,
          new Judge(careless, 42, 40).judge(OpRegistry.get(op), new ArrayList<>()).status(),
          op);
    }
  }

  /** Each error is within its worst case: their signs and their sums give it away. */
  @Test
  void truncationDeclaredAsRoundingToNearestFails() {
    FormulaBackend truncates =
        new FormulaBackend(
            "truncates",
            PrecisionClass.RN32,
            FormulaBackend.Store.TRUNCATED,
            Summation.SEQUENTIAL,
            Accuracy.openCl(true),
            1);
    for (String op : List.of("add", "subtract", "multiply", "matmul", "conv2d", "reduce_sum")) {
      List<Failure> failures = new ArrayList<>();
      OpVerdict v = new Judge(truncates, 42, 40).judge(OpRegistry.get(op), failures);
      assertEquals(Outcome.Status.FAIL, v.status(), op);
      for (Failure f : failures) {
        assertTrue(
            EnumSet.of(Method.SIGN_BIAS, Method.VARIANCE, Method.TILES).contains(f.method()),
            f.toString());
      }
    }
  }

  @Test
  void fewErrorsDecideNothingOfTheirSigns() {
    Set<Method> small = EnumSet.complementOf(EnumSet.of(Method.TILES));
    OpVerdict v =
        new Judge(inexact(Accuracy.openCl(false), 1), 42, 8, small)
            .judge(OpRegistry.get("multiply"), new ArrayList<>());
    assertEquals(1, v.count(Method.SIGN_BIAS, Outcome.Status.INCONCLUSIVE));
    assertEquals(0, v.count(Method.SIGN_BIAS, Outcome.Status.PASS));
  }

  /** An operation that moves numbers rounds none: nothing to be said, and nothing is. */
  @Test
  void exactResultsHaveNoStatistics() {
    OpVerdict v =
        new Judge(inexact(Accuracy.openCl(false), 1), 42, 40)
            .judge(OpRegistry.get("transpose"), new ArrayList<>());
    for (Outcome.Status s : Outcome.Status.values()) {
      assertEquals(0, v.count(Method.SIGN_BIAS, s) + v.count(Method.VARIANCE, s));
    }
  }

  private static FormulaBackend inexact(Accuracy accuracy, double share) {
    return new FormulaBackend(
        "inexact",
        PrecisionClass.RN32,
        FormulaBackend.Store.NEAREST,
        Summation.SEQUENTIAL,
        accuracy,
        share);
  }
}
