package dev.assay.tck.judge;

import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.BoundedArithmetic;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;

/** The inner products that adjoint tests compare, and the scales of their tolerances. */
final class Pairing {
  /**
   * Roundings granted per unit of scale: twice the operations on the longest path of a rule. The
   * reference's own worst error is 0.28 of it (measured); relative errors of 1e-13 are found all
   * the same.
   */
  static final double C = 64;

  private Pairing() {}

  /** {@code Σⱼ⟨vⱼ, dⱼ⟩} with compensated sums (Neumaier), so that the judge adds no error. */
  static double dot(double[][] v, List<double[]> d) {
    double sum = 0;
    double lost = 0;
    for (int j = 0; j < v.length; j++) {
      for (int k = 0; k < v[j].length; k++) {
        if (v[j][k] == 0) {
          continue; // a result or argument that takes no part
        }
        double term = v[j][k] * d.get(j)[k];
        double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
      }
    }
    return sum + lost;
  }

  /** {@code ⟨v, Ju⟩} from dual numbers. */
  static double dualDerivative(Trial t, double[][] u, double[][] v) {
    List<SpecTensor<DerivativeStructure>> y =
        Evaluation.of(
                t.spec(),
                t.call(),
                Arithmetics.derivatives(1, 1),
                (input, i, x) -> new DerivativeStructure(1, 1, x, u[input][i]))
            .outputs();
    return dot(v, y.stream().map(s -> numbers(s, e -> e.getPartialDerivative(1))).toList());
  }

  /** {@code Σ⟨dxᵢ, uᵢ⟩} for the cotangents that a rule gave; NaN where a shape is wrong. */
  static double against(List<Optional<Tensor>> dx, double[][] u, Trial t) {
    double[][] part = new double[u.length][];
    List<double[]> g = new ArrayList<>();
    for (int i = 0; i < u.length; i++) {
      boolean takesPart = t.differentiable().contains(i);
      part[i] = takesPart ? u[i] : new double[0];
      double[] d = new double[u[i].length];
      if (takesPart) {
        if (dx.get(i).isEmpty() || !dx.get(i).get().shape().equals(t.call().in(i).shape())) {
          return Double.NaN;
        }
        d = dx.get(i).get().toDoubles();
      }
      g.add(d);
    }
    return dot(part, g);
  }

  /** The specification with bounds, arguments moving along {@code s} and {@code w}. */
  static List<SpecTensor<Bounded>> bounds(Trial t, double[][] s, double[][] w) {
    BoundedArithmetic k = t.bounded();
    return Evaluation.of(
            t.spec(), t.call(), k, (input, i, x) -> k.argument(x, s[input][i], w[input][i]))
        .outputs();
  }

  /** {@code Σ|vⱼ|·f(yⱼ)}. */
  static double scale(List<SpecTensor<Bounded>> y, double[][] v, ToDoubleFunction<Bounded> f) {
    double sum = 0;
    for (int j = 0; j < v.length; j++) {
      for (int k = 0; k < v[j].length; k++) {
        if (v[j][k] != 0) {
          sum += Math.abs(v[j][k]) * f.applyAsDouble(y.get(j).get(k));
        }
      }
    }
    return sum;
  }

  /**
   * The tolerance of a first derivative along {@code u}. Where binary64 is declared, {@code
   * C·u·(⟨|v|,|J||u|⟩ + ⟨|v|,|y|⟩) + n·η}, η what underflow may add; the second term stands for
   * rules written in terms of the rounded result y. Elsewhere the running error of the rule, and
   * that term with the u of binary64, in which the other side of the comparison is computed.
   */
  static double tolerance(Trial t, double[][] u, double[][] v) {
    List<SpecTensor<Bounded>> y = bounds(t, u, u);
    double unit = C * scale(y, v, b -> b.first() + Math.abs(b.getReal()));
    return t.isReference()
        ? unit * t.unit() + (1 + v.length) * t.underflow()
        : unit * Trial.BINARY64 + GradientBound.of(t, v).along(u);
  }

  /** Where {@link #tolerance} comes from. */
  static String origin(Trial t) {
    return t.isReference()
        ? "C·u·(⟨|v|,|J||u|⟩ + ⟨|v|,|y|⟩)"
        : "4·u·(running error of the rule) + underflow + one ulp";
  }

  /** One number of every element. */
  static <T> double[] numbers(SpecTensor<T> s, ToDoubleFunction<T> f) {
    double[] d = new double[s.size()];
    for (int i = 0; i < d.length; i++) {
      d[i] = f.applyAsDouble(s.get(i));
    }
    return d;
  }
}
