package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.array.Scatter;
import java.util.List;

/** Rows of sums along axes. */
final class Sums {
  static final Op REDUCE_SUM =
      Axes.declare(
              Op.define("reduce_sum")
                  .formula("output = Σ input along axis")
                  .note("Summed in row-major order of the input. An empty sum is 0.")
                  .input("input", REALS, "any shape"))
          .type(o -> new TensorType(o.dtype(0), Axes.reduced(o)))
          .kernel(
              c -> {
                int[] axes = Axes.of(c.attrs(), c.in(0).rank());
                int[] cells = Axes.cells(c.in(0).shape(), axes);
                int n = c.output().shape().elements();
                return c.in(0).dtype().isInteger()
                    ? c.result(Scatter.sum(c.in(0).host().longs(), cells, n))
                    : c.result(Scatter.sum(c.in(0).host().doubles(), cells, n));
              })
          .vjp(
              "input",
              p -> Like.broadcastLike(Axes.restore(p.dy(), p.attrs(), p.x(0).rank()), p.x(0)))
          .build();

  static final List<Op> ROWS = List.of(REDUCE_SUM);

  private Sums() {}
}
