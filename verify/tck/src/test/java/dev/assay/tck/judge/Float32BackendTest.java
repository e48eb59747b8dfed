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
    TAIL_SKIPPED,
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
            x[i] = Math.nextUp((float) StrictMath.exp(x[i])); // one ulp off, as hardware may be
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

    private List<Tensor> matmul(Call call) {
      boolean plain =
          call.in(0).rank() == 2
              && call.in(1).rank() == 2
              && !call.attrs().flag("transpose_a")
              && !call.attrs().flag("transpose_b");
      if (!plain) {
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
          float[] products = new float[inner];
          for (int k = 0; k < inner; k++) {
            products[k] = a[m * inner + k] * b[k * columns + n];
          }
          c[m * columns + n] = sum(products);
        }
      }
      return tensor(call, c);
    }

    private float sum(float[] x) {
      float sum = 0;
      int n = x.length - (order == Order.TAIL_SKIPPED && x.length > 4 ? 1 : 0);
      if (order == Order.PAIRWISE) {
        return pairwise(x, 0, n);
      }
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
    for (Order order : List.of(Order.RISING, Order.FALLING, Order.PAIRWISE)) {
      for (String op : OWN) {
        List<Failure> failures = new ArrayList<>();
        OpVerdict v = judge(order, op, failures);
        assertEquals(List.of(), failures, order + " " + op);
        assertEquals(Outcome.Status.PASS, v.status(), order + " " + op);
        assertTrue(v.count(Method.REFERENCE, Outcome.Status.PASS) > 20, order + " " + op);
        assertTrue(v.tightness().get(DType.FLOAT32) < 1, order + " " + op);
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

  @Test
  void whatIsDeclaredUnsupportedIsNoFailure() {
    List<Failure> failures = new ArrayList<>();
    OpVerdict v = judge(Order.RISING, "tanh", failures);
    assertEquals(List.of(), failures);
    assertEquals(Outcome.Status.UNSUPPORTED, v.status());
    assertEquals("only a few float32 operations", v.reason());
  }
}
