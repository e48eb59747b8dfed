package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.clipByValue;
import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.floor;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.greaterEqual;
import static dev.assay.engine.ops.elementwise.Maths.lessEqual;
import static dev.assay.engine.ops.elementwise.Maths.logicalAnd;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.image.Hue.Parts;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Conversions between red, green, blue; hue, saturation, value; and grey. The channels are the last
 * dimension; {@link Hue} has the formulas.
 */
final class Colours {
  private static final double[] LUMA = {0.2989, 0.587, 0.114};

  static final Op RGB_TO_GRAYSCALE =
      Frames.requireChannels(
              Op.define("rgb_to_grayscale")
                  .formula("output[…, 0] = 0.2989·r + 0.587·g + 0.114·b")
                  .note(
                      "The weights of ITU-R BT.601, which TensorFlow prints so; their sum is 0.9999.")
                  .note("Of integers with greatest value m: ⌊output·(m + ½)/m⌋.")
                  .input("images", Values.IMAGES, "[…, 3]"),
              0,
              "images",
              3)
          .type(o -> new TensorType(o.dtype(0), channels(o.shape(0), 1)))
          .kernel(
              c ->
                  Values.result(
                      c,
                      pixels(
                          c,
                          1,
                          (p, out, at) ->
                              out[at] = LUMA[0] * p[0] + LUMA[1] * p[1] + LUMA[2] * p[2])))
          .vjp("images", p -> multiply(p.dy(), Creation.constant(LUMA.clone(), p.dy().dtype())))
          .build();

  static final Op GRAYSCALE_TO_RGB =
      Frames.requireChannels(
              Op.define("grayscale_to_rgb")
                  .formula("output[…, k] = images[…, 0], k = 0, 1, 2")
                  .input("images", ANY, "[…, 1]"),
              0,
              "images",
              1)
          .type(o -> new TensorType(o.dtype(0), channels(o.shape(0), 3)))
          .kernel(
              c -> {
                int[] source = new int[3 * c.in(0).size()];
                for (int i = 0; i < source.length; i++) {
                  source[i] = i / 3;
                }
                HostStorage none = HostStorage.zeros(c.in(0).dtype(), 1);
                return List.of(Tensor.of(c.output().shape(), c.in(0).host().select(source, none)));
              })
          .vjp("images", p -> Hue.sumChannels(p.dy()))
          .build();

  static final Op RGB_TO_HSV =
      Frames.requireChannels(
              Op.define("rgb_to_hsv")
                  .formula("output[…] = (h, (V − m)/V, V), V = max(r, g, b), m = min(r, g, b)")
                  .note(
                      "h = (g − b)/6(V − m), (b − r)/6(V − m) + 1/3 or (r − g)/6(V − m) + 2/3 where"
                          + " red, green or blue is V, the first of them on a tie; plus 1 if"
                          + " negative; 0 for grey.")
                  .note("The saturation is 0 where V ≤ 0.")
                  .note(
                      "On ties the first channel takes the derivative of V, the last that of m, as"
                          + " in TensorFlow; that of the hue of grey is 0.")
                  .input("images", FLOATS, "[…, 3]"),
              0,
              "images",
              3)
          .kernel(
              c ->
                  c.result(
                      pixels(
                          c,
                          3,
                          (p, out, at) -> {
                            double greatest = Math.max(p[0], Math.max(p[1], p[2]));
                            double range = greatest - Math.min(p[0], Math.min(p[1], p[2]));
                            out[at] = Hue.of(p[0], p[1], p[2], greatest, range);
                            out[at + 1] = saturation(greatest, range);
                            out[at + 2] = greatest;
                          })))
          .vjp("images", p -> toHsvPullback(p.x(0), p.dy()))
          .hard(
              hsv(new double[] {0, 0, 0}, 0, 0, 0),
              hsv(new double[] {0.5, 0.5, 0.5}, 0, 0, 0.5),
              hsv(new double[] {1, 0, 0}, 0, 1, 1),
              hsv(new double[] {0, 1, 0}, 1.0 / 3, 1, 1),
              hsv(new double[] {0, 0, 1}, 2.0 / 3, 1, 1),
              hsv(new double[] {1, 1, 0}, 1.0 / 6, 1, 1),
              hsv(new double[] {-1, -1, -1}, 0, 0, -1),
              hsv(new double[] {Double.NaN, 0, 1}, Double.NaN, Double.NaN, Double.NaN))
          .build();

