package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.exp;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code reduce_logsumexp}: {@code y = m + ln Σ exp(x − m)} with {@code m = max x}, so that nothing
 * overflows and the greatest term is 1.
 */
final class LogSumExp {
  static final Op OP =
      Reduction.row("reduce_logsumexp", "output = ln Σ exp(input) along axis", FLOATS)
          .note("Shifted by the maximum. −Inf where there are no elements or all are −Inf.")
          .note("Where the result is infinite or NaN the gradient is NaN, as in TensorFlow.")
          .kernel(LogSumExp::forward)
          .vjp(
              "input",
              p -> {
                Tensor weights = exp(subtract(p.x(0), Reduction.restored(p, p.y())));
                return multiply(Reduction.restored(p, p.dy()), weights);
              })
          .hard(
              row(Double.NEGATIVE_INFINITY),
              row(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
              row(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1),
              row(Double.NaN, 1, Double.NaN),
              row(1e300, 1e300, 0),
              row(-1e300, -1e300))
          .build();

  private LogSumExp() {}

  private static HardPoint row(double y, double... x) {
    return HardPoint.row(Attributes.of("axis", 0).and("keepdims", true), x, new double[] {y});
  }

  private static List<Tensor> forward(Call c) {
    double[] x = c.in(0).host().doubles();
    int[] cells = Reduction.cells(c);
    double[] m = Reduction.fold(c, Double.NEGATIVE_INFINITY, Math::max);
    for (int i = 0; i < m.length; i++) {
      m[i] = Double.isFinite(m[i]) ? m[i] : 0; // Inf − Inf would be NaN
    }
    double[] y = new double[m.length];
    for (int i = 0; i < cells.length; i++) {
      y[cells[i]] += StrictMath.exp(x[i] - m[cells[i]]);
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = m[i] + StrictMath.log(y[i]);
    }
    return c.result(y);
  }
}
