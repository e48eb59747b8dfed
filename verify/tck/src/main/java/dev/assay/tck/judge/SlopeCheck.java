package dev.assay.tck.judge;

import dev.assay.engine.AttributeException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Draw;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The slope that an elementwise row prints, against the derivative that it registers: cotangent 1,
 * real arguments of one shape, attributes at their fallbacks.
 */
final class SlopeCheck implements Check {
  @Override
  public Method method() {
    return Method.SLOPE;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    List<Op.Slope> slopes = t.call().op().slopes();
    if (slopes.isEmpty()) {
      return Optional.empty();
    }
    Shape shape = t.call().output().shape();
    boolean plain =
        t.call().inputs().stream().allMatch(x -> x.shape().equals(shape) && x.dtype().isFloating())
            && t.call().attrs().equals(fallbacks(t));
    if (t.values() != Draw.Values.SMOOTH || !plain || shape.elements() == 0) {
      return Optional.empty();
    }
    double[][] ones = {new double[shape.elements()]};
    Arrays.fill(ones[0], 1);
    List<Optional<Tensor>> dx = t.vjp(ones);
    double[] y = t.outputs().get(0).toDoubles();
    List<double[]> rule = t.isReference() ? List.of() : GradientBound.of(t, ones).bounds();
    Compare compare =
        new Compare(
            method(),
            t.isReference()
                ? "C·u·(|slope| + |y|)"
                : "4·u·(running error of the rule) + underflow + one ulp");
    List<double[]> xs = t.call().inputs().stream().map(Tensor::toDoubles).toList();
    for (Op.Slope slope : slopes) {
      int input = position(t.call().op(), slope.input());
      if (dx.get(input).isEmpty()) {
        compare.fail("slope of " + slope.input() + " is stated, a derivative is not");
        break;
      }
      double[] g = dx.get(input).get().toDoubles();
      for (int i = 0; i < g.length; i++) {
        int at = i;
        double want = slope.value().apply(xs.stream().mapToDouble(x -> x[at]).toArray());
        double scale = Pairing.C * (Math.abs(want) + Math.abs(y[i]));
        double bound =
            t.isReference()
                ? scale * t.unit() + Double.MIN_VALUE
                : scale * Trial.BINARY64 + rule.get(input)[i];
        compare.element("∂/∂" + slope.input(), shape, i, t.dtype(), g[i], want, bound);
      }
    }
    return Optional.of(compare.outcome());
  }

  private static Attributes fallbacks(Trial t) {
    try {
      return Call.of(t.call().op(), t.call().inputs(), Attributes.none()).attrs();
    } catch (AttributeException required) {
      return Attributes.of("", "");
    }
  }

  private static int position(Op op, String input) {
    for (int i = 0; i < op.inputs().size(); i++) {
      if (op.inputs().get(i).name().equals(input)) {
        return i;
      }
    }
    throw new IllegalStateException(op.name() + ": slope of an unknown input " + input);
  }
}