  static final Op HSV_TO_RGB =
      Frames.requireChannels(
              Op.define("hsv_to_rgb")
                  .formula("output[…, k] = v·(1 − s·(1 − ramp_k(h)))")
                  .note(
                      "ramp(h) = |6h − 3| − 1, 2 − |6h − 2|, 2 − |6h − 4| for red, green, blue,"
                          + " clipped to [0, 1]; its slope at the ends is 0. Hues are not wrapped.")
                  .input("images", FLOATS, "[…, 3]"),
              0,
              "images",
              3)
          .kernel(
              c ->
                  c.result(
                      pixels(
                          c,
                          3,
                          (p, out, at) -> {
                            for (int k = 0; k < 3; k++) {
                              out[at + k] = p[2] * (1 - p[1] + p[1] * Hue.ramp(k, p[0]));
                            }
                          })))
          .vjp("images", p -> toRgbPullback(p.x(0), p.dy()))
          .build();

  static final Op ADJUST_SATURATION =
      adjustment("adjust_saturation", "output = rgb(h, clip(saturation_factor·s), v) of (h, s, v)")
          .note("The saturation is clipped to [0, 1]; at the ends the derivative passes.")
          .attr("saturation_factor", Type.FLOAT, "by what the saturation is multiplied")
          .kernel(Colours::saturate)
          .vjp("images", Colours::saturateVjp)
          .build();

  static final Op ADJUST_HUE =
      adjustment("adjust_hue", "output[…, k] = m + (V − m)·ramp_k(h + delta modulo 1)")
          .attr("delta", Type.FLOAT, "what is added to the hue; 1 is the whole circle")
          .kernel(Colours::turnHue)
          .vjp("images", Colours::turnHueVjp)
          .build();

  static final List<Op> ROWS =
      List.of(
          RGB_TO_GRAYSCALE,
          GRAYSCALE_TO_RGB,
          RGB_TO_HSV,
          HSV_TO_RGB,
          ADJUST_SATURATION,
          ADJUST_HUE);

  private Colours() {}

  private static Op.Builder adjustment(String name, String formula) {
    Op.Builder b =
        Op.define(name)
            .formula(formula)
            .note("(h, s, v), V, m, ramp: as in rgb_to_hsv and hsv_to_rgb.")
            .note("Of integers with greatest value m: ⌊output·(m + ½)/m⌋, clamped.")
            .input("images", Values.IMAGES, "[…, h, w, 3]");
    return Frames.requireChannels(Frames.requireFrames(b, 0, "images"), 0, "images", 3);
  }

  private static Shape channels(Shape s, int n) {
    return s.with(s.rank() - 1, n);
  }

  /** What is done with one pixel: its three channels, the result, where its result begins. */
  private interface Pixel {
    void run(double[] p, double[] out, int at);
  }

  private static double[] pixels(Call c, int channels, Pixel body) {
    double[] x = c.in(0).host().doubles();
    double[] out = new double[x.length / 3 * channels];
    double[] p = new double[3];
    for (int i = 0; i < x.length / 3; i++) {
      System.arraycopy(x, 3 * i, p, 0, 3);
      body.run(p, out, i * channels);
    }
    return out;
  }

  private static HardPoint hsv(double[] rgb, double h, double s, double v) {
    return HardPoint.row(Attributes.none(), rgb, new double[] {h, s, v});
  }

  private static double saturation(double greatest, double range) {
    return greatest <= 0 ? 0 : range / greatest;
  }

  private static List<Tensor> saturate(Call c) {
    double factor = c.attrs().number("saturation_factor");
    double[] y =
        pixels(
            c,
            3,
            (p, out, at) -> {
              double greatest = Math.max(p[0], Math.max(p[1], p[2]));
              double range = greatest - Math.min(p[0], Math.min(p[1], p[2]));
              double h = Hue.of(p[0], p[1], p[2], greatest, range);
              double s = Math.max(0, Math.min(1, factor * saturation(greatest, range)));
              for (int k = 0; k < 3; k++) {
                out[at + k] = greatest * (1 - s + s * Hue.ramp(k, h));
              }
            });
    return Values.result(c, y);
  }

