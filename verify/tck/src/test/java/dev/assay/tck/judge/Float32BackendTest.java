package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A backend as users write them: float32 arithmetic, its own order of sums, a few operations. */
class Float32BackendTest {
  private static final Set<String> OWN = Set.of("matmul", "add", "multiply", "exp", "softmax");
  private static final Set<String> MOVES =
      Set.of("transpose", "reshape", "sum_like", "broadcast_like", "reshape_like", "reduce_sum");

  /** How a dot product is summed. */
  private enum Order {
    RISING,
    FALLING,
    PAIRWISE,
    BLOCKED,
    FUSED,
    COMPENSATED,
    TAIL_SKIPPED,
    TAIL_OF_TILE_SKIPPED,
    HALF_PRECISION
  }

  private record Float32Backend(Order order) implements Backend {
    @Override
    public String name() {
      return "float32";
    }

    @Override
    public List<String> devices() {
      return List.of("/cpu:0");
    }

    @Override
    public Capability capability(Call call) {
      boolean known = OWN.contains(call.op().name()) || MOVES.contains(call.op().name());
      boolean float32 = call.inputs().stream().allMatch(t -> t.dtype() == DType.FLOAT32);
      return known && float32
          ? Capability.supported()
          : Capability.unsupported("only a few float32 operations");
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      return switch (call.op().name()) {
        case "matmul" -> matmul(call);
        case "softmax" -> softmax(call);
        case "exp" -> {
          float[] x = call.in(0).toFloats();
          for (int i = 0; i < x.length; i++) {
            float y = (float) StrictMath.exp(x[i]);
            x[i] = y == 0 ? 0 : Math.nextUp(y); // one ulp off, as hardware may be
          }
          yield tensor(call, x);
        }
        default -> ReferenceBackend.instance().run(call);
      };
    }

    private static List<Tensor> tensor(Call call, float[] values) {
      double[] d = new double[values.length];
      for (int i = 0; i < d.length; i++) {
        d[i] = values[i];
      }
      return List.of(Tensor.of(DType.FLOAT32, call.output().shape(), d));
    }

    static boolean isPlain(Call call) {
      return call.in(0).rank() == 2
          && call.in(1).rank() == 2
          && !call.attrs().flag("transpose_a")
          && !call.attrs().flag("transpose_b");
    }

    private List<Tensor> matmul(Call call) {
      if (!isPlain(call)) {
        return ReferenceBackend.instance().run(call);
      }
      Shape s = call.in(0).shape();
      int rows = s.dim(0);
      int inner = s.dim(1);
      int columns = call.in(1).shape().dim(1);
      float[] a = call.in(0).toFloats();
      float[] b = call.in(1).toFloats();
      float[] c = new float[rows * columns];
      for (int m = 0; m < rows; m++) {
        for (int n = 0; n < columns; n++) {
          float[] row = new float[inner];
          float[] column = new float[inner];
          for (int k = 0; k < inner; k++) {
            row[k] = a[m * inner + k];
            column[k] = b[k * columns + n];
          }
          c[m * columns + n] = dot(row, column);
        }
      }
      return tensor(call, c);
    }

    private float dot(float[] row, float[] column) {
      float fused = 0;
      float[] products = new float[row.length];
      for (int k = 0; k < row.length; k++) {
        products[k] = row[k] * column[k];
        fused = Math.fma(row[k], column[k], fused);
      }
      return switch (order) {
        case FUSED -> fused;
        case PAIRWISE -> pairwise(products, 0, products.length);
        case BLOCKED -> blocked(products);
        case COMPENSATED -> compensated(products);
        default -> sum(products);
      };
    }

    /** Eight partial sums, as wide registers keep them. */
    private static float blocked(float[] x) {
      float[] partial = new float[8];
      for (int k = 0; k < x.length; k++) {
        partial[k % 8] += x[k];
      }
      return pairwise(partial, 0, 8);
    }

    /** Kahan 1965. */
    private static float compensated(float[] x) {
      float sum = 0;
      float lost = 0;
      for (float v : x) {
        float term = v - lost;
        float next = sum + term;
        lost = (next - sum) - term;
        sum = next;
      }
      return sum;
    }

    private float sum(float[] x) {
      float sum = 0;
      boolean cut =
          order == Order.TAIL_SKIPPED && x.length > 4
              || order == Order.TAIL_OF_TILE_SKIPPED && x.length > 32;
      int n = x.length - (cut ? 1 : 0);
      for (int k = 0; k < n; k++) {
        sum += x[order == Order.FALLING ? n - 1 - k : k];
        if (order == Order.HALF_PRECISION) {
          sum = (float) DType.FLOAT16.round(sum);
        }
      }
      return sum;
    }

