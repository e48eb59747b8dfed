package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Steps of optimizers in float32 arithmetic pass: as TensorFlow's kernels order them, and as the
 * papers write them. The bounds come from the formulas, not from either.
 */
class Float32TrainTest {
  /** How an average is taken, and how a slot is kept. */
  private enum Style {
    KERNEL,
    PAPER,
    HALF_SLOTS
  }

  @FunctionalInterface
  private interface Step {
    void apply(Scalars h, float[] s, float g);
  }

  private record Scalars(Call call, Style style) {
    float of(String input) {
      int i = call.op().inputs().stream().map(InputSpec::name).toList().indexOf(input);
      return (float) call.in(i).toDouble();
    }

    float average(float old, float now, String weight) {
      float w = of(weight);
      return style == Style.PAPER ? w * old + (1 - w) * now : old + (now - old) * (1 - w);
    }

    boolean flag(String name) {
      return call.attrs().flag(name);
    }
  }

  private static float root(float x) {
    return (float) Math.sqrt(x);
  }

  private static float shrunk(float x, float threshold) {
    return Math.signum(x) * Math.max(Math.abs(x) - threshold, 0);
  }

  private static float adamRate(Scalars h) {
    return h.of("lr") * root(1 - h.of("beta2_power")) / (1 - h.of("beta1_power"));
  }

  private static float power(Scalars h, float x) {
    float p = -h.of("lr_power");
    return p == 0.5f ? root(x) : (float) StrictMath.pow(x, p);
  }

  private static final Map<String, Step> STEPS = new HashMap<>();

  static {
    STEPS.put("apply_gradient_descent", (h, s, g) -> s[0] -= g * h.of("alpha"));
    STEPS.put(
        "apply_momentum",
        (h, s, g) -> {
          s[1] = s[1] * h.of("momentum") + g;
          s[0] -=
              h.flag("use_nesterov")
                  ? g * h.of("lr") + s[1] * h.of("momentum") * h.of("lr")
                  : s[1] * h.of("lr");
        });
    STEPS.put(
        "apply_adagrad",
        (h, s, g) -> {
          s[1] = h.flag("update_slots") ? s[1] + g * g : s[1];
          s[0] -= g * h.of("lr") * (1 / root(s[1]));
        });
    STEPS.put(
        "apply_adagrad_da",
        (h, s, g) -> {
          float step = h.of("global_step");
          s[1] += g;
          s[2] += g * g;
          s[0] =
              h.of("lr")
                  * -1
                  * shrunk(s[1], step * h.of("l1"))
                  / (h.of("l2") * (step * h.of("lr")) + root(s[2]));
        });
    STEPS.put(
        "apply_adadelta",
        (h, s, g) -> {
          float rho = h.of("rho");
          s[1] = s[1] * rho + g * g * (1 - rho);
          float step = root(s[2] + h.of("epsilon")) * (1 / root(s[1] + h.of("epsilon"))) * g;
          s[0] -= step * h.of("lr");
          s[2] = s[2] * rho + step * step * (1 - rho);
        });
    STEPS.put(
        "apply_rms_prop",
        (h, s, g) -> {
          s[1] = h.average(s[1], g * g, "rho");
          s[2] = s[2] * h.of("momentum") + g * h.of("lr") / root(s[1] + h.of("epsilon"));
          s[0] -= s[2];
        });
    STEPS.put(
        "apply_centered_rms_prop",
        (h, s, g) -> {
          s[1] = h.average(s[1], g, "rho");
          s[2] = h.average(s[2], g * g, "rho");
          float root = root(s[2] - s[1] * s[1] + h.of("epsilon"));
          s[3] = s[3] * h.of("momentum") + g * h.of("lr") / root;
          s[0] -= s[3];
        });
    STEPS.put(
        "apply_adam",
        (h, s, g) -> {
          s[1] = h.average(s[1], g, "beta1");
          s[2] = h.average(s[2], g * g, "beta2");
          float b = h.of("beta1");
          float m = h.flag("use_nesterov") ? g * (1 - b) + b * s[1] : s[1];
          s[0] -= m * adamRate(h) / (root(s[2]) + h.of("epsilon"));
        });
    STEPS.put(
        "apply_ada_max",
        (h, s, g) -> {
          s[1] = h.average(s[1], g, "beta1");
          s[2] = Math.max(h.of("beta2") * s[2], Math.abs(g));
          s[0] -= h.of("lr") / (1 - h.of("beta1_power")) * (s[1] / (s[2] + h.of("epsilon")));
        });
    STEPS.put(
        "apply_adam_with_amsgrad",
        (h, s, g) -> {
          s[1] = h.average(s[1], g, "beta1");
          s[2] = h.average(s[2], g * g, "beta2");
          s[3] = Math.max(s[3], s[2]);
          s[0] -= s[1] * adamRate(h) / (root(s[3]) + h.of("epsilon"));
        });
    STEPS.put(
        "apply_adam_w",
        (h, s, g) -> {
          s[1] = h.average(s[1], g, "beta1");
          s[2] = h.average(s[2], g * g, "beta2");
          s[0] -= h.of("weight_decay") * s[0];
          s[0] -= s[1] * adamRate(h) / (root(s[2]) + h.of("epsilon"));
        });
    STEPS.put(
        "apply_ftrl",
        (h, s, g) -> {
          float now = s[1] + g * g;
          s[2] +=
              g
                  + 2 * h.of("l2_shrinkage") * s[0]
                  - (power(h, now) - power(h, s[1])) / h.of("lr") * s[0];
          float divisor = power(h, now) / h.of("lr") + 2 * h.of("l2");
          float x = h.of("l1") * Math.signum(s[2]) - s[2];
          s[0] = Math.abs(s[2]) > h.of("l1") ? x / divisor : 0;
          s[1] = now;
        });
    STEPS.put(
        "apply_proximal_gradient_descent",
        (h, s, g) -> {
          float a = h.of("alpha");
          s[0] = shrunk(s[0] - g * a, a * h.of("l1")) / (1 + h.of("l2") * a);
        });
    STEPS.put(
        "apply_proximal_adagrad",
        (h, s, g) -> {
          s[1] += g * g;
          float r = h.of("lr") * (1 / root(s[1]));
          s[0] = shrunk(s[0] - g * r, r * h.of("l1")) / (1 + h.of("l2") * r);
        });
  }

