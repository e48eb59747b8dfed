package dev.assay.engine.ops.reduce;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** The loop that all reductions share, and the beginning of their rows. */
final class Reduction {
  private Reduction() {}

  /** Begins the row of a reduction of {@code input} along {@code axis}. */
  static Op.Builder row(String name, String formula, Set<DType> dtypes) {
    return Axes.declare(Op.define(name).formula(formula).input("input", dtypes, "any shape"))
        .type(o -> new TensorType(o.dtype(0), Axes.reduced(o)));
  }

  /** The axes that a call reduces. */
  static int[] axes(Call c) {
    return Axes.of(c.attrs(), c.in(0).rank());
  }

  /** For every element of the input, the offset of the element of the result it goes into. */
  static int[] cells(Call c) {
    return Axes.cells(c.in(0).shape(), axes(c));
  }

  /** {@code out[cell] = f(out[cell], x[i])} from {@code start}, i rising. */
  static double[] fold(Call c, double start, DoubleBinaryOperator f) {
    double[] x = c.in(0).host().doubles();
    int[] cells = cells(c);
    double[] out = new double[c.output().shape().elements()];
    Arrays.fill(out, start);
    for (int i = 0; i < cells.length; i++) {
      out[cells[i]] = f.applyAsDouble(out[cells[i]], x[i]);
    }
    return out;
  }

  /** {@code out[cell] += x[i]} from 0, i rising; complex numbers part by part. */
  static double[] sums(Call c) {
    if (!c.in(0).dtype().isComplex()) {
      return fold(c, 0.0, Double::sum);
    }
    double[] x = c.in(0).host().doubles();
    int[] cells = cells(c);
    double[] out = new double[2 * c.output().shape().elements()];
    for (int i = 0; i < cells.length; i++) {
      out[2 * cells[i]] += x[2 * i];
      out[2 * cells[i] + 1] += x[2 * i + 1];
    }
    return out;
  }

  /** {@code out[cell] = f(out[cell], x[i])} from {@code start}, i rising. */
  static long[] foldLongs(Call c, long start, LongBinaryOperator f) {
    long[] x = c.in(0).host().longs();
    int[] cells = cells(c);
    long[] out = new long[c.output().shape().elements()];
    Arrays.fill(out, start);
    for (int i = 0; i < cells.length; i++) {
      out[cells[i]] = f.applyAsLong(out[cells[i]], x[i]);
    }
    return out;
  }

  /** The number of elements that each element of a result comes from; −1 if not known. */
  static long count(Shape shape, Attributes attrs) {
    long n = 1;
    for (int a : Axes.of(attrs, shape.rank())) {
      if (shape.dim(a) == Shape.UNKNOWN) {
        return Shape.UNKNOWN;
      }
      n *= shape.dim(a);
    }
    return n;
  }

  /** {@link #count} as a tensor that broadcasts with the restored result. */
  static Tensor count(Pullback p) {
    long n = count(p.x(0).shape(), p.attrs());
    Tensor one = Maths.scalar(1, p.x(0));
    return n == Shape.UNKNOWN
        ? Like.sumLike(Like.broadcastLike(one, p.x(0)), restored(p, p.y()))
        : Maths.scalar(n, p.x(0));
  }

  /** The result or its cotangent with the reduced axes as dimensions of size 1. */
  static Tensor restored(Pullback p, Tensor reduced) {
    return Axes.restore(reduced, p.attrs(), p.x(0).rank());
  }

  /** Every element of the result or its cotangent, repeated for the elements that it came from. */
  static Tensor spread(Pullback p, Tensor reduced) {
    return Like.broadcastLike(restored(p, reduced), p.x(0));
  }
}