    private static float pairwise(float[] x, int from, int to) {
      int n = to - from;
      return n == 0
          ? 0
          : n == 1 ? x[from] : pairwise(x, from, from + n / 2) + pairwise(x, from + n / 2, to);
    }

    private static List<Tensor> softmax(Call call) {
      int classes = call.in(0).rank() == 1 ? call.in(0).size() : 0;
      if (classes == 0) {
        return ReferenceBackend.instance().run(call);
      }
      float[] x = call.in(0).toFloats();
      float max = Float.NEGATIVE_INFINITY;
      for (float v : x) {
        max = Math.max(max, v);
      }
      float total = 0;
      for (int i = 0; i < classes; i++) {
        x[i] = (float) StrictMath.exp(x[i] - max);
        total += x[i];
      }
      for (int i = 0; i < classes; i++) {
        x[i] /= total;
      }
      return tensor(call, x);
    }
  }

  private static OpVerdict judge(Order order, String op, List<Failure> failures) {
    return new Judge(new Float32Backend(order), 42, 160).judge(OpRegistry.get(op), failures);
  }

  @Test
  void correctArithmeticInAnyOrderPasses() {
    List<Order> correct =
        List.of(
            Order.RISING,
            Order.FALLING,
            Order.PAIRWISE,
            Order.BLOCKED,
            Order.FUSED,
            Order.COMPENSATED);
    for (Order order : correct) {
      // the order of sums is matmul's alone
      for (String op : order == Order.RISING ? OWN : Set.of("matmul")) {
        List<Failure> failures = new ArrayList<>();
        OpVerdict v = judge(order, op, failures);
        assertEquals(List.of(), failures, order + " " + op);
        assertEquals(Outcome.Status.PASS, v.status(), order + " " + op);
        assertTrue(v.count(Method.REFERENCE, Outcome.Status.PASS) > 20, order + " " + op);
        assertTrue(v.tightness().get(DType.FLOAT32) < 1, order + " " + op);
        assertTrue(v.count(Method.TILES, Outcome.Status.PASS) > 8, order + " " + op);
        if (op.equals("matmul")) {
          assertEquals(1, v.count(Method.SIGN_BIAS, Outcome.Status.PASS), order.name());
          assertEquals(1, v.count(Method.VARIANCE, Outcome.Status.PASS), order.name());
        }
      }
    }
  }

  @Test
  void aDroppedTailAndAHalfPrecisionAccumulatorFail() {
    for (Order order : List.of(Order.TAIL_SKIPPED, Order.HALF_PRECISION)) {
      List<Failure> failures = new ArrayList<>();
      OpVerdict v = judge(order, "matmul", failures);
      assertEquals(Outcome.Status.FAIL, v.status(), order.name());
      assertFalse(failures.get(0).token().isEmpty());
    }
  }

  /** Kernels have tiles of 32; what goes wrong beyond the first is seen in long sums alone. */
  @Test
  void aTailThatIsDroppedAfterATileFails() {
    Judge judge = new Judge(new Float32Backend(Order.TAIL_OF_TILE_SKIPPED), 42, 1);
    int met = 0;
    for (int i = 0; i < 200; i++) {
      Token token = new Token("matmul", Draw.Values.TILES, DType.FLOAT32, Choices.seeded(i).all());
      Call call = token.draw().call();
      if (Float32Backend.isPlain(call) && call.in(0).shape().dim(1) > 32) {
        met++;
        List<Outcome> outcomes = judge.judge(token);
        assertEquals(1, outcomes.size());
        assertEquals(Method.TILES, outcomes.get(0).method());
        assertTrue(outcomes.get(0).failed(), token::toString);
        assertEquals(token.toString(), Token.parse(token.toString()).toString());
      }
    }
    assertTrue(met > 1, met + " of 200");
  }

  @Test
  void whatIsDeclaredUnsupportedIsNoFailure() {
    List<Failure> failures = new ArrayList<>();
    OpVerdict v = judge(Order.RISING, "tanh", failures);
    assertEquals(List.of(), failures);
    assertEquals(Outcome.Status.UNSUPPORTED, v.status());
    assertEquals("only a few float32 operations", v.reason());
  }
}
