package dev.assay.engine.ops.image;

import static dev.assay.engine.ops.elementwise.Maths.abs;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.addN;
import static dev.assay.engine.ops.elementwise.Maths.clipByValue;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.greaterEqual;
import static dev.assay.engine.ops.elementwise.Maths.less;
import static dev.assay.engine.ops.elementwise.Maths.logicalAnd;
import static dev.assay.engine.ops.elementwise.Maths.logicalNot;
import static dev.assay.engine.ops.elementwise.Maths.logicalOr;
import static dev.assay.engine.ops.elementwise.Maths.maximum;
import static dev.assay.engine.ops.elementwise.Maths.minimum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.sign;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * The hue of a colour and its derivative, which all operations on hues share.
 *
 * <p>With {@code V} the greatest, {@code m} the least channel and {@code R = V − m}: {@code h = (g
 * − b)/6R}, {@code (b − r)/6R + 1/3} or {@code (r − g)/6R + 2/3}, as red, green or blue is the
 * greatest, the first of them on a tie; a negative hue is increased by 1; grey has hue 0. Back:
 * {@code ramp(h) = clip(|6h − 3| − 1)}, {@code clip(2 − |6h − 2|)}, {@code clip(2 − |6h − 4|)},
 * clipped to [0, 1].
 */
final class Hue {
  private static final double[] CENTRE = {3, 2, 4};
  private static final double[] SIGN = {1, -1, -1};
  private static final double[] OFFSET = {-1, 2, 2};

  private Hue() {}

  /** The hue of a colour whose greatest channel exceeds the least by {@code range}. */
  static double of(double r, double g, double b, double greatest, double range) {
    if (!(range > 0)) {
      return range <= 0 ? 0 : Double.NaN;
    }
    double h =
        r == greatest
            ? (g - b) / (6 * range)
            : g == greatest ? (b - r) / (6 * range) + 1.0 / 3 : (r - g) / (6 * range) + 2.0 / 3;
    return h < 0 ? h + 1 : h;
  }

  /** How much of channel {@code k} is in the pure colour of hue {@code h}. */
  static double ramp(int k, double h) {
    return Math.max(0, Math.min(1, OFFSET[k] + SIGN[k] * Math.abs(6 * h - CENTRE[k])));
  }

  /** A colour taken apart, as derivatives need it. */
  static final class Parts {
    private final Tensor r;
    private final Tensor g;
    private final Tensor b;
    final Tensor greatest;
    final Tensor least;
    final Tensor range;

    /** The channels of {@code rgb}, its last dimension. */
    Parts(Tensor rgb) {
      r = channel(rgb, 0);
      g = channel(rgb, 1);
      b = channel(rgb, 2);
      greatest = maximum(maximum(r, g), b);
      least = minimum(minimum(r, g), b);
      range = subtract(greatest, least);
    }

    private Tensor redIsGreatest() {
      return logicalAnd(greaterEqual(r, g), greaterEqual(r, b));
    }

    private Tensor greenIsGreatest() {
      return logicalAnd(logicalNot(redIsGreatest()), greaterEqual(g, b));
    }

    private Tensor redIsLeast() {
      return logicalAnd(less(r, g), less(r, b));
    }

    private Tensor greenIsLeast() {
      return logicalAnd(logicalNot(redIsLeast()), less(g, b));
    }

    /** The hue. */
    Tensor hue() {
      Tensor six = multiply(orOne(greater(range, 0), range), 6);
      Tensor h =
          Indexing.where(
              redIsGreatest(),
              divide(subtract(g, b), six),
              Indexing.where(
                  greenIsGreatest(),
                  add(divide(subtract(b, r), six), 1.0 / 3),
                  add(divide(subtract(r, g), six), 2.0 / 3)));
      Tensor turned = Indexing.where(less(h, 0), add(h, 1), h);
      return keep(greater(range, 0), turned);
    }

    /** The cotangent of the colour from those of hue, greatest and least channel. */
    Tensor pullback(Tensor dHue, Tensor dGreatest, Tensor dLeast) {
      Tensor red = redIsGreatest();
      Tensor green = greenIsGreatest();
      Tensor blue = logicalNot(logicalOr(red, green));
      Tensor coloured = greater(range, 0);
      Tensor safe = orOne(coloured, range);
      // h = n/6R + constant
      Tensor n =
          Indexing.where(
              red, subtract(g, b), Indexing.where(green, subtract(b, r), subtract(r, g)));
      Tensor dn = keep(coloured, divide(dHue, multiply(safe, 6)));
      Tensor dRange = neg(divide(multiply(dn, n), safe));
      Tensor dV = add(dGreatest, dRange);
      Tensor dm = subtract(dLeast, dRange);
      Tensor redLeast = redIsLeast();
      Tensor greenLeast = greenIsLeast();
      Tensor blueLeast = logicalNot(logicalOr(redLeast, greenLeast));
      Tensor dr = subtract(keep(blue, dn), keep(green, dn));
      Tensor dg = subtract(keep(red, dn), keep(blue, dn));
      Tensor db = subtract(keep(green, dn), keep(red, dn));
      return ArrayOps.concat(
          List.of(
              addN(List.of(dr, keep(red, dV), keep(redLeast, dm))),
              addN(List.of(dg, keep(green, dV), keep(greenLeast, dm))),
              addN(List.of(db, keep(blue, dV), keep(blueLeast, dm)))),
          -1);
    }
  }

  /** The ramps of the three channels, the last dimension, of hues whose last dimension is 1. */
  static Tensor ramps(Tensor hue) {
    return clipByValue(unclipped(hue), 0, 1);
  }

  /** The cotangent of hues from that of their ramps; at the ends of a ramp its slope is 0. */
  static Tensor rampsPullback(Tensor hue, Tensor dRamps) {
    Tensor t = unclipped(hue);
    Tensor inside = logicalAnd(greater(t, 0), less(t, 1));
    Tensor slope = multiply(multiply(sign(fromCentre(hue)), row(SIGN, hue)), 6);
    return sumChannels(keep(inside, multiply(dRamps, slope)));
  }

  private static Tensor unclipped(Tensor hue) {
    return add(row(OFFSET, hue), multiply(row(SIGN, hue), abs(fromCentre(hue))));
  }

  private static Tensor fromCentre(Tensor hue) {
    return subtract(multiply(hue, 6), row(CENTRE, hue));
  }

  private static Tensor row(double[] values, Tensor like) {
    return Creation.constant(values.clone(), like.dtype());
  }

  /** Channel {@code k} of the last dimension, which becomes 1. */
  static Tensor channel(Tensor image, int k) {
    return Indexing.stridedSlice(image, "..., " + k + ":" + (k + 1));
  }

  /** The sum over the last dimension, which becomes 1. */
  static Tensor sumChannels(Tensor t) {
    return Reduce.sum(t, true, -1);
  }

  /** {@code t} where the condition holds, else 0. */
  static Tensor keep(Tensor condition, Tensor t) {
    return Indexing.where(condition, t, Maths.scalar(0, t));
  }

  /** {@code t} where the condition holds, else 1: a divisor. */
  static Tensor orOne(Tensor condition, Tensor t) {
    return Indexing.where(condition, t, Maths.scalar(1, t));
  }
}
