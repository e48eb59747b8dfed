package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.greaterEqual;
import static dev.assay.engine.ops.elementwise.Maths.isFinite;
import static dev.assay.engine.ops.elementwise.Maths.maximum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.sqrt;
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
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Clipping by a norm: {@code t·clip_norm / max(norm, clip_norm)}.
 *
 * <p>Where the norm does not exceed {@code clip_norm} the elements are kept bit for bit. Where both
 * are equal the derivative is that of the clipped branch.
 */
final class Clipping {
  private static final String RULE =
      "A tensor whose norm is at most clip_norm keeps its bits; at equality the derivative is that"
          + " of the clipped branch.";

  static final Op CLIP_BY_NORM =
      Norms.axes(
              Op.define("clip_by_norm")
                  .formula("output = t·clip_norm / max(‖t‖, clip_norm), the norm along axes")
                  .note(RULE)
                  .note("At t = 0 the derivative is 1.")
                  .input("t", FLOATS, "any shape")
                  .attr("clip_norm", Type.FLOAT, "the greatest norm of the result"),
              "axes")
          .require(Kind.ATTRIBUTE, "clip_norm is finite and > 0", Clipping::isClipNorm)
          .kernel(Clipping::clipByNorm)
          .vjp("t", Clipping::clipByNormVjp)
          .hard(
              point(0.0, 0.0, 1),
              point(-0.0, -0.0, 1),
              point(2, 2, 0),
              point(-1.5, -1.5, 1),
              point(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op CLIP_BY_GLOBAL_NORM =
      Op.define("clip_by_global_norm")
          .formula(
              "outputⱼ = tⱼ·clip_norm / max(global_norm, clip_norm), global_norm = √(Σⱼ Σ tⱼ²)")
          .note(RULE)
          .note("A norm that is not finite makes every element NaN.")
          .note(
              "At 0 the gradient of global_norm is 0, the least subgradient; TensorFlow's is NaN.")
          .inputList("t_list", FLOATS, "any shapes")
          .attr("clip_norm", Type.FLOAT, "the greatest norm of the results")
          .require(Kind.ATTRIBUTE, "clip_norm is finite and > 0", Clipping::isClipNorm)
          .outputs("list_clipped…", "global_norm")
          .shape(Clipping::globalTypes)
          .kernel(Clipping::clipByGlobalNorm)
          .vjpEach("t_list", Clipping::clipByGlobalNormVjp)
          .hard(
              point(0.0, 0.0, Double.NaN),
              point(-0.0, -0.0, Double.NaN),
              point(-2, -2, Double.NaN),
              point(Double.POSITIVE_INFINITY, Double.NaN, Double.NaN),
              point(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(CLIP_BY_NORM, CLIP_BY_GLOBAL_NORM);

  private Clipping() {}

  /** A point with clip_norm = 2; a slope of NaN is not stated. */
  private static HardPoint point(double x, double y, double slope) {
    return new HardPoint(
        List.of(Tensor.of(x)),
        Attributes.of("clip_norm", 2),
        Tensor.of(y),
        Double.isNaN(slope) ? List.of() : List.of(slope));
  }

  private static boolean isClipNorm(Operands o) {
    double clip = o.attrs().number("clip_norm");
    return clip > 0 && clip <= Double.MAX_VALUE;
  }

  private static List<TensorType> globalTypes(Operands o) {
    List<TensorType> types = new ArrayList<>();
    o.inputs().forEach(t -> types.add(TensorType.of(t)));
    types.add(new TensorType(o.dtype(0), Shape.scalar()));
    return types;
  }

  private static double clip(double x, double norm, double clip) {
    return norm <= clip ? x : x * clip / norm;
  }

  private static List<Tensor> clipByNorm(Call c) {
    double[] x = c.in(0).host().doubles();
    Shape shape = c.in(0).shape();
    int[] axes = Norms.axes(c.attrs(), "axes", shape.rank());
    int[] cells = Axes.cells(shape, axes);
    double[] sums = Norms.sumsOfSquares(x, cells, Axes.kept(shape, axes).elements());
    double clip = c.attrs().number("clip_norm");
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = clip(x[i], Math.sqrt(sums[cells[i]]), clip);
    }
    return c.result(y);
  }

  /** {@code (clip/m)·(dy − [norm ≥ clip]·t·Σ dy·t / m²)}, m = max(norm, clip). */
  private static Tensor clipByNormVjp(Pullback p) {
    double clip = p.attrs().number("clip_norm");
    int[] axes = Norms.axes(p.attrs(), "axes", p.x(0).rank());
    Tensor sum = Reduce.sum(square(p.x(0)), true, axes);
    Tensor positive = greater(sum, 0);
    // √ is differentiated only where its slope is finite.
    Tensor norm = onlyWhere(positive, sqrt(choose(positive, sum, 1)));
    Tensor m = maximum(norm, clip);
    Tensor dot = Reduce.sum(multiply(p.dy(), p.x(0)), true, axes);
    Tensor along = onlyWhere(greaterEqual(norm, clip), divide(dot, square(m)));
    return multiply(divide(clip, m), subtract(p.dy(), multiply(p.x(0), along)));
  }

  private static List<Tensor> clipByGlobalNorm(Call c) {
    double norm = Norms.globalNorm(c);
    double clip = c.attrs().number("clip_norm");
    List<Tensor> outputs = new ArrayList<>();
    for (Tensor t : c.inputs()) {
      double[] x = t.host().doubles();
      double[] y = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = norm <= Double.MAX_VALUE ? clip(x[i], norm, clip) : Double.NaN;
      }
      outputs.add(Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), y)));
    }
    outputs.add(Tensor.of(c.in(0).dtype(), Shape.scalar(), norm));
    return outputs;
  }

  /**
   * {@code scale·dyᵢ + tᵢ·(dnorm/norm − [norm ≥ clip]·scale·Σⱼ Σ dyⱼ·tⱼ / m²)}, m = max(norm,
   * clip), scale = clip/m.
   */
  private static Tensor clipByGlobalNormVjp(Pullback p, int i) {
    double clip = p.attrs().number("clip_norm");
    int n = p.call().count();
    Tensor norm = p.outputs().get(n);
    Tensor m = maximum(norm, clip);
    Tensor scale = choose(isFinite(norm), divide(clip, m), Double.NaN);
    Tensor dot = Reduce.sum(multiply(p.dy(0), p.x(0)));
    for (int j = 1; j < n; j++) {
      dot = add(dot, Reduce.sum(multiply(p.dy(j), p.x(j))));
    }
    Tensor shrink = onlyWhere(greaterEqual(norm, clip), divide(multiply(scale, dot), square(m)));
    Tensor along = subtract(Norms.perNorm(p.dy(n), norm), shrink);
    return add(multiply(p.dy(i), scale), multiply(p.x(i), along));
  }
}
