package dev.assay.tck.farm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.spec.Summation;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Correct implementations are right: results, gradients and second derivatives, each of a rule that
 * runs operation by operation. Less accuracy than declared is found out.
 */
class FarmTest {
  private static final Farm FARM = new Farm(42, 8, 1);

  @TestFactory
  Stream<DynamicTest> correctImplementationsPass() {
    return Farm.members().stream()
        .flatMap(
            b ->
                Farm.ops().stream()
                    .map(op -> DynamicTest.dynamicTest(b.name() + " " + op, () -> passes(b, op))));
  }

  private static void passes(FormulaBackend backend, Op op) {
    List<Failure> failures = new ArrayList<>();
    FARM.judge(backend, op, failures);
    assertEquals(List.of(), failures);
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
