package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.NUMERIC;
import static dev.assay.engine.ops.reduce.Reduction.restored;
import static dev.assay.engine.ops.reduce.Reduction.spread;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Rows of sums and means along axes. */
final class Sums {
  static final Op REDUCE_SUM =
      Reduction.row("reduce_sum", "output = Σ input along axis", NUMERIC)
          .note("Summed in row-major order of the input. An empty sum is 0. Integers wrap.")
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(Reduction.foldLongs(c, 0, Long::sum))
                      : c.result(Reduction.sums(c)))
          .vjp("input", p -> spread(p, p.dy()))
          .build();

  static final Op REDUCE_MEAN =
      Reduction.row("reduce_mean", "output = Σ input / n along axis", NUMERIC)
          .note("n is the number of elements summed. An empty mean is NaN.")
          .note("Integers: the sum has 64 bits, the quotient is truncated towards 0.")
          .require(Kind.SHAPE, "an integer mean is of at least one element", Sums::isDivisible)
          .kernel(
              c -> {
                long n = Reduction.count(c.in(0).shape(), c.attrs());
                if (c.in(0).dtype().isInteger()) {
                  long[] sums = Reduction.foldLongs(c, 0, Long::sum);
                  for (int i = 0; i < sums.length; i++) {
                    sums[i] /= n;
                  }
                  return c.result(sums);
                }
                double[] sums = Reduction.sums(c);
                for (int i = 0; i < sums.length; i++) {
                  sums[i] /= n;
                }
                return c.result(sums);
              })
          .vjp(
              "input",
              p ->
                  Like.broadcastLike(Maths.divide(restored(p, p.dy()), Reduction.count(p)), p.x(0)))
          .hard(
              HardPoint.row(
                  Attributes.of("axis", 0).and("keepdims", true),
                  new double[0],
                  new double[] {Double.NaN}))
          .build();

  static final List<Op> ROWS = List.of(REDUCE_SUM, REDUCE_MEAN);

  private Sums() {}

  private static boolean isDivisible(Operands o) {
    Shape reduced = Axes.reduced(o);
    return !o.dtype(0).isInteger()
        || Reduction.count(o.shape(0), o.attrs()) != 0
        || (reduced.isKnown() && reduced.elements() == 0);
  }
}
