package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Numbers for special values are compared as any others, and so is what lies at the end of the
 * range.
 */
class RangeTest {
  /** A float32 or float64 number made of the first argument, the last, and the right result. */
  @FunctionalInterface
  private interface Elementwise {
    double apply(double x, double y, double right);
  }

  /** The reference, but for one operation, element by element. */
  private record Changed(String op, PrecisionClass precision, Elementwise change)
      implements Backend {
    Changed(String op, Elementwise change) {
      this(op, PrecisionClass.RN32, change);
    }

    @Override
    public String name() {
      return "changed";
    }

    @Override
    public List<String> devices() {
      return List.of("/changed:0");
    }

    @Override
    public Capability capability(Call call) {
      return Capability.supported();
    }

    @Override
    public List<Tensor> run(Call call) {
      List<Tensor> right = call.runReference();
      Tensor y = right.get(0);
      boolean elementwise = call.inputs().stream().allMatch(x -> x.shape().equals(y.shape()));
      if (!call.op().name().equals(op) || !y.dtype().isFloating() || !elementwise) {
        return right;
      }
      double[] a = call.in(0).toDoubles();
      double[] b = call.in(call.count() - 1).toDoubles();
      double[] v = y.toDoubles();
      for (int i = 0; i < v.length; i++) {
        v[i] = y.dtype().round(change.apply(a[i], b[i], v[i]));
      }
      return List.of(Tensor.of(y.dtype(), y.shape(), v));
    }
  }

  private static OpVerdict judged(Backend backend, String op) {
    return new Judge(backend, 42, 120).judge(OpRegistry.get(op), new ArrayList<>());
  }

  private static boolean fails(String op, Elementwise change) {
    return judged(new Changed(op, change), op).status() == Outcome.Status.FAIL;
  }

  @Test
  void theReferenceDeclaredAsFloat32Passes() {
    for (PrecisionClass p : List.of(PrecisionClass.RN32, PrecisionClass.FTZ32)) {
      for (String op : List.of("sin", "log", "floor", "exp", "multiply", "divide", "cosh", "add")) {
        OpVerdict v = judged(new Changed(op, p, (x, y, right) -> right), op);
        assertEquals(Outcome.Status.PASS, v.status(), op);
      }
    }
  }

  @Test
  void numbersForSpecialValuesAreCompared() {
    assertTrue(fails("sin", (x, y, right) -> Math.abs(x) > 1e29 ? 0.5 : right));
    assertTrue(fails("sin", (x, y, right) -> Math.abs(x) > 1e29 ? Double.NaN : right));
    assertTrue(fails("log", (x, y, right) -> x == 0x1p-149 ? Double.NEGATIVE_INFINITY : right));
    // specified by a series, whose order is not that of a device
    assertTrue(fails("erf", (x, y, right) -> right == 1 ? 0.75 : right));
    assertTrue(fails("floor", (x, y, right) -> Math.min(Math.max(right, -0x1p31), 0x1p31)));
    // an exponent that wraps around, in float64 alone
    assertTrue(fails("multiply", (x, y, right) -> Math.abs(right) > 1e58 ? 1 / right : right));
  }

  /** What is below the normal numbers is a zero where a backend flushes, and its logarithm −∞. */
  @Test
  void whatIsFlushedIsNoError() {
    Elementwise flushed =
        (x, y, right) ->
            Math.abs(x) < Float.MIN_NORMAL && right == (float) right
                ? Double.NEGATIVE_INFINITY
                : right;
    OpVerdict v = judged(new Changed("log", PrecisionClass.FTZ32, flushed), "log");
    assertEquals(0, v.count(Method.REFERENCE, Outcome.Status.FAIL));
  }

  /** Changes what overflows in float32 alone, arguments up to {@code most}. */
  private static Elementwise overflowing(double most, DoubleUnaryOperator change) {
    return (x, y, right) ->
        Double.isInfinite(right) && Math.abs(x) <= most && Math.abs(y) <= most
            ? change.applyAsDouble(right)
            : right;
  }

