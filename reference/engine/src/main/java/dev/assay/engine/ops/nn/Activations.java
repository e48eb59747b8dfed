package dev.assay.engine.ops.nn;

import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.abs;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.exp;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.less;
import static dev.assay.engine.ops.elementwise.Maths.logicalAnd;
import static dev.assay.engine.ops.elementwise.Maths.minimum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.nn.Masks.onlyWhere;

import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of the activation functions that have no attributes. */
final class Activations {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Klambauer et al. 2017, Self-Normalizing Neural Networks, eq. 14. */
  static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  /** Klambauer et al. 2017, Self-Normalizing Neural Networks, eq. 14. */
  static final double SELU_SCALE = 1.0507009873554804934193349852946;

  /** The product of the two constants, rounded once. */
  static final double SELU_SCALE_ALPHA = 1.7580993408473768599402175208123;

  static final Op SIGMOID =
      unary("sigmoid", "y = 1/(1 + e⁻ˣ)", Activations::sigmoid)
          .note("0 ≤ y ≤ 1; of a negative x as eˣ/(1 + eˣ), so that nothing overflows.")
          .slope("x", "σ(x)·σ(−x)", a -> sigmoid(a[0]) * sigmoid(-a[0]))
          .vjp("x", p -> multiply(p.dy(), multiply(p.y(), Nn.sigmoid(neg(p.x(0))))))
          .hard(
              HardPoint.of(0.0, 0.5, 0.25),
              HardPoint.of(-0.0, 0.5, 0.25),
              HardPoint.of(INF, 1, 0),
              HardPoint.of(-INF, 0.0, 0),
              HardPoint.of(40, 1),
              HardPoint.of(-800, 0.0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op RELU =
      unary("relu", "y = max(x, 0)", Activations::relu)
          .note("relu'(0) = 0. relu(−0) = +0; NaN stays NaN.")
          .slope("x", "1 if x > 0 else 0", a -> a[0] > 0 ? 1.0 : 0.0)
          .vjp("x", p -> onlyWhere(greater(p.x(0), 0), p.dy()))
          .hard(
              HardPoint.of(0.0, 0.0, 0),
              HardPoint.of(-0.0, 0.0, 0),
              HardPoint.of(Double.MIN_VALUE, Double.MIN_VALUE, 1),
              HardPoint.of(INF, INF, 1),
              HardPoint.of(-INF, 0.0, 0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op RELU6 =
      unary("relu6", "y = min(max(x, 0), 6)", x -> x > 6 ? 6 : relu(x))
          .note("relu6'(0) = relu6'(6) = 0. relu6(−0) = +0; NaN stays NaN.")
          .slope("x", "1 if 0 < x < 6 else 0", a -> a[0] > 0 && a[0] < 6 ? 1.0 : 0.0)
          .vjp("x", p -> onlyWhere(logicalAnd(greater(p.x(0), 0), less(p.x(0), 6)), p.dy()))
          .hard(
              HardPoint.of(0.0, 0.0, 0),
              HardPoint.of(-0.0, 0.0, 0),
              HardPoint.of(6, 6, 0),
              HardPoint.of(Math.nextDown(6.0), Math.nextDown(6.0), 1),
              HardPoint.of(INF, 6, 0),
              HardPoint.of(-INF, 0.0, 0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op ELU =
      unary("elu", "y = x if x ≥ 0 else eˣ − 1", x -> x < 0 ? StrictMath.expm1(x) : x)
          .note("elu'(0) = 1 from both sides; elu''(0) = 0, the right one. elu(−0) = −0.")
          .slope("x", "1 if x ≥ 0 else eˣ", a -> a[0] < 0 ? StrictMath.exp(a[0]) : 1.0)
          .vjp("x", p -> Indexing.where(less(p.x(0), 0), decayed(p.dy(), p.x(0)), p.dy()))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(INF, INF, 1),
              HardPoint.of(-INF, -1, 0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op SELU =
      unary(
              "selu",
              "y = scale·x if x ≥ 0 else scale·alpha·(eˣ − 1)",
              x -> x < 0 ? SELU_SCALE_ALPHA * StrictMath.expm1(x) : SELU_SCALE * x)
          .note(
              "alpha = 1.6732632423543772848…, scale = 1.0507009873554804934…: Klambauer et al."
                  + " 2017, Self-Normalizing Neural Networks.")
          .note("selu'(0) = scale, the right derivative. selu(−0) = −0.")
          .slope(
              "x",
              "scale if x ≥ 0 else scale·alpha·eˣ",
              a -> a[0] < 0 ? SELU_SCALE_ALPHA * StrictMath.exp(a[0]) : SELU_SCALE)
          .vjp(
              "x",
              p ->
                  Indexing.where(
                      less(p.x(0), 0),
                      multiply(decayed(p.dy(), p.x(0)), SELU_SCALE_ALPHA),
                      multiply(p.dy(), SELU_SCALE)))
          .hard(
              HardPoint.of(0.0, 0.0, SELU_SCALE),
              HardPoint.of(-0.0, -0.0, SELU_SCALE),
              HardPoint.of(INF, INF, SELU_SCALE),
              HardPoint.of(-INF, -SELU_SCALE_ALPHA, 0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op SOFTPLUS =
      unary("softplus", "y = ln(1 + eˣ)", Activations::softplus)
          .note("As max(x, 0) + ln(1 + e^−|x|), so that nothing overflows or cancels.")
          .slope("x", "σ(x)", a -> sigmoid(a[0]))
          .vjp("x", p -> multiply(p.dy(), Nn.sigmoid(p.x(0))))
          .hard(
              HardPoint.of(0.0, 0x1.62e42fefa39efp-1, 0.5), // ln 2
              HardPoint.of(INF, INF, 1),
              HardPoint.of(-INF, 0.0, 0),
              HardPoint.of(1000, 1000, 1),
              HardPoint.of(-1000, 0.0, 0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final Op SOFTSIGN =
      unary("softsign", "y = x/(1 + |x|)", x -> x / (1 + Math.abs(x)))
          .note("Smooth at 0, where its slope is 1. An infinity gives NaN, by the formula.")
          .slope("x", "1/(1 + |x|)²", a -> 1 / ((1 + Math.abs(a[0])) * (1 + Math.abs(a[0]))))
          .vjp("x", p -> divide(p.dy(), square(add(abs(p.x(0)), 1))))
          .hard(
              HardPoint.of(0.0, 0.0, 1),
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(-1, -0.5, 0.25),
              HardPoint.of(INF, Double.NaN, 0),
              HardPoint.of(-INF, Double.NaN, 0),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(SIGMOID, RELU, RELU6, ELU, SELU, SOFTPLUS, SOFTSIGN);

  private Activations() {}

  static double sigmoid(double x) {
    if (x < 0) {
      double e = StrictMath.exp(x);
      return e / (1 + e);
    }
    return 1 / (1 + StrictMath.exp(-x));
  }

  static double relu(double x) {
    return Math.max(x, 0.0); // of −0 and +0 the latter; NaN stays NaN
  }

  static double softplus(double x) {
    return relu(x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** {@code dy·eˣ} of a negative x; finite elsewhere, so that the way not taken adds no NaN. */
  private static Tensor decayed(Tensor dy, Tensor x) {
    return multiply(dy, exp(minimum(x, 0)));
  }
}
