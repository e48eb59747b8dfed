package dev.assay.tck.judge;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The gradients that the registered rule gives in float64, and how far those of a backend may be
 * from them: {@code 4·u·(running error of the rule) + underflow + one ulp}. Nothing is chosen here
 * but the factor of all running errors.
 *
 * @param want the gradients, empty where an argument has none
 * @param bounds per argument and real number
 */
record GradientBound(List<Optional<Tensor>> want, List<double[]> bounds) {
  private static final Backend REFERENCE = ReferenceBackend.instance();

  /** For cotangents {@code v} of the results. */
  static GradientBound of(Trial t, double[][] v) {
    return following(t, wide -> wide.vjp(v));
  }

  /** For whatever {@code computation} derives from the case in float64. */
  static GradientBound following(Trial t, Function<Trial, List<Optional<Tensor>>> computation) {
    Trial wide = new Trial(REFERENCE, t.cast(DType.FLOAT64), t.values(), 0);
    RunningErrors errors = RunningErrors.of(t);
    errors.record(wide.call(), wide.outputs());
    Dispatch.open(errors);
    List<Optional<Tensor>> want;
    try {
      want = computation.apply(wide);
    } finally {
      Dispatch.close(errors);
    }
    List<double[]> bounds = new ArrayList<>();
    for (Optional<Tensor> dx : want) {
      bounds.add(dx.map(g -> bounds(t, g, errors.of(g))).orElseGet(() -> new double[0]));
    }
    return new GradientBound(want, bounds);
  }

  private static double[] bounds(Trial t, Tensor gradient, double[] errors) {
    double[] g = gradient.toDoubles();
    double[] out = new double[g.length];
    for (int i = 0; i < out.length; i++) {
      double ulp = t.storing(t.dtype(), g[i], 1);
      out[i] = ForwardChecks.SAFETY * t.unit() * errors[i] + t.underflow() + ulp;
    }
    return out;
  }

  /** The bound of {@code ⟨gradient, u⟩}. */
  double along(double[][] u) {
    double sum = 0;
    for (int i = 0; i < bounds.size(); i++) {
      for (int n = 0; n < bounds.get(i).length; n++) {
        sum += Math.abs(u[i][n]) * bounds.get(i)[n];
      }
    }
    return sum;
  }
}