  private static List<Tensor> turnHue(Call c) {
    double delta = c.attrs().number("delta");
    double[] y =
        pixels(
            c,
            3,
            (p, out, at) -> {
              double greatest = Math.max(p[0], Math.max(p[1], p[2]));
              double least = Math.min(p[0], Math.min(p[1], p[2]));
              double range = greatest - least;
              double h = Hue.of(p[0], p[1], p[2], greatest, range) + delta;
              h -= Math.floor(h);
              for (int k = 0; k < 3; k++) {
                out[at + k] = least + range * Hue.ramp(k, h);
              }
            });
    return Values.result(c, y);
  }

  /** The cotangent of a colour from that of its hue, saturation and value. */
  private static Tensor toHsvPullback(Tensor rgb, Tensor dy) {
    return toHsvPullback(
        new Parts(rgb), Hue.channel(dy, 0), Hue.channel(dy, 1), Hue.channel(dy, 2));
  }

  /** {@code s = 1 − m/V}: {@code ∂s/∂V = m/V²}, {@code ∂s/∂m = −1/V}. */
  private static Tensor toHsvPullback(Parts p, Tensor dh, Tensor ds, Tensor dv) {
    Tensor lit = greater(p.greatest, 0);
    Tensor perV = Hue.keep(lit, divide(ds, Hue.orOne(lit, p.greatest)));
    Tensor m = divide(p.least, Hue.orOne(lit, p.greatest));
    return p.pullback(dh, add(dv, multiply(perV, m)), neg(perV));
  }

  private static Tensor toRgbPullback(Tensor hsv, Tensor dy) {
    Tensor h = Hue.channel(hsv, 0);
    Tensor s = Hue.channel(hsv, 1);
    Tensor v = Hue.channel(hsv, 2);
    List<Tensor> d = toRgbPullback(h, s, v, dy);
    return ArrayOps.concat(d, -1);
  }

  /** The cotangents of hue, saturation and value from that of the colour. */
  private static List<Tensor> toRgbPullback(Tensor h, Tensor s, Tensor v, Tensor dy) {
    Tensor ramps = Hue.ramps(h);
    Tensor below = subtract(ramps, 1);
    Tensor dh = Hue.rampsPullback(h, multiply(dy, multiply(v, s)));
    Tensor ds = Hue.sumChannels(multiply(dy, multiply(v, below)));
    Tensor dv = Hue.sumChannels(multiply(dy, add(multiply(s, below), 1)));
    return List.of(dh, ds, dv);
  }

  private static Tensor saturateVjp(Pullback p) {
    double factor = p.attrs().number("saturation_factor");
    Parts x = new Parts(p.x(0));
    Tensor lit = greater(x.greatest, 0);
    Tensor s = multiply(Hue.keep(lit, divide(x.range, Hue.orOne(lit, x.greatest))), factor);
    List<Tensor> d = toRgbPullback(x.hue(), clipByValue(s, 0, 1), x.greatest, p.dy());
    Tensor inside = logicalAnd(greaterEqual(s, 0), lessEqual(s, 1));
    Tensor ds = Hue.keep(inside, multiply(d.get(1), factor));
    return toHsvPullback(x, d.get(0), ds, d.get(2));
  }

  private static Tensor turnHueVjp(Pullback p) {
    Parts x = new Parts(p.x(0));
    Tensor h = add(x.hue(), p.attrs().number("delta"));
    Tensor turned = subtract(h, floor(h));
    Tensor ramps = Hue.ramps(turned);
    Tensor dh = Hue.rampsPullback(turned, multiply(p.dy(), x.range));
    Tensor up = Hue.sumChannels(multiply(p.dy(), ramps));
    return x.pullback(dh, up, subtract(Hue.sumChannels(p.dy()), up));
  }

  static Tensor adjustHue(Tensor images, double delta) {
    return Dispatch.one(ADJUST_HUE, Attributes.of("delta", delta), images);
  }

  static Tensor adjustSaturation(Tensor images, double factor) {
    return Dispatch.one(ADJUST_SATURATION, Attributes.of("saturation_factor", factor), images);
  }
}
