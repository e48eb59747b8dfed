package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.Replay;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is right in float32's range is not called wrong since binary64's is wider. */
class NarrowRangeTest {
  /** Losses and moments as float32 code writes them, every step rounded to the nearest float. */
  private record Losses(PrecisionClass precision) implements Backend {
    @Override
    public String name() {
      return "losses";
    }

    @Override
    public List<String> devices() {
      return List.of("/losses:0");
    }

    @Override
    public Capability capability(Call call) {
      return Capability.supported();
    }

    @Override
    public List<Tensor> run(Call call) {
      float[] z = call.in(0).toFloats();
      float[] x = call.in(1).toFloats();
      return switch (call.op().name()) {
        case "softmax_cross_entropy_with_logits" ->
            call.result(softmax(z, x, call.in(1).shape().dim(-1)));
        case "weighted_moments" -> moments(z, x);
        default -> call.result(weighted(z, x, (float) call.attrs().number("pos_weight")));
      };
    }

    /** Of one row: {@code m = Σwx/Σw} and {@code Σw(x − m)²/Σw}, the square first. */
    private static List<Tensor> moments(float[] x, float[] w) {
      float sum = 0;
      float all = 0;
      for (int i = 0; i < x.length; i++) {
        sum += w[i] * x[i];
        all += w[i];
      }
      float squares = 0;
      for (int i = 0; i < x.length; i++) {
        float d = x[i] - sum / all;
        squares += w[i] * (d * d);
      }
      return List.of(scalar(sum / all), scalar(squares / all));
    }

    private static Tensor scalar(float x) {
      return Tensor.of(DType.FLOAT32, Shape.of(), x);
    }

    private static double[] softmax(float[] z, float[] x, int n) {
      double[] y = new double[x.length / n];
      for (int row = 0; row < y.length; row++) {
        float m = Float.NEGATIVE_INFINITY;
        for (int j = row * n; j < (row + 1) * n; j++) {
          m = Math.max(m, x[j]);
        }
        float sum = 0;
        for (int j = row * n; j < (row + 1) * n; j++) {
          sum += (float) StrictMath.exp(x[j] - m);
        }
        float loss = 0;
        for (int j = row * n; j < (row + 1) * n; j++) {
          loss -= z[j] * (x[j] - m - (float) StrictMath.log(sum));
        }
        y[row] = loss;
      }
      return y;
    }

    private double[] weighted(float[] z, float[] x, float q) {
      double[] y = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        float positive = z[i] * q * softplus(-x[i]);
        y[i] = positive + (1 - z[i]) * softplus(x[i]);
      }
      return y;
    }

    private float softplus(float x) {
      float e = (float) StrictMath.exp(-Math.abs(x));
      float kept = precision == PrecisionClass.FTZ32 && e < Float.MIN_NORMAL ? 0 : e;
      return Math.max(x, 0) + (float) StrictMath.log1p(kept);
    }
  }

  private static boolean fails(PrecisionClass precision, String token) {
    List<Outcome> outcomes = Replay.of(token).judge(new Losses(precision));
    assertTrue(outcomes.stream().anyMatch(o -> o.method() == Method.REFERENCE));
    return outcomes.stream().anyMatch(o -> o.status() == Outcome.Status.FAIL);
  }

  /** e^−103 is rounded to one multiple of 2^−149, then multiplied by 104. */
  @Test
  void anErrorBelowTheNormalNumbersGrows() {
    String token = "weighted_cross_entropy_with_logits/integers/float32/540a.0.0.0.7uyd.0.0.0.0.3";
    assertFalse(fails(PrecisionClass.RN32, token));
    assertFalse(fails(PrecisionClass.FTZ32, token));
  }

  /** The formula of the specification and the reference overflow at different steps. */
  @Test
  void overflowWhereFormulasDifferIsNobodysConvention() {
    String token = "softmax_cross_entropy_with_logits/wild/float32/0.b7jy.0.0.s9.0.arc4";
    assertFalse(fails(PrecisionClass.RN32, token));
  }

  /** {@code w·(x − m)²}, w = 0: no number where the square overflows, 0 where w comes first. */
  @Test
  void aProductThatOverflowsInOneOrderSaysNothing() {
    String token = "weighted_moments/wild/float32/cmcd.0.5ob9.0.0.0.0.0.0.0.jqae";
    assertFalse(fails(PrecisionClass.RN32, token));
  }
}
