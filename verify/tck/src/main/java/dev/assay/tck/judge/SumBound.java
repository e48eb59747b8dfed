package dev.assay.tck.judge;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Derivative;
import dev.assay.spec.Bounded;
import dev.assay.spec.Spec;

/**
 * Sums of products of exact numbers, of n roundings on the longest path, A the sum of absolute
 * values. The worst case {@code n·u·A} needs all roundings to conspire; where each goes to nearest
 * they do not, and the error exceeds {@code λ·√n·u·A}, {@code λ = √(2 ln(2n/δ))}, with probability
 * at most δ (Higham and Mary 2019; Ipsen and Zhou 2020).
 */
final class SumBound {
  /** The probability that a correct element is called wrong. */
  private static final double DELTA = 1e-15;

  private SumBound() {}

  /** Whether the operation is such a sum: affine in whatever has a derivative. */
  static boolean holdsFor(Call call, Spec spec) {
    boolean any = false;
    for (int i = 0; i < call.count(); i++) {
      if (call.in(i).dtype().isContinuous() && call.op().derivative(i) instanceof Derivative.Rule) {
        if (!spec.affine().contains(i)) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** {@code λ·√n·A}, in units of the unit roundoff. */
  static double probable(Bounded y) {
    double n = Math.max(1, y.depth());
    return Math.sqrt(2 * StrictMath.log(2 * n / DELTA) * n) * y.magnitude();
  }

  /**
   * The running error, or what gives the probabilistic bound after the factor {@link
   * ForwardChecks#SAFETY} that running errors are given, whichever is less.
   */
  static double sharpen(Bounded y) {
    return Math.min(y.error(), probable(y) / ForwardChecks.SAFETY);
  }
}
