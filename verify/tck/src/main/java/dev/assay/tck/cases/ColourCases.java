package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.PROBABILITY;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Cases of colours, of adjustments of values and of differences of pixels. */
final class ColourCases {
  private ColourCases() {}

  static List<OpCases> rows() {
    Attributes none = Attributes.none();
    List<OpCases> rows = new ArrayList<>();
    rows.add(
        colours("rgb_to_grayscale", 3, d -> none)
            .reject("C2", none, tensor(2))
            .reject("C2", none, tensor()));
    rows.add(
        colours("grayscale_to_rgb", 1, d -> none)
            .reject("C1", none, tensor(1, 3))
            .reject("C1", none, tensor()));
    for (String op : List.of("rgb_to_hsv", "hsv_to_rgb")) {
      rows.add(
          colours(op, 3, d -> none).reject("C2", none, tensor(1)).reject("C2", none, tensor()));
    }
    rows.add(
        frames("adjust_hue", d -> delta(d.pick(0.25, -0.3, 0.7, 1.0, -1.0, 0.0, 0.5)))
            .reject("C2", delta(0.1), tensor(2, 3))
            .reject("C3", delta(0.1), tensor(2, 2, 1)));
    rows.add(
        frames(
                "adjust_saturation",
                d -> Attributes.of("saturation_factor", d.pick(0.5, 2.0, 0.0, 1.0, 0.8, -1.0)))
            .reject("C2", Attributes.of("saturation_factor", 1), tensor(2, 3))
            .reject("C3", Attributes.of("saturation_factor", 1), tensor(2, 2, 2)));
    rows.add(
        OpCases.of(
            "adjust_brightness",
            d ->
                new Case(
                    "adjust_brightness",
                    List.of(d.floats(d.shape(0, 3), REAL)),
                    delta(d.pick(0.25, -0.5, 0.1, 0.0, 2.0)))));
    rows.add(
        OpCases.of("adjust_gamma", ColourCases::gamma)
            .reject("C2", Attributes.of("gamma", -1), tensor(2))
            .reject("C2", Attributes.of("gamma", Double.NaN), tensor(2)));
    rows.add(
        OpCases.of(
                "adjust_contrast",
                d ->
                    new Case(
                        "adjust_contrast",
                        List.of(d.floats(ImageCases.image(d, 0), REAL)),
                        Attributes.of("contrast_factor", d.pick(2.0, 0.5, 0.0, 1.0, -1.5))))
            .reject("C2", Attributes.of("contrast_factor", 1), tensor(2, 3)));
    rows.add(
        OpCases.of("per_image_standardization", ColourCases::standardization)
            .reject("C2", none, tensor(2, 3)));
    rows.add(
        OpCases.of("convert_image_dtype", ColourCases::conversion)
            .reject("C2", Attributes.of("dtype", "int8"), tensor(2))
            .reject("C2", Attributes.of("dtype", "string"), tensor(2)));
    rows.add(
        OpCases.of(
                "image_gradients",
                d -> {
                  Shape s = ImageCases.image(d, 1);
                  Shape batch = s.rank() == 4 ? s : Shape.of(1).concat(s);
                  return new Case("image_gradients", List.of(d.floats(batch, REAL)), none);
                })
            .reject("C2", none, tensor(2, 2, 1))
            .reject("C3", none, tensor(1, 0, 2, 1))
            .reject("C3", none, tensor(1, 2, 0, 1)));
    rows.add(
        OpCases.of(
                "total_variation",
                d ->
                    new Case(
                        "total_variation", List.of(d.floats(ImageCases.image(d, 1), REAL)), none))
            .reject("C2", none, tensor(2, 2))
            .reject("C3", none, tensor(2, 0, 1)));
    return rows;
  }

  /** Draws attributes. */
  private interface Fit {
    Attributes draw(Draw d);
  }

  private static Attributes delta(double value) {
    return Attributes.of("delta", value);
  }

  private static OpCases colours(String op, int channels, Fit fit) {
    return OpCases.of(
        op,
        d -> {
          Shape s = d.shape(0, 2).concat(Shape.of(channels));
          Domain domain = d.pick(PROBABILITY, PROBABILITY, NONZERO);
          return new Case(op, List.of(d.floats(s, domain)), fit.draw(d));
        });
  }

  private static OpCases frames(String op, Fit fit) {
    return OpCases.of(
        op,
        d -> {
          Shape s = ImageCases.image(d, 0);
          Domain domain = d.pick(PROBABILITY, PROBABILITY, NONZERO);
          Tensor images = d.floats(s.with(s.rank() - 1, 3), domain);
          return new Case(op, List.of(images), fit.draw(d));
        });
  }

  /** A fractional exponent needs arguments that are not negative, special values or not. */
  private static Case gamma(Draw d) {
    double gamma = d.pick(1.0, 2.0, 0.0, 3.0, 0.5, 2.2);
    // √(50/(2³¹ − 1))·(2³¹ − ½) is 327680 − 10⁻¹⁴: not even its integer part is known
    gamma = d.dtype() == DType.INT32 ? Math.rint(gamma) : gamma;
    double gain = d.pick(1.0, 2.0, 0.5);
    boolean whole = gamma == Math.rint(gamma);
    Tensor x = d.floats(d.shape(0, 3), whole ? NONZERO : PROBABILITY);
    if (!whole && d.values() == Draw.Values.INTEGERS && d.dtype().isFloating()) {
      double[] v = x.toDoubles();
      for (int i = 0; i < v.length; i++) {
        v[i] = Math.abs(v[i]);
      }
      x = Tensor.of(x.dtype(), x.shape(), v);
    }
    return new Case("adjust_gamma", List.of(x), Attributes.of("gamma", gamma).and("gain", gain));
  }

  /** Images with much and with little contrast. */
  private static Case standardization(Draw d) {
    Tensor x = d.floats(ImageCases.image(d, 0), REAL);
    if (d.flip() && d.dtype().isFloating() && d.values().isSmooth()) {
      double[] v = x.toDoubles();
      for (int i = 0; i < v.length; i++) {
        v[i] = 3 + v[i] / 64;
      }
      x = Tensor.of(x.dtype(), x.shape(), v);
    }
    return new Case("per_image_standardization", List.of(x), Attributes.none());
  }

  /** Derivatives are judged where the result has the precision of the argument. */
  private static Case conversion(Draw d) {
    DType to =
        d.pick(
            DType.FLOAT32,
            DType.UINT8,
            DType.INT16,
            DType.FLOAT64,
            DType.INT32,
            DType.FLOAT16,
            DType.BFLOAT16);
    Tensor x = d.floats(d.shape(0, 3), d.flip() ? REAL : PROBABILITY);
    if (x.dtype().isFloating() && to.isFloating() && d.values() != Draw.Values.WILD) {
      to = x.dtype();
    }
    return new Case(
        "convert_image_dtype", List.of(x), Attributes.of("dtype", to).and("saturate", d.flip()));
  }
}
