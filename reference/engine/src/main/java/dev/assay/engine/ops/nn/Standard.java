package dev.assay.engine.ops.nn;

import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.rsqrt;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Standardised elements, {@code x̂ = (x − M x)·r} with {@code r = 1/√(M(x − M x)² + ε)}, M the mean
 * of the cell that an element belongs to: what the derivatives of all normalisations are made of.
 *
 * <p>{@code P g = g − M g − x̂·M(g·x̂)} is symmetric, and the cotangent of x for a cotangent g of
 * x̂ is {@code r·P g}: the second term is the part of the mean, the third that of the variance.
 *
 * @param hat x̂
 * @param r 1/√(variance + ε)
 * @param mean M
 */
record Standard(Tensor hat, Tensor r, UnaryOperator<Tensor> mean) {

  /** {@code x} standardised by the mean M. */
  static Standard of(Tensor x, double epsilon, UnaryOperator<Tensor> mean) {
    Tensor deviation = subtract(x, mean.apply(x));
    Tensor r = rsqrt(add(mean.apply(square(deviation)), epsilon));
    return new Standard(multiply(deviation, r), r, mean);
  }

  /** {@code P g}. */
  Tensor project(Tensor g) {
    Tensor alongHat = multiply(hat, mean.apply(multiply(g, hat)));
    return subtract(subtract(g, mean.apply(g)), alongHat);
  }

  /** {@code r·P g}: the cotangent of x for the cotangent g of x̂. */
  Tensor pull(Tensor g) {
    return multiply(r, project(g));
  }

  /** The mean along {@code axes}, kept as 1. */
  static UnaryOperator<Tensor> meanAlong(int... axes) {
    return t -> Reduce.mean(t, true, axes);
  }

  /** Means and population variances of cells of equal size, in two passes; NaN of empty cells. */
  record Statistics(double[] mean, double[] variance) {
    /**
     * The statistics of the cells of {@code x}.
     *
     * @param x the elements; not modified
     * @param cells the cell of every element
     * @param n the number of cells
     */
    static Statistics of(double[] x, int[] cells, int n) {
      double size = n == 0 ? 0 : (double) x.length / n;
      double[] mean = new double[n];
      for (int i = 0; i < x.length; i++) {
        mean[cells[i]] += x[i];
      }
      for (int k = 0; k < n; k++) {
        mean[k] /= size;
      }
      double[] variance = new double[n];
      for (int i = 0; i < x.length; i++) {
        double d = x[i] - mean[cells[i]];
        variance[cells[i]] += d * d;
      }
      for (int k = 0; k < n; k++) {
        variance[k] /= size;
      }
      return new Statistics(mean, variance);
    }
  }

  /**
   * {@code x̂·gamma + beta} of the first input, the second and third input, if given, by {@code
   * parameter}.
   *
   * @param cells the cell of every element
   * @param n the number of cells
   * @param parameter the offset of every element's gamma and beta
   */
  static List<Tensor> normalize(Call c, int[] cells, int n, int[] parameter) {
    double[] x = c.in(0).host().doubles();
    double[] gamma = c.count() > 1 ? c.in(1).host().doubles() : new double[0];
    double[] beta = c.count() > 2 ? c.in(2).host().doubles() : new double[0];
    double epsilon = c.attrs().number("epsilon");
    Statistics s = Statistics.of(x, cells, n);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int k = cells[i];
      y[i] = (x[i] - s.mean[k]) / Math.sqrt(s.variance[k] + epsilon);
      y[i] = gamma.length == 0 ? y[i] : y[i] * gamma[parameter[i]];
      y[i] = beta.length == 0 ? y[i] : y[i] + beta[parameter[i]];
    }
    return c.result(y);
  }

  /** Declares an epsilon and its constraint. */
  static Op.Builder epsilon(Op.Builder b, String name) {
    return b.require(
        Kind.ATTRIBUTE,
        name + " is finite and >= 0",
        o -> o.attrs().number(name) >= 0 && o.attrs().number(name) <= Double.MAX_VALUE);
  }

  /** The axis of the channels: 1 in the formats that begin with NC, else the last. */
  static int channelAxis(Attributes attrs, int rank) {
    return attrs.text("data_format").startsWith("NC") ? 1 : rank - 1;
  }

  /** For every element of {@code shape} its index along {@code axis}. */
  static int[] indexAlong(Shape shape, int axis) {
    Lines lines = Lines.along(shape, axis);
    int[] at = new int[shape.elements()];
    for (int i = 0; i < at.length; i++) {
      at[i] = i / lines.inner() % lines.n();
    }
    return at;
  }

  /** The axes 0 … rank − 1 but for those given. */
  static int[] others(int rank, int... axes) {
    return IntStream.range(0, rank)
        .filter(d -> Arrays.stream(axes).noneMatch(a -> a == d))
        .toArray();
  }

  /**
   * A tensor with dimensions of 1 put in at {@code axes}, ascending, as if they had been reduced.
   */
  static Tensor restored(Tensor reduced, int... axes) {
    Tensor t = reduced;
    for (int a : axes) {
      t = ArrayOps.expandDims(t, a);
    }
    return t;
  }

  /** The number of elements of {@code x} along {@code axes}, also in a graph, as a float. */
  static Tensor count(Tensor x, int... axes) {
    long n = 1;
    for (int a : axes) {
      n = n < 0 || x.shape().dim(a) == Shape.UNKNOWN ? Shape.UNKNOWN : n * x.shape().dim(a);
    }
    return n < 0 ? Reduce.sum(Creation.onesLike(x), true, axes) : Maths.scalar(n, x);
  }
}
