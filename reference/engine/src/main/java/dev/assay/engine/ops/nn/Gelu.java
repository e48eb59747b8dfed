package dev.assay.engine.ops.nn;

import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.erfc;
import static dev.assay.engine.ops.elementwise.Maths.exp;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.square;
import static dev.assay.engine.ops.nn.Activations.sigmoid;
import static dev.assay.engine.ops.nn.ParametricActivations.gated;
import static dev.assay.engine.ops.nn.ParametricActivations.parametric;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.elementwise.ErrorFunctions;
import dev.assay.engine.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/** {@code gelu}: x times the probability that a normal variable is less. */
final class Gelu {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1; // √½
  private static final double TWICE_SQRT_2_OVER_PI = 0x1.9884533d43651p0; // 2√(2/π)
  private static final double CUBIC = 0.044715;
  private static final double DENSITY_AT_0 = 0x1.9884533d43651p-2; // 1/√(2π)

  static final Op OP =
      parametric("gelu", "y = x·Φ(x) = x·erfc(−x/√2)/2", Gelu::gelu)
          .attr("approximate", Type.BOOL, false, "whether Φ is replaced by its tanh form")
          .note("approximate: y = x·(1 + tanh u)/2 = x·σ(2u), u = √(2/π)·(x + 0.044715·x³).")
          .note("Hendrycks and Gimpel 2016, Gaussian Error Linear Units.")
          .note("The relative error grows as x²·u in the lower tail: x/√2 is rounded.")
          .note("−Inf gives NaN, by the formula: −Inf·0.")
          .slope(
              "x",
              "Φ(x) + x·φ(x), φ(x) = e^(−x²/2)/√(2π)",
              a -> cumulative(a[0]) + a[0] * DENSITY_AT_0 * StrictMath.exp(-0.5 * a[0] * a[0]))
          .vjp("x", p -> p.attrs().flag("approximate") ? geluTanhVjp(p) : geluVjp(p))
          .hard(
              HardPoint.of(0.0, 0.0, 0.5),
              HardPoint.of(-0.0, -0.0, 0.5),
              HardPoint.of(Attributes.of("approximate", true), 0.0, 0.0, 0.5),
              HardPoint.of(INF, INF),
              HardPoint.of(-INF, Double.NaN),
              HardPoint.of(Double.NaN, Double.NaN))
          .build();

  private Gelu() {}

  private static DoubleUnaryOperator gelu(Attributes attrs) {
    return attrs.flag("approximate")
        ? x -> x * sigmoid(TWICE_SQRT_2_OVER_PI * (x + CUBIC * x * x * x))
        : x -> x * cumulative(x);
  }

  /** Φ(x), the cumulative normal distribution; no cancellation in the lower tail. */
  private static double cumulative(double x) {
    return 0.5 * ErrorFunctions.erfc(-x * SQRT_HALF);
  }

  private static Tensor geluVjp(Pullback p) {
    Tensor x = p.x(0);
    Tensor phi = multiply(exp(multiply(square(x), -0.5)), DENSITY_AT_0);
    Tensor cdf = multiply(erfc(multiply(x, -SQRT_HALF)), 0.5);
    return multiply(p.dy(), add(cdf, multiply(x, phi)));
  }

  private static Tensor geluTanhVjp(Pullback p) {
    Tensor x = p.x(0);
    Tensor x2 = square(x);
    // z = 2u = c·x·(1 + 0.044715x²), x·dz/dx = c·x·(1 + 3·0.044715x²)
    Tensor cx = multiply(x, TWICE_SQRT_2_OVER_PI);
    Tensor z = multiply(cx, add(multiply(x2, CUBIC), 1));
    Tensor w = multiply(cx, add(multiply(x2, 3 * CUBIC), 1));
    return multiply(p.dy(), gated(z, w));
  }

  static Tensor gelu(Tensor x, boolean approximate) {
    return Dispatch.one(OP, Attributes.of("approximate", approximate), x);
  }
}
