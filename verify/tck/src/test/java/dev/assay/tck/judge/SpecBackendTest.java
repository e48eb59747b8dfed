package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every formula, every step of it in float32 with the worst errors that the backend declares, is
 * right: results, gradients and second derivatives, each of a rule that runs operation by
 * operation. Less accuracy than declared is found out.
 */
class SpecBackendTest {
  private static final int CASES = 8;

  /** Steps on an inexact number: floors and ranks, which one rounding moves by a whole one. */
  private static final Set<String> STEPS =
      Set.of(
          "floordiv",
          "floormod",
          "truncatemod",
          "matrix_rank",
          "convert_image_dtype",
          "adjust_hue");

  private static final List<SpecBackend> CORRECT =
      List.of(
          new SpecBackend(
              PrecisionClass.RN32, SpecBackend.Store.NEAREST, Accuracy.openCl(false), 1),
          new SpecBackend(PrecisionClass.FTZ32, SpecBackend.Store.FLUSHED, Accuracy.STRICT, 1),
          new SpecBackend(
              PrecisionClass.RTZ32, SpecBackend.Store.TRUNCATED, Accuracy.openCl(true), 1));

  @TestFactory
  Stream<DynamicTest> correctBackendsPass() {
    return CORRECT.stream()
        .flatMap(
            b ->
                OpRegistry.all().stream()
                    .filter(op -> !STEPS.contains(op.name()))
                    .map(op -> DynamicTest.dynamicTest(b.name() + " " + op, () -> passes(b, op))));
  }

  /**
   * By all methods but the tables of conventions: a formula taken literally has other zeros and
   * infinities at special points than the operation, which is no matter of rounding.
   */
  private static void passes(SpecBackend backend, Op op) {
    List<Failure> failures = new ArrayList<>();
    new Judge(backend, 42, CASES, EnumSet.complementOf(EnumSet.of(Method.HARD_POINTS)))
        .judge(op, failures);
    assertEquals(List.of(), failures);
  }

  @Test
  void everyMethodHasItsShareOfFloat32() {
    OpVerdict v =
        new Judge(CORRECT.get(0), 42, 40).judge(OpRegistry.get("softplus"), new ArrayList<>());
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
      SpecBackend careless =
          new SpecBackend(PrecisionClass.RN32, SpecBackend.Store.NEAREST, declared, 16);
      assertEquals(
          Outcome.Status.FAIL,
          new Judge(careless, 42, 40).judge(OpRegistry.get(op), new ArrayList<>()).status(),
          op);
    }
  }

  /** Each error is within its worst case: their signs and their sums give it away. */
  @Test
  void truncationDeclaredAsRoundingToNearestFails() {
    SpecBackend truncates =
        new SpecBackend(PrecisionClass.RN32, SpecBackend.Store.TRUNCATED, Accuracy.openCl(true), 1);
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
        new Judge(CORRECT.get(0), 42, 8, small)
            .judge(OpRegistry.get("multiply"), new ArrayList<>());
    assertEquals(1, v.count(Method.SIGN_BIAS, Outcome.Status.INCONCLUSIVE));
    assertEquals(0, v.count(Method.SIGN_BIAS, Outcome.Status.PASS));
  }

  /** An operation that moves numbers rounds none: nothing to be said, and nothing is. */
  @Test
  void exactResultsHaveNoStatistics() {
    OpVerdict v =
        new Judge(CORRECT.get(0), 42, 40).judge(OpRegistry.get("transpose"), new ArrayList<>());
    for (Outcome.Status s : Outcome.Status.values()) {
      assertEquals(0, v.count(Method.SIGN_BIAS, s) + v.count(Method.VARIANCE, s));
    }
  }
}
