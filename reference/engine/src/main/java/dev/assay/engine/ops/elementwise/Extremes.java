package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.NUMERIC;
import static dev.assay.engine.ops.elementwise.Elementwise.binary;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;
import static dev.assay.engine.ops.elementwise.Elementwise.unary;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.greaterEqual;
import static dev.assay.engine.ops.elementwise.Maths.less;
import static dev.assay.engine.ops.elementwise.Maths.lessEqual;
import static dev.assay.engine.ops.elementwise.Maths.logicalNot;
import static dev.assay.engine.ops.elementwise.Maths.logicalOr;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.signal.Signal;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of functions with kinks: magnitude, sign, the greater and the lesser, clipping. */
final class Extremes {
  static final Op ABS =
      Op.define("abs")
          .formula("y = |x|")
          .note("The derivative at 0 is 0. The lowest integer is its own magnitude.")
          .note("Of complex numbers √(re² + im²), real; the derivative is x/|x|.")
          .input("x", NUMERIC, "any shape")
          .outputs("y")
          .type(o -> new TensorType(o.dtype(0).realType(), o.shape(0)))
          .kernel(Extremes::abs)
          .slope("x", "sign x", a -> sign(a[0]))
          .vjp("x", Extremes::vjpAbs)
          .hard(
              HardPoint.of(0.0, 0.0, 0.0),
              HardPoint.of(-0.0, 0.0, 0.0),
              HardPoint.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -1),
              HardPoint.of(Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op SIGN =
      unary("sign", "y = −1, 0 or 1, as x < 0, x = 0 or x > 0", Extremes::sign, Long::signum)
          .note("sign(±0) = 0, sign(NaN) = NaN. The derivative is 0, also at the jump.")
          .slope("x", "0", a -> 0.0)
          .vjp("x", Masks::zero)
          .hard(
              HardPoint.of(0.0, 0.0, 0),
              HardPoint.of(-0.0, 0.0, 0),
              HardPoint.of(Double.NEGATIVE_INFINITY, -1, 0),
              HardPoint.of(Double.NaN, Double.NaN, 0))
          .build();

  static final Op MAXIMUM =
      binary("maximum", "z = max(x, y)", Extremes::max, Math::max)
          .note("NaN if either is NaN. On a tie x is taken and gets the whole derivative.")
          .slope("x", "1 if x ≥ y, else 0", a -> a[0] >= a[1] ? 1.0 : 0.0)
          .slope("y", "0 if x ≥ y, else 1", a -> a[0] >= a[1] ? 0.0 : 1.0)
          .vjp("x", summed(0, p -> Masks.keep(greaterEqual(p.x(0), p.x(1)), p.dy())))
          .vjp("y", summed(1, p -> Masks.keep(logicalNot(greaterEqual(p.x(0), p.x(1))), p.dy())))
          .hard(
              HardPoint.of2(1, 1, 1, 1, 0),
              HardPoint.of2(Double.NaN, 1, Double.NaN),
              HardPoint.of2(1, Double.NaN, Double.NaN),
              HardPoint.of2(Double.NEGATIVE_INFINITY, 1, 1, 0))
          .build();

  static final Op MINIMUM =
      binary("minimum", "z = min(x, y)", Extremes::min, Math::min)
          .note("NaN if either is NaN. On a tie x is taken and gets the whole derivative.")
          .slope("x", "1 if x ≤ y, else 0", a -> a[0] <= a[1] ? 1.0 : 0.0)
          .slope("y", "0 if x ≤ y, else 1", a -> a[0] <= a[1] ? 0.0 : 1.0)
          .vjp("x", summed(0, p -> Masks.keep(lessEqual(p.x(0), p.x(1)), p.dy())))
          .vjp("y", summed(1, p -> Masks.keep(logicalNot(lessEqual(p.x(0), p.x(1))), p.dy())))
          .hard(
              HardPoint.of2(1, 1, 1, 1, 0),
              HardPoint.of2(Double.NaN, 1, Double.NaN),
              HardPoint.of2(1, Double.NaN, Double.NaN),
              HardPoint.of2(Double.POSITIVE_INFINITY, 1, 1, 0))
          .build();

  static final Op CLIP_BY_VALUE =
      Op.define("clip_by_value")
          .formula("y = min(max(t, clip_value_min), clip_value_max)")
          .note("The derivative is 1 for clip_value_min ≤ t ≤ clip_value_max, ends included.")
          .note("NaN stays NaN, with derivative 1.")
          .input("t", FLOATS, "any shape")
          .attr("clip_value_min", Type.FLOAT, "the least result")
          .attr("clip_value_max", Type.FLOAT, "the greatest result")
          .require(
              Kind.ATTRIBUTE,
              "clip_value_min <= clip_value_max",
              o -> o.attrs().number("clip_value_min") <= o.attrs().number("clip_value_max"))
          .outputs("y")
          .kernel(
              c -> {
                double low = c.attrs().number("clip_value_min");
                double high = c.attrs().number("clip_value_max");
                return c.result(
                    Elementwise.map(c.in(0).host().doubles(), t -> min(max(t, low), high)));
              })
          .vjp("t", p -> Masks.where(clipped(p), Masks.zerosLike(p.dy()), p.dy()))
          .hard(
              clip(-1, 1, -1, 1),
              clip(1, 1, 1, 1),
              clip(-1.5, 1, -1, 0),
              clip(Double.POSITIVE_INFINITY, 1, 1, 0),
              clip(Double.NaN, 1, Double.NaN, 1))
          .build();

  static final List<Op> ROWS = List.of(ABS, SIGN, MAXIMUM, MINIMUM, CLIP_BY_VALUE);

  private Extremes() {}

  private static List<Tensor> abs(Call c) {
    DType dtype = c.in(0).dtype();
    if (dtype.isInteger()) {
      return c.result(Elementwise.map(c.in(0).host().longs(), Math::abs));
    }
    double[] x = c.in(0).host().doubles();
    return c.result(
        dtype.isComplex() ? Complex.mapToReal(x, Complex::abs) : Elementwise.map(x, Math::abs));
  }

  private static Tensor vjpAbs(Pullback p) {
    Tensor x = p.x(0);
    if (!x.dtype().isComplex()) {
      return multiply(p.dy(), Maths.sign(x));
    }
    return Signal.complex(
        multiply(p.dy(), Maths.divNoNan(Signal.real(x), p.y())),
        multiply(p.dy(), Maths.divNoNan(Signal.imag(x), p.y())));
  }

  private static double sign(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
  }

  private static double max(double x, double y) {
    return x >= y || Double.isNaN(x) ? x : y;
  }

  private static double min(double x, double y) {
    return x <= y || Double.isNaN(x) ? x : y;
  }

  private static Tensor clipped(Pullback p) {
    return logicalOr(
        less(p.x(0), p.attrs().number("clip_value_min")),
        greater(p.x(0), p.attrs().number("clip_value_max")));
  }

  private static HardPoint clip(double t, double bound, double y, double slope) {
    return HardPoint.of(
        Attributes.of("clip_value_min", -bound).and("clip_value_max", bound), t, y, slope);
  }
}
