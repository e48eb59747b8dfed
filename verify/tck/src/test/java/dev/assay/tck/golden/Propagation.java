package dev.assay.tck.golden;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetic;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.analysis.differentiation.SparseGradient;

/**
 * How far two trajectories of one recurrence can come apart that round differently. With {@code Jₖ}
 * the Jacobian of step k and {@code lₖ} what one step's rounding can add, the distance after step n
 * is at most {@code Σₖ |Jₙ₋₁ ⋯ Jₖ₊₁|·lₖ} to first order: the signs in the products are kept, so
 * that what the recurrence contracts is not counted as if it grew.
 */
final class Propagation {
  private final RecordedRun run;
  private final List<double[][]> products = new ArrayList<>();
  private final List<double[]> local = new ArrayList<>();

  Propagation(RecordedRun run) {
    this.run = run;
  }

  /** The bounds on the distance of the states after the next step, in the state's order. */
  double[] step(Map<String, Tensor> state, Map<String, Tensor> scalars, Call call) {
    double[][] jacobian = jacobian(state, scalars, call);
    products.replaceAll(p -> multiply(jacobian, p));
    products.add(identity(jacobian.length));
    local.add(rounding(state, scalars, call));
    double[] out = new double[jacobian.length];
    for (int k = 0; k < products.size(); k++) {
      for (int i = 0; i < out.length; i++) {
        for (int j = 0; j < out.length; j++) {
          out[i] += Math.abs(products.get(k)[i][j]) * local.get(k)[j];
        }
      }
    }
    return out;
  }

  private double[][] jacobian(Map<String, Tensor> state, Map<String, Tensor> scalars, Call call) {
    List<SparseGradient> variables = new ArrayList<>();
    Map<String, SpecTensor<SparseGradient>> lifted = new LinkedHashMap<>();
    state.forEach(
        (name, tensor) -> {
          for (double v : tensor.toDoubles()) {
            variables.add(SparseGradient.createVariable(variables.size(), v));
          }
          int from = variables.size() - tensor.size();
          lifted.put(name, SpecTensor.of(tensor.shape(), i -> variables.get(from + i)));
        });
    List<SparseGradient> after = run.whole(Arithmetics.gradients(), x -> x, lifted, scalars, call);
    double[][] jacobian = new double[after.size()][variables.size()];
    for (int i = 0; i < jacobian.length; i++) {
      for (int j = 0; j < jacobian[i].length; j++) {
        jacobian[i][j] = after.get(i).getDerivative(j);
      }
    }
    return jacobian;
  }

  /**
   * {@code 4·u·(e + |y|)}: the running error of gradient and step, and the rounding when stored.
   */
  private double[] rounding(Map<String, Tensor> state, Map<String, Tensor> scalars, Call call) {
    Arithmetic<Bounded> k = Arithmetics.bounded();
    Map<String, SpecTensor<Bounded>> lifted = new LinkedHashMap<>();
    state.forEach((name, tensor) -> lifted.put(name, RecordedRun.lift(k, tensor)));
    return run.whole(k, Bounded::stored, lifted, scalars, call).stream()
        .mapToDouble(y -> 4 * run.unit() * y.stored().error() + 4 * run.least())
        .toArray();
  }

  private static double[][] identity(int n) {
    double[][] out = new double[n][n];
    for (int i = 0; i < n; i++) {
      out[i][i] = 1;
    }
    return out;
  }

  private static double[][] multiply(double[][] a, double[][] b) {
    int n = a.length;
    double[][] out = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          out[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return out;
  }
}
