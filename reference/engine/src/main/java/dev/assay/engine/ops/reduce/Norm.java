package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.abs;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.pow;
import static dev.assay.engine.ops.elementwise.Maths.scalar;
import static dev.assay.engine.ops.elementwise.Maths.sign;
import static dev.assay.engine.ops.reduce.Reduction.restored;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code norm}: {@code y = (Σ|x|ᵖ)^(1/p)}; {@code max |x|} for {@code p = ∞}.
 *
 * <p>{@code dx = sign(x)·(|x|/y)^(p−1)·dy}: for {@code p = 1} the sign, for {@code p = 2} {@code
 * x/y}. For {@code p = ∞} the elements of greatest magnitude share {@code dy} equally.
 */
final class Norm {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?");

  static final Op OP =
      Axes.declare(
              Op.define("norm")
                  .formula("output = (Σ|tensor|ᵖ)^(1/p) along axis; max |tensor| for p = ∞")
                  .note("ord is p; \"euclidean\" and \"fro\" are 2, \"inf\" is ∞.")
                  .note(
                      "One axis: of vectors. Two: of matrices. None: of all elements as a vector.")
                  .note("0 where there are no elements.")
                  .note(
                      "The gradient at norm 0 is NaN, 0/0, as in TensorFlow; for p = 1 or ∞ it is 0.")
                  .note("For p = ∞ the elements of greatest magnitude share the cotangent equally.")
                  .input("tensor", FLOATS, "any shape")
                  .attr("ord", Type.TEXT, "euclidean", "euclidean, fro, inf or a number p > 0"))
          .require(
              Kind.ATTRIBUTE,
              "ord is \"euclidean\", \"fro\", \"inf\" or a number > 0",
              o -> isOrder(o.attrs().text("ord")))
          .require(
              Kind.ATTRIBUTE,
              "axis is absent or names one or two axes",
              o -> !o.attrs().has("axis") || axisCount(o) == 1 || axisCount(o) == 2)
          .require(
              Kind.ATTRIBUTE,
              "of two axes ord is \"euclidean\" or \"fro\", of one axis not \"fro\"",
              o -> {
                String ord = o.attrs().text("ord");
                return !o.attrs().has("axis")
                    || ord.equals("euclidean")
                    || ord.equals("fro") == (axisCount(o) == 2);
              })
          .type(o -> new TensorType(o.dtype(0), Axes.reduced(o)))
          .kernel(Norm::forward)
          .vjp("tensor", Norm::vjp)
          .hard(
              row("euclidean", 0),
              row("euclidean", 5, 3, -4),
              row("euclidean", 0x1.4p1002, 0x1.8p1001, 0x1p1002),
              row("1", 7, 3, -4),
              row("inf", 4, 3, -4),
              row("inf", Double.NaN, 3, Double.NaN),
              row("3", Double.POSITIVE_INFINITY, 1, Double.NEGATIVE_INFINITY))
          .build();

  private Norm() {}

  private static HardPoint row(String ord, double y, double... x) {
    return HardPoint.row(
        Attributes.of("axis", 0).and("keepdims", true).and("ord", ord), x, new double[] {y});
  }

  private static int axisCount(Operands o) {
    return o.attrs().longs("axis").size();
  }

  private static boolean isOrder(String ord) {
    if (ord.equals("euclidean") || ord.equals("fro") || ord.equals("inf")) {
      return true;
    }
    if (!NUMBER.matcher(ord).matches()) {
      return false;
    }
    double p = Double.parseDouble(ord);
    return p > 0 && Double.isFinite(p);
  }

  private static double order(Attributes attrs) {
    return switch (attrs.text("ord")) {
      case "euclidean", "fro" -> 2;
      case "inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(attrs.text("ord"));
    };
  }

  private static List<Tensor> forward(Call c) {
    double p = order(c.attrs());
    double[] max = Reduction.fold(c, 0, (m, x) -> Math.max(m, Math.abs(x)));
    if (p == 1) {
      return c.result(Reduction.fold(c, 0, (sum, x) -> sum + Math.abs(x)));
    }
    return p == Double.POSITIVE_INFINITY
        ? c.result(max)
        : c.result(p == 2 ? euclidean(c, max) : general(c, max, p));
  }

  /** Scaled by a power of two, which rounds nothing, so that no square over- or underflows. */
  private static double[] euclidean(Call c, double[] max) {
    double[] x = c.in(0).host().doubles();
    int[] cells = Reduction.cells(c);
    double[] y = new double[max.length];
    for (int i = 0; i < cells.length; i++) {
      double scaled = Math.scalb(x[i], -exponent(max[cells[i]]));
      y[cells[i]] += scaled * scaled;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.scalb(Math.sqrt(y[i]), exponent(max[i]));
    }
    return y;
  }

  private static int exponent(double max) {
    return max > 0 && Double.isFinite(max) ? Math.getExponent(max) : 0;
  }

  /** {@code max·(Σ(|x|/max)ᵖ)^(1/p)}: the root takes back what the power adds to an error. */
  private static double[] general(Call c, double[] max, double p) {
    double[] x = c.in(0).host().doubles();
    int[] cells = Reduction.cells(c);
    double[] scale = new double[max.length];
    Arrays.setAll(scale, i -> max[i] > 0 && Double.isFinite(max[i]) ? max[i] : 1);
    double[] y = new double[max.length];
    for (int i = 0; i < cells.length; i++) {
      y[cells[i]] += StrictMath.pow(Math.abs(x[i]) / scale[cells[i]], p);
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = scale[i] * StrictMath.pow(y[i], 1 / p);
    }
    return y;
  }

  private static Tensor vjp(Pullback p) {
    Tensor x = p.x(0);
    Tensor y = restored(p, p.y());
    Tensor dy = restored(p, p.dy());
    double order = order(p.attrs());
    if (order == 1) {
      return multiply(dy, sign(x));
    }
    if (order == 2) {
      return multiply(divide(dy, y), x);
    }
    if (order == Double.POSITIVE_INFINITY) {
      return multiply(Extremes.share(abs(x), y, dy), sign(x));
    }
    return multiply(dy, multiply(sign(x), pow(divide(abs(x), y), scalar(order - 1, x))));
  }
}
