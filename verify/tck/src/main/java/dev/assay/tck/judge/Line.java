package dev.assay.tck.judge;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Bounded;
import dev.assay.spec.BoundedArithmetic;
import dev.assay.spec.Evaluation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code φ(h) = ⟨v, F(x + h·u)⟩}, the backend a black box, in binary64; and what is known of its
 * rounding errors and of the branches on the way.
 */
final class Line {
  private final Trial t;
  private final double[][] u;
  private final double[][] v;
  private final long trace;
  private double noise;

  Line(Trial t, double[][] u, double[][] v) {
    this.t = t;
    this.u = u;
    this.v = v;
    this.trace = look(0);
  }

  /** Whether the same branches are taken at {@code ±h} as at 0. */
  boolean smoothTo(double h) {
    return look(h) == trace && look(-h) == trace;
  }

  /** Follows the specification at {@code h}: notes the noise there, gives the branches. */
  private long look(double h) {
    Call call = t.kase().with(t.moved(u, h)).call();
    BoundedArithmetic k = t.bounded();
    Evaluation<Bounded> e =
        Evaluation.of(
            t.spec(),
            call,
            k,
            // the argument itself is rounded by u·|x|: it moves by that much
            (input, i, x) -> k.argument(x, u[input][i] == 0 ? 0 : x, 0));
    noise =
        Math.max(
            noise,
            t.unit()
                * Pairing.scale(
                    e.outputs(), v, b -> 2 * b.error() + b.first() + Math.abs(b.getReal())));
    return e.trace();
  }

  /** A bound on the error of {@link #at} over all points looked at. */
  double noise() {
    return noise;
  }

  double at(double h) {
    List<double[]> y = new ArrayList<>();
    for (Tensor o : t.run(t.moved(u, h))) {
      y.add(o.dtype().isContinuous() ? o.toDoubles() : new double[o.size()]);
    }
    return Pairing.dot(v, y);
  }
}