  @Test
  void anOverflowIsAnInfinity() {
    for (DoubleUnaryOperator wrong :
        List.<DoubleUnaryOperator>of(v -> 5, v -> -v, v -> Float.MAX_VALUE)) {
      assertTrue(fails("exp", overflowing(127, wrong)));
      assertTrue(fails("cosh", overflowing(127, wrong)));
      assertTrue(fails("multiply", overflowing(Float.MAX_VALUE, wrong)));
    }
    // overflows too early
    assertTrue(fails("exp", (x, y, right) -> x > 80 && x < 88 ? Double.POSITIVE_INFINITY : right));
  }

  @Test
  void truncationEndsAtTheLargestNumber() {
    Elementwise largest = overflowing(127, v -> Math.copySign(Float.MAX_VALUE, v));
    OpVerdict v = judged(new Changed("exp", PrecisionClass.RTZ32, largest), "exp");
    assertEquals(Outcome.Status.PASS, v.status());
    Elementwise small = overflowing(127, w -> 5);
    v = judged(new Changed("exp", PrecisionClass.RTZ32, small), "exp");
    assertEquals(Outcome.Status.FAIL, v.status());
  }

  private static boolean admits(DType type, double got, double want, double bound) {
    Compare compare = new Compare(Method.REFERENCE, "given");
    compare.element("result", Shape.of(1), 0, type, got, want, bound);
    return compare.ok();
  }

  /** The border is half an ulp beyond the largest number: 2¹²⁸ − 2¹⁰³ in float32. */
  @Test
  void infinityBeginsHalfAnUlpBeyondTheLargestNumber() {
    double inf = Double.POSITIVE_INFINITY;
    double max = Float.MAX_VALUE;
    double ulp = Math.ulp(Float.MAX_VALUE);
    double border = 0x1p128 - 0x1p103;
    assertTrue(admits(DType.FLOAT32, inf, border, 0));
    assertFalse(admits(DType.FLOAT32, -inf, border, ulp));
    assertFalse(admits(DType.FLOAT32, inf, max, 0));
    assertTrue(admits(DType.FLOAT32, inf, max, ulp));
    assertTrue(admits(DType.FLOAT32, max, border, 0.5 * ulp));
    assertFalse(admits(DType.FLOAT32, max, 1e40, ulp));
    assertTrue(admits(DType.FLOAT32, -inf, -1e300, ulp));
    assertTrue(admits(DType.FLOAT64, inf, Double.MAX_VALUE, Math.ulp(Double.MAX_VALUE)));
    assertFalse(admits(DType.FLOAT64, inf, 1e300, Math.ulp(1e300)));
    assertFalse(admits(DType.FLOAT64, 1e300, inf, inf));
    assertTrue(admits(DType.FLOAT16, inf, 65520, 0));
    assertFalse(admits(DType.FLOAT16, inf, 65519, 0));
    assertTrue(admits(DType.BFLOAT16, inf, 0x1p128, 0));
  }

  @Test
  void anUlpIsThatOfTheNumberThatIsStored() {
    for (float x : new float[] {0, Float.MIN_VALUE, Float.MIN_NORMAL, 1, -3, Float.MAX_VALUE}) {
      assertEquals(Math.ulp(x), Format.BINARY32.ulp(x));
    }
    for (double x : new double[] {0, Double.MIN_VALUE, Double.MIN_NORMAL, 1, -3, 1e300}) {
      assertEquals(Math.ulp(x), Format.BINARY64.ulp(x));
    }
    assertEquals(0x1p104, Format.BINARY32.ulp(1e40));
    assertEquals(0x1p104, Format.BINARY32.ulp(Double.NEGATIVE_INFINITY));
    assertEquals(0x1p-24, Format.BINARY16.ulp(0));
    assertEquals(32, Format.BINARY16.ulp(70000));
    assertEquals(0x1p-7, Format.BFLOAT16.ulp(1));
  }
}