  private record Float32Steps(Style style) implements Backend {
    @Override
    public String name() {
      return "float32-steps";
    }

    @Override
    public List<String> devices() {
      return List.of("/cpu:0");
    }

    @Override
    public Capability capability(Call call) {
      return STEPS.containsKey(call.op().name()) && call.in(0).dtype() == DType.FLOAT32
          ? Capability.supported()
          : Capability.unsupported("only float32 steps of optimizers");
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      List<float[]> state = new ArrayList<>();
      for (int k = 0; k < call.outputs().size(); k++) {
        state.add(call.in(k).toFloats());
      }
      List<String> names = call.op().inputs().stream().map(InputSpec::name).toList();
      float[] g = call.in(Math.max(names.indexOf("grad"), names.indexOf("delta"))).toFloats();
      Step step = STEPS.get(call.op().name());
      Scalars h = new Scalars(call, style);
      float[] s = new float[state.size()];
      for (int i = 0; i < g.length; i++) {
        for (int k = 0; k < s.length; k++) {
          s[k] = state.get(k)[i];
        }
        step.apply(h, s, g[i]);
        for (int k = 0; k < s.length; k++) {
          boolean half = style == Style.HALF_SLOTS && k > 0;
          state.get(k)[i] = half ? (float) DType.FLOAT16.round(s[k]) : s[k];
        }
      }
      List<Tensor> out = new ArrayList<>();
      for (float[] values : state) {
        double[] d = new double[values.length];
        for (int i = 0; i < d.length; i++) {
          d[i] = values[i];
        }
        out.add(Tensor.of(call.output().shape(), HostStorage.ofDoubles(DType.FLOAT32, d)));
      }
      return out;
    }
  }

  @Test
  void everyStepIsHere() {
    assertEquals(
        OpRegistry.all().stream()
            .filter(o -> OpRegistry.family(o).equals("train"))
            .map(Op::name)
            .toList(),
        STEPS.keySet().stream().sorted().toList());
  }

  @TestFactory
  List<DynamicTest> correctArithmeticPassesInEitherForm() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Style style : List.of(Style.KERNEL, Style.PAPER)) {
      for (String op : STEPS.keySet()) {
        tests.add(DynamicTest.dynamicTest(style + " " + op, () -> passes(style, op)));
      }
    }
    return tests;
  }

  private static void passes(Style style, String op) {
    List<Failure> failures = new ArrayList<>();
    for (long seed = 40; seed < 44; seed++) {
      OpVerdict v =
          new Judge(new Float32Steps(style), seed, 160).judge(OpRegistry.get(op), failures);
      assertEquals(List.of(), failures);
      assertEquals(Outcome.Status.PASS, v.status());
      assertTrue(v.count(Method.REFERENCE, Outcome.Status.PASS) > 80, v.toString());
      assertTrue(v.tightness().get(DType.FLOAT32) < 1, v.tightness().toString());
    }
  }

  @TestFactory
  List<DynamicTest> slotsInHalfPrecisionFail() {
    return STEPS.keySet().stream()
        .filter(op -> OpRegistry.get(op).outputs().size() > 1)
        .map(
            op ->
                DynamicTest.dynamicTest(
                    op,
                    () ->
                        assertEquals(
                            Outcome.Status.FAIL,
                            new Judge(new Float32Steps(Style.HALF_SLOTS), 42, 160)
                                .judge(OpRegistry.get(op), new ArrayList<>())
                                .status())))
        .toList();
  }
}
