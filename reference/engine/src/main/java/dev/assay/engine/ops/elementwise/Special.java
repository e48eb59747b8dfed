package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.digamma;
import static dev.assay.engine.ops.elementwise.Maths.exp;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.polygamma;
import static dev.assay.engine.ops.elementwise.Maths.square;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of the error functions, and of the gamma function's logarithm and its derivatives. */
final class Special {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double TWO_OVER_SQRT_PI = 0x1.20dd750429b6dp+0;

  static final Op ERF =
      unary("erf", "y = erf x = 2/√π ∫₀ˣ e⁻ᵗ² dt", ErrorFunctions::erf)
          .note("DLMF 7.2.1. Odd; |y| ≤ 1.")
          .slope("x", "2/√π e⁻ˣ²", a -> TWO_OVER_SQRT_PI * StrictMath.exp(-a[0] * a[0]))
          .vjp("x", p -> multiply(p.dy(), bell(p)))
          .hard(
              HardPoint.of(0.0, 0.0, TWO_OVER_SQRT_PI),
              HardPoint.of(-0.0, -0.0, TWO_OVER_SQRT_PI),
              HardPoint.of(INF, 1, 0.0),
              HardPoint.of(-INF, -1, 0.0),
              HardPoint.of(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op ERFC =
      unary("erfc", "y = erfc x = 1 − erf x", ErrorFunctions::erfc)
          .note("DLMF 7.2.2. Relatively accurate for large x, until it underflows near 27.")
          .slope("x", "−2/√π e⁻ˣ²", a -> -TWO_OVER_SQRT_PI * StrictMath.exp(-a[0] * a[0]))
          .vjp("x", p -> neg(multiply(p.dy(), bell(p))))
          .hard(
              HardPoint.of(0.0, 1, -TWO_OVER_SQRT_PI),
              HardPoint.of(INF, 0.0, 0.0),
              HardPoint.of(-INF, 2, 0.0),
              HardPoint.of(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op LGAMMA =
      unary("lgamma", "y = ln|Γ(x)|", GammaFunctions::logGamma)
          .note("+Inf at the poles 0, −1, −2, … and at ±Inf.")
          .slope("x", "ψ(x)", a -> GammaFunctions.digamma(a[0]))
          .vjp("x", p -> multiply(p.dy(), digamma(p.x(0))))
          .hard(
              HardPoint.of(1, 0.0),
              HardPoint.of(2, 0.0),
              HardPoint.of(0.0, INF, -INF),
              HardPoint.of(-0.0, INF, INF),
              HardPoint.of(-3, INF, Double.NaN),
              HardPoint.of(INF, INF, INF),
              HardPoint.of(-INF, INF, Double.NaN),
              HardPoint.of(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op DIGAMMA =
      unary("digamma", "y = ψ(x) = Γ'(x)/Γ(x)", GammaFunctions::digamma)
          .note("DLMF 5.2.2. ∓Inf at ±0, NaN at the poles −1, −2, … and at −Inf.")
          .slope("x", "ψ'(x)", a -> GammaFunctions.polygamma(1, a[0]))
          .vjp("x", p -> multiply(p.dy(), polygamma(p.x(0), 1)))
          .hard(
              HardPoint.of(0.0, -INF, INF),
              HardPoint.of(-0.0, INF, INF),
              HardPoint.of(-1, Double.NaN, INF),
              HardPoint.of(INF, INF, 0.0),
              HardPoint.of(-INF, Double.NaN, Double.NaN),
              HardPoint.of(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op POLYGAMMA =
      Op.define("polygamma")
          .formula("y = ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! Σ (x + i)⁻ⁿ⁻¹ over i ≥ 0; ψ⁽⁰⁾ = digamma")
          .note("DLMF 5.15.1. At the poles 0, −1, −2, … +Inf for odd n.")
          .note("For even n > 0 ∓Inf at ±0, NaN at the other poles.")
          .input("x", FLOATS, "any shape")
          .attr("n", Type.INT, "how often digamma is differentiated")
          .require(
              Kind.ATTRIBUTE,
              "0 <= n < 2^31 - 1",
              o -> o.attrs().integer("n") >= 0 && o.attrs().integer("n") < Integer.MAX_VALUE)
          .outputs("y")
          .kernel(
              c -> {
                int n = c.attrs().int32("n");
                return c.result(
                    Elementwise.map(c.in(0).host().doubles(), x -> GammaFunctions.polygamma(n, x)));
              })
          .vjp("x", p -> multiply(p.dy(), polygamma(p.x(0), p.attrs().int32("n") + 1)))
          .hard(
              order(0, 0.0, -INF, INF),
              order(1, 0.0, INF, -INF),
              order(1, -0.0, INF, INF),
              order(2, 0.0, -INF, INF),
              order(2, -0.0, INF, INF),
              order(1, -2, INF, Double.NaN),
              order(2, -2, Double.NaN, INF),
              order(1, INF, 0.0, 0.0),
              order(2, INF, -0.0, 0.0),
              order(1, -INF, Double.NaN, Double.NaN),
              order(3, Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final List<Op> ROWS = List.of(ERF, ERFC, LGAMMA, DIGAMMA, POLYGAMMA);

  private Special() {}

  /** {@code 2/√π e⁻ˣ²}. */
  private static Tensor bell(Pullback p) {
    return multiply(exp(neg(square(p.x(0)))), TWO_OVER_SQRT_PI);
  }

  private static HardPoint order(int n, double x, double y, double slope) {
    return HardPoint.of(Attributes.of("n", n), x, y, slope);
  }
}
