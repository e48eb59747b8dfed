package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.reduce.Reduction.restored;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Rows of the greatest and the least along axes.
 *
 * <p>Derivative: the elements that equal the extreme share its cotangent equally, {@code dx = [x =
 * y]·dy / #ties}.
 */
final class Extremes {
  private static final String NAN = "NaN if any element is NaN; +0 is greater than −0.";
  private static final String TIES =
      "Ties share the cotangent equally. Where the result is NaN no element equals it and the"
          + " gradient is 0.";

  static final Op REDUCE_MAX =
      Reduction.row("reduce_max", "output = max input along axis", REALS)
          .note(NAN)
          .note("An empty maximum is −Inf, of integers the least of the type.")
          .note(TIES)
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(Reduction.foldLongs(c, least(c.in(0).dtype()), Math::max))
                      : c.result(Reduction.fold(c, Double.NEGATIVE_INFINITY, Math::max)))
          .vjp("input", p -> share(p.x(0), restored(p, p.y()), restored(p, p.dy())))
          .hard(
              row(Double.NEGATIVE_INFINITY),
              row(0.0, -0.0, 0.0),
              row(Double.NaN, 1, Double.NaN, 2),
              row(3, 3, 1, 3))
          .build();

  static final Op REDUCE_MIN =
      Reduction.row("reduce_min", "output = min input along axis", REALS)
          .note(NAN)
          .note("An empty minimum is +Inf, of integers the greatest of the type.")
          .note(TIES)
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(Reduction.foldLongs(c, greatest(c.in(0).dtype()), Math::min))
                      : c.result(Reduction.fold(c, Double.POSITIVE_INFINITY, Math::min)))
          .vjp("input", p -> share(p.x(0), restored(p, p.y()), restored(p, p.dy())))
          .hard(
              row(Double.POSITIVE_INFINITY),
              row(-0.0, 0.0, -0.0),
              row(Double.NaN, 1, Double.NaN, 2),
              row(1, 3, 1, 3, 1))
          .build();

  static final List<Op> ROWS = List.of(REDUCE_MAX, REDUCE_MIN);

  private Extremes() {}

  private static HardPoint row(double extreme, double... x) {
    return HardPoint.row(Attributes.of("axis", 0).and("keepdims", true), x, new double[] {extreme});
  }

  /**
   * {@code [x = y]·dy / #ties}: what the elements that equal their extreme get of its cotangent.
   */
  static Tensor share(Tensor x, Tensor y, Tensor dy) {
    Tensor zero = Maths.scalar(0, x);
    Tensor ties = Maths.equal(x, y);
    Tensor count = Like.sumLike(Indexing.where(ties, Maths.scalar(1, x), zero), y);
    return Indexing.where(ties, Maths.divide(dy, count), zero);
  }

  private static long least(DType t) {
    return t == DType.UINT8 ? 0 : -1L << (8 * t.bytes() - 1);
  }

  private static long greatest(DType t) {
    return t == DType.UINT8 ? 255 : ~least(t);
  }
}
