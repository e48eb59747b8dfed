package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.nn.Activations.sigmoid;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Elementwise;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Rows of the activation functions that have attributes. Slopes are stated for the fallbacks. */
final class ParametricActivations {
  private static final double INF = Double.POSITIVE_INFINITY;

  static final Op LEAKY_RELU =
      parametric("leaky_relu", "y = x if x > 0 else alpha·x", ParametricActivations::leaky)
          .attr("alpha", Type.FLOAT, 0.2, "the slope below 0")
          .note("leaky_relu'(0) = alpha.")
          .slope("x", "1 if x > 0 else alpha (0.2)", a -> a[0] > 0 ? 1 : 0.2)
          .vjp(
              "x",
              p ->
                  Indexing.where(
                      greater(p.x(0), 0), p.dy(), multiply(p.dy(), p.attrs().number("alpha"))))
          .hard(
              HardPoint.of(0.0, 0.0, 0.2),
              HardPoint.of(-0.0, -0.0, 0.2),
              HardPoint.of(Attributes.of("alpha", -1), -3, 3, -1),
              HardPoint.of(Attributes.of("alpha", 2), 3, 3, 1),
              HardPoint.of(Attributes.of("alpha", 0.5), -INF, -INF, 0.5),
              HardPoint.of(INF, INF, 1),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op SWISH =
      parametric("swish", "y = x·σ(beta·x)", ParametricActivations::swish)
          .attr("beta", Type.FLOAT, 1.0, "the steepness of the gate")
          .note("−Inf with beta > 0 gives NaN, by the formula: −Inf·0.")
          .slope(
              "x",
              "σ(βx) + βx·σ(βx)·σ(−βx), β = 1",
              a -> sigmoid(a[0]) + a[0] * sigmoid(a[0]) * sigmoid(-a[0]))
          .vjp("x", ParametricActivations::swishVjp)
          .hard(
              HardPoint.of(0.0, 0.0, 0.5),
              HardPoint.of(-0.0, -0.0, 0.5),
              HardPoint.of(Attributes.of("beta", 0), 3, 1.5, 0.5),
              HardPoint.of(INF, INF),
              HardPoint.of(-INF, Double.NaN),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op THRESHOLD =
      parametric("threshold", "y = 1 if x > threshold else 0", ParametricActivations::step)
          .attr("threshold", Type.FLOAT, 0.0, "the largest x that gives 0")
          .note("The derivative is 0 everywhere, also at the step.")
          .note("NaN exceeds nothing and gives 0.")
          .slope("x", "0", a -> 0.0)
          .vjp("x", p -> Creation.zerosLike(p.x(0)))
          .hard(
              HardPoint.of(0.0, 0.0, 0),
              HardPoint.of(-0.0, 0.0, 0),
              HardPoint.of(Double.MIN_VALUE, 1, 0),
              HardPoint.of(Attributes.of("threshold", 2), 2, 0.0, 0),
              HardPoint.of(Attributes.of("threshold", -1), -0.5, 1, 0),
              HardPoint.of(INF, 1, 0),
              HardPoint.of(-INF, 0.0, 0),
              HardPoint.of(Double.NaN, 0.0, 0))
          .build();

  static final List<Op> ROWS = List.of(LEAKY_RELU, SWISH, THRESHOLD);

  private ParametricActivations() {}

  /** Begins the row of {@code y = f(x)}, f chosen by the attributes. */
  static Op.Builder parametric(
      String name, String formula, Function<Attributes, DoubleUnaryOperator> f) {
    return Op.define(name)
        .formula(formula)
        .input("x", FLOATS, "any shape")
        .outputs("y")
        .kernel(c -> c.result(Elementwise.map(c.in(0).host().doubles(), f.apply(c.attrs()))));
  }

  private static DoubleUnaryOperator leaky(Attributes attrs) {
    double alpha = attrs.number("alpha");
    return x -> x > 0 ? x : alpha * x;
  }

  private static DoubleUnaryOperator step(Attributes attrs) {
    double threshold = attrs.number("threshold");
    return x -> x > threshold ? 1 : 0;
  }

  private static DoubleUnaryOperator swish(Attributes attrs) {
    double beta = attrs.number("beta");
    return x -> x * sigmoid(beta * x);
  }

  /** {@code dy·(s + βx·s·σ(−βx))}, s = σ(βx). */
  private static Tensor swishVjp(Pullback p) {
    Tensor bx = multiply(p.x(0), p.attrs().number("beta"));
    return multiply(p.dy(), gated(bx, bx));
  }

  /** {@code σ(z) + w·σ(z)·σ(−z)}: the slope of x·σ(z) where w = x·dz/dx. */
  static Tensor gated(Tensor z, Tensor w) {
    return multiply(Nn.sigmoid(z), add(multiply(w, Nn.sigmoid(neg(z))), 1));
  }
}
