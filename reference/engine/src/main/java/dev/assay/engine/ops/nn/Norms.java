package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.greaterEqual;
import static dev.assay.engine.ops.elementwise.Maths.maximum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.rsqrt;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.nn.Masks.choose;
import static dev.assay.engine.ops.nn.Masks.onlyWhere;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Scatter;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Euclidean lengths of tensors and of lists of tensors. Squares are summed in row-major order. */
final class Norms {
  static final Op L2_LOSS =
      Op.define("l2_loss")
          .formula("output = Σ t² / 2")
          .note("Of no elements 0.")
          .input("t", FLOATS, "any shape")
          .type(o -> new TensorType(o.dtype(0), Shape.scalar()))
          .kernel(c -> c.result(new double[] {sumOfSquares(c.in(0)) / 2}))
          .vjp("t", p -> multiply(p.x(0), p.dy()))
          .hard(
              HardPoint.of(0.0, 0.0, 0),
              HardPoint.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op GLOBAL_NORM =
      Op.define("global_norm")
          .formula("output = √(Σⱼ Σ tⱼ²)")
          .note("At 0 the gradient is 0, the least subgradient; TensorFlow's is NaN.")
          .inputList("t_list", FLOATS, "any shapes")
          .type(o -> new TensorType(o.dtype(0), Shape.scalar()))
          .kernel(c -> c.result(new double[] {globalNorm(c)}))
          .vjpEach("t_list", (p, i) -> multiply(p.x(i), perNorm(p.dy(), p.y())))
          .hard(
              HardPoint.of(0.0, 0.0, 0),
              HardPoint.of(-3, 3, -1),
              HardPoint.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op L2_NORMALIZE =
      axes(
              Op.define("l2_normalize")
                  .formula("output = x / √max(Σ x², epsilon), summed along axis")
                  .note("Where Σ x² = epsilon the derivative is that of the branch Σ x².")
                  .input("x", FLOATS, "any shape"),
              "axis")
          .attr("epsilon", Type.FLOAT, 1e-12, "the least sum of squares that is divided by")
          .kernel(Norms::l2Normalize)
          .vjp("x", Norms::l2NormalizeVjp)
          .hard(
              HardPoint.of(0.0, 0.0, 1e6),
              HardPoint.of(-0.0, -0.0, 1e6),
              HardPoint.of(-4, -1),
              HardPoint.of(Double.POSITIVE_INFINITY, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(L2_LOSS, GLOBAL_NORM, L2_NORMALIZE);

  private Norms() {}

  /** Declares an optional list of axes and its constraints. */
  static Op.Builder axes(Op.Builder b, String name) {
    return b.optionalAttr(name, Type.INTS, "the axes to sum along; absent: all of them")
        .require(
            Kind.ATTRIBUTE,
            "every axis is in [-rank, rank)",
            o ->
                !o.attrs().has(name)
                    || o.attrs().longs(name).stream()
                        .allMatch(a -> Index.isAxis(a, o.shape(0).rank())))
        .require(
            Kind.ATTRIBUTE,
            "no axis is named twice",
            o -> {
              int[] axes = axes(o.attrs(), name, o.shape(0).rank());
              return Arrays.stream(axes).distinct().count() == axes.length;
            });
  }

  /** The axes that are summed along, in 0 … rank − 1. */
  static int[] axes(Attributes attrs, String name, int rank) {
    return Axes.of(
        attrs.has(name) ? Attributes.of("axis", attrs.longs(name)) : Attributes.none(), rank);
  }

  private static double sumOfSquares(Tensor t) {
    return sumOfSquares(t, 0);
  }

  private static double sumOfSquares(Tensor t, double before) {
    double sum = before;
    for (double x : t.host().doubles()) {
      sum += x * x;
    }
    return sum;
  }

  /** The length of all tensors of a call, as of one vector. */
  static double globalNorm(Call c) {
    double sum = 0;
    for (Tensor t : c.inputs()) {
      sum = sumOfSquares(t, sum);
    }
    return Math.sqrt(sum);
  }

  /** {@code x / norm}, 0 where the norm is 0. */
  static Tensor perNorm(Tensor x, Tensor norm) {
    Tensor positive = greater(norm, 0);
    return onlyWhere(positive, divide(x, choose(positive, norm, 1)));
  }

  /** For every element the sum of squares of the cell that it belongs to. */
  static double[] sumsOfSquares(double[] x, int[] cells, int n) {
    double[] squares = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      squares[i] = x[i] * x[i];
    }
    return Scatter.sum(squares, cells, n);
  }

  private static List<Tensor> l2Normalize(Call c) {
    double[] x = c.in(0).host().doubles();
    Shape shape = c.in(0).shape();
    int[] axes = axes(c.attrs(), "axis", shape.rank());
    int[] cells = Axes.cells(shape, axes);
    double[] sums = sumsOfSquares(x, cells, Axes.kept(shape, axes).elements());
    double epsilon = c.attrs().number("epsilon");
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] / Math.sqrt(Math.max(sums[cells[i]], epsilon));
    }
    return c.result(y);
  }

  /** {@code r·(dy − y·Σ dy·y)}, r = 1/√max(Σ x², ε), without the second term where ε rules. */
  private static Tensor l2NormalizeVjp(Pullback p) {
    int[] axes = axes(p.attrs(), "axis", p.x(0).rank());
    double epsilon = p.attrs().number("epsilon");
    Tensor sum = Reduce.sum(square(p.x(0)), true, axes);
    Tensor r = rsqrt(maximum(sum, epsilon));
    Tensor along =
        onlyWhere(greaterEqual(sum, epsilon), Reduce.sum(multiply(p.dy(), p.y()), true, axes));
    return multiply(r, subtract(p.dy(), multiply(p.y(), along)));
  }
}
