package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code reduce_variance} and {@code reduce_std}, of a population: {@code v = Σ(x − μ)²/n}, in two
 * passes. {@code dv = 2(x − μ)/n}; the mean's own part cancels, {@code Σ(x − μ) = 0}.
 */
final class Variance {
  static final Op REDUCE_VARIANCE =
      Reduction.row("reduce_variance", "output = Σ(input − μ)²/n along axis", FLOATS)
          .note("μ is the mean of the n elements. NaN where there are no elements.")
          .kernel(c -> c.result(variance(c)))
          .vjp("input", p -> deviation(p, multiply(p.dy(), 2)))
          .hard(row(Double.NaN), row(0, 7), row(1, 1, 3), row(Double.NaN, Double.POSITIVE_INFINITY))
          .build();

  static final Op REDUCE_STD =
      Reduction.row("reduce_std", "output = √(Σ(input − μ)²/n) along axis", FLOATS)
          .note("μ is the mean of the n elements. NaN where there are no elements.")
          .note("The gradient at 0 is NaN, Inf·0, as in TensorFlow.")
          .kernel(
              c -> {
                double[] y = variance(c);
                for (int i = 0; i < y.length; i++) {
                  y[i] = Math.sqrt(y[i]);
                }
                return c.result(y);
              })
          .vjp("input", p -> deviation(p, divide(p.dy(), p.y())))
          .hard(row(Double.NaN), row(0, 7), row(1, 1, 3))
          .build();

  static final List<Op> ROWS = List.of(REDUCE_VARIANCE, REDUCE_STD);

  private Variance() {}

  private static HardPoint row(double y, double... x) {
    return HardPoint.row(Attributes.of("axis", 0).and("keepdims", true), x, new double[] {y});
  }

  /** {@code scale·(x − μ)/n}, {@code scale} of the result's shape. */
  private static Tensor deviation(Pullback p, Tensor scale) {
    Tensor x = p.x(0);
    Tensor mean = Reduce.mean(x, true, Reduction.axes(p.call()));
    Tensor perElement = divide(Reduction.restored(p, scale), Reduction.count(p));
    return multiply(perElement, subtract(x, mean));
  }

  private static double[] variance(Call c) {
    double[] x = c.in(0).host().doubles();
    int[] cells = Reduction.cells(c);
    double n = Reduction.count(c.in(0).shape(), c.attrs());
    double[] mean = Reduction.fold(c, 0, Double::sum);
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= n;
    }
    double[] y = new double[mean.length];
    for (int i = 0; i < cells.length; i++) {
      double d = x[i] - mean[cells[i]];
      y[cells[i]] += d * d;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] /= n;
    }
    return y;
  }
}
