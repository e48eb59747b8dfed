package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.digamma;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.log;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.grad.CustomGradient;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Elementwise;
import dev.assay.engine.ops.elementwise.GammaFunctions;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * How a gamma distributed number moves with its parameter if its quantile is held: Figurnov,
 * Mohamed, Mnih, "Implicit reparameterization gradients", 2018, arXiv:1805.08498, equation 5:
 * {@code dx/dα = −(∂P(α, x)/∂α) / p(α, x)}, {@code P} the distribution function, {@code p} its
 * density.
 *
 * <p>Up to {@code max(α, 1)} by the series {@code P/p = (x/α)·S, S = Σ xⁿ/((α+1)…(α+n))} (DLMF
 * 8.11.4), above by the continued fraction {@code (1 − P)/p = x·F} (DLMF 8.9.2), each
 * differentiated by α term by term, so that little cancels. The relative error is below
 * 10⁻¹⁴·max(1, √α). Beyond α = 10⁸ by Cornish and Fisher's expansion of the quantile.
 */
final class GammaGradient {
  static final Op OP =
      Elementwise.broadcasting(
              "random_gamma_grad", "z = −(∂P(α, x)/∂α) / p(α, x)", "alpha", "sample", FLOATS)
          .note("P(α, x) is the distribution function of Γ(α, 1), p its density.")
          .note("0 at x = 0; NaN unless α > 0 and x >= 0.")
          .note("Figurnov, Mohamed, Mnih 2018, arXiv:1805.08498.")
          .kernel(c -> c.result(Elementwise.zipDoubles(c, GammaGradient::derivative)))
          .noGradient(
              "alpha",
              "needs the second derivative of the incomplete gamma function by its parameter")
          .vjp("sample", Elementwise.summed(1, GammaGradient::bySample))
          .build();

  private static final double LARGE = 1e8;
  private static final int FIRST_TERMS = 32;
  private static final int MOST_TERMS = 1 << 18;
  private static final double SETTLED = 0x1p-52;

  private GammaGradient() {}

  /** {@code sample}, whose derivative by {@code alpha} is that of its quantile. */
  static Tensor reparameterized(Tensor alpha, Tensor sample) {
    return CustomGradient.ofMany(
            xs -> List.of(ArrayOps.identity(xs.get(1))),
            (xs, ys, dys) -> {
              Tensor slope = Dispatch.one(OP, xs.get(0), xs.get(1));
              Tensor moved = multiply(dys.get(0), slope);
              return List.of(Like.sumLike(moved, xs.get(0)), Creation.zerosLike(xs.get(1)));
            })
        .applyAll(List.of(alpha, sample))
        .get(0);
  }

  /** {@code dz/dx = ψ(α) − ln x − z·((α − 1)/x − 1)}, for {@code ∂p/∂α = p·(ln x − ψ(α))}. */
  private static Tensor bySample(Pullback p) {
    Tensor alpha = p.x(0);
    Tensor x = p.x(1);
    Tensor score = subtract(divide(subtract(alpha, 1), x), 1);
    Tensor slope = subtract(digamma(alpha), add(log(x), multiply(p.y(), score)));
    return multiply(p.dy(), slope);
  }

  private static double derivative(double alpha, double x) {
    if (!(alpha > 0) || !(x >= 0) || alpha == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    if (x == 0 || x == Double.POSITIVE_INFINITY) {
      return x;
    }
    if (alpha > LARGE) {
      return expansion(alpha, x);
    }
    return x <= Math.max(alpha, 1) ? series(alpha, x) : fraction(alpha, x);
  }

  private static double series(double alpha, double x) {
    double term = 1;
    double sum = 1;
    double slope = 0;
    double harmonic = 0;
    for (int n = 1; term * (1 + harmonic) > SETTLED * SETTLED * sum; n++) {
      term *= x / (alpha + n);
      harmonic += 1 / (alpha + n);
      sum += term;
      slope -= term * harmonic;
    }
    double score = StrictMath.log(x) - GammaFunctions.digamma(alpha + 1);
    return -x / alpha * (sum * score + slope);
  }

  /** Evaluated from the back, with as many terms as it takes to settle. */
  private static double fraction(double alpha, double x) {
    double score = StrictMath.log(x) - GammaFunctions.digamma(alpha);
    double before = Double.NaN;
    for (int terms = FIRST_TERMS; ; terms *= 2) {
      double tail = 0;
      double tailSlope = 0;
      for (int n = terms; n > 0; n--) {
        double d = x + 2.0 * n + 1 - alpha + tail;
        double slope = tailSlope - 1;
        tail = -n * (n - alpha) / d;
        tailSlope = (n - tail * slope) / d;
      }
      double d = x + 1 - alpha + tail;
      double value = x / d * (score - (tailSlope - 1) / d);
      if (Math.abs(value - before) <= SETTLED * value || terms >= MOST_TERMS) {
        return value;
      }
      before = value;
    }
  }

  /**
   * Of {@code x = α + √α·w + (w² − 1)/3 + (w³ − 7w)/(36√α)}, {@code w} the normal number of the
   * same quantile.
   */
  private static double expansion(double alpha, double x) {
    double root = Math.sqrt(alpha);
    double t = (x - alpha) / root;
    double w = t - (t * t - 1) / (3 * root);
    return 1 + w / (2 * root) - (w * w * w - 7 * w) / (72 * alpha * root);
  }
}
