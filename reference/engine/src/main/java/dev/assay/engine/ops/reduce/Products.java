package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.BOOLS;
import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of products along axes: of numbers, and of truth values with "and" and "or". */
final class Products {
  static final Op REDUCE_PROD =
      Reduction.row("reduce_prod", "output = Π input along axis", REALS)
          .note("Multiplied in row-major order of the input. An empty product is 1. Integers wrap.")
          .note("The derivative divides by no factor, so that it holds where factors are 0.")
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(Reduction.foldLongs(c, 1, (x, y) -> x * y))
                      : c.result(Reduction.fold(c, 1, (x, y) -> x * y)))
          .vjp("input", Products::vjp)
          .hard(
              HardPoint.row(
                  Attributes.of("axis", 0).and("keepdims", true), new double[0], new double[] {1}),
              HardPoint.row(
                  Attributes.of("axis", 0).and("keepdims", true),
                  new double[] {0, Double.POSITIVE_INFINITY},
                  new double[] {Double.NaN}))
          .build();

  static final Op REDUCE_ALL =
      Reduction.row("reduce_all", "output = whether every element along axis is true", BOOLS)
          .note("True where there are no elements.")
          .kernel(c -> c.result(Reduction.foldLongs(c, 1, (x, y) -> x & y)))
          .noGradients("bool")
          .build();

  static final Op REDUCE_ANY =
      Reduction.row("reduce_any", "output = whether some element along axis is true", BOOLS)
          .note("False where there are no elements.")
          .kernel(c -> c.result(Reduction.foldLongs(c, 0, (x, y) -> x | y)))
          .noGradients("bool")
          .build();

  static final List<Op> ROWS = List.of(REDUCE_PROD, REDUCE_ALL, REDUCE_ANY);

  private Products() {}

  /**
   * Along one axis {@code dxᵢ = dy·Π_{j<i} x_j·Π_{j>i} x_j}. A product along several is one along
   * each in turn.
   */
  private static Tensor vjp(Pullback p) {
    int[] axes = Axes.of(p.attrs(), p.x(0).rank());
    Arrays.sort(axes);
    List<Tensor> factors = new ArrayList<>();
    Tensor product = p.x(0);
    for (int axis : axes) {
      factors.add(product);
      product = Reduce.prod(product, true, axis);
    }
    Tensor dx = Reduction.restored(p, p.dy());
    for (int k = axes.length - 1; k >= 0; k--) {
      Tensor before = Reduce.cumprod(factors.get(k), axes[k], true, false);
      Tensor after = Reduce.cumprod(factors.get(k), axes[k], true, true);
      dx = multiply(dx, multiply(before, after));
    }
    return dx;
  }
}
