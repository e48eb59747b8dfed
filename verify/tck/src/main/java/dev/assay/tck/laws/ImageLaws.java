package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.PROBABILITY;
import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Draw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Identities of images. */
final class ImageLaws {
  private ImageLaws() {}

  static List<Law> all() {
    List<Law> laws = new ArrayList<>();
    turns(laws);
    boxes(laws);
    laws.addAll(ResizeLaws.all());
    colours(laws);
    values(laws);
    files(laws);
    return laws;
  }

  /** An image, or a batch of them, that is not empty. */
  private static Shape image(Draw d) {
    Shape one = Shape.of(d.pick(2, 1, 3, 5), d.pick(3, 1, 2, 4), d.pick(1, 3, 2));
    return d.flip() ? Shape.of(d.pick(2, 1, 3)).concat(one) : one;
  }

  private static Term anImage(LawCase c) {
    return c.floats(image(c.draw()), REAL);
  }

  static Term batch(LawCase c) {
    Draw d = c.draw();
    Shape s = Shape.of(d.pick(1, 2), d.pick(2, 1, 3, 5, 4), d.pick(3, 1, 2, 4), d.pick(1, 2));
    return c.floats(s, REAL);
  }

  private static Term colour(LawCase c) {
    Shape s = image(c.draw());
    return c.floats(s.with(s.rank() - 1, 3), PROBABILITY);
  }

  private static Attributes of(String name, Object value) {
    return Attributes.of(name, value);
  }

  private static void turns(List<Law> laws) {
    for (String op : List.of("flip_left_right", "flip_up_down", "transpose_image")) {
      laws.add(
          Law.always(
              op.replace('_', '-') + "-involution",
              op + " twice changes nothing",
              op,
              c -> {
                Term x = anImage(c);
                c.same(c.op(op, c.op(op, x)), x);
              }));
    }
    laws.add(
        Law.always(
            "rot90-four-times",
            "four quarters of a turn change nothing",
            "rot90",
            c -> {
              Term x = anImage(c);
              Term y = c.op("rot90", c.op("rot90", c.op("rot90", c.op("rot90", x))));
              c.same(y, x);
            }));
    laws.add(
        Law.always(
            "rot90-by-transposition",
            "rot90(x) = flip_up_down(transpose_image(x))",
            "flip_up_down rot90 transpose_image",
            c -> {
              Term x = anImage(c);
              c.same(c.op("rot90", x), c.op("flip_up_down", c.op("transpose_image", x)));
            }));
    laws.add(
        Law.always(
            "half-turn-by-flips",
            "rot90(x; k = 2) = flip_up_down(flip_left_right(x))",
            "flip_left_right flip_up_down rot90",
            c -> {
              Term x = anImage(c);
              Term y = c.op("flip_up_down", c.op("flip_left_right", x));
              c.same(c.op("rot90", of("k", 2), x), y);
            }));
  }

  private static Attributes box(int top, int left, int height, int width) {
    return of("offset_height", top)
        .and("offset_width", left)
        .and("target_height", height)
        .and("target_width", width);
  }

  private static void boxes(List<Law> laws) {
    laws.add(
        Law.always(
            "crop-of-pad",
            "cropping off a border of zeros gives the image back",
            "crop_to_bounding_box pad_to_bounding_box",
            c -> {
              Term x = anImage(c);
              int h = x.shape().dim(-3);
              int w = x.shape().dim(-2);
              int top = c.draw().choose(3);
              int left = c.draw().choose(3);
              Attributes outer =
                  box(top, left, h + top + c.draw().choose(3), w + left + c.draw().choose(3));
              Term padded = c.op("pad_to_bounding_box", outer, x);
              c.same(c.op("crop_to_bounding_box", box(top, left, h, w), padded), x);
            }));
    laws.add(
        Law.always(
            "crop-or-pad-back",
            "resize_image_with_crop_or_pad to more by 2a × 2b and back changes nothing",
            "resize_image_with_crop_or_pad",
            c -> {
              Term x = anImage(c);
              int h = x.shape().dim(-3);
              int w = x.shape().dim(-2);
              int a = 2 * c.draw().choose(3);
              int b = 2 * c.draw().choose(3);
              String op = "resize_image_with_crop_or_pad";
              Term large = c.op(op, of("target_height", h + a).and("target_width", w + b), x);
              c.same(c.op(op, of("target_height", h).and("target_width", w), large), x);
            }));
    laws.add(
        Law.always(
            "central-crop-whole",
            "central_crop of all of an image is the image",
            "central_crop",
            c -> {
              Term x = anImage(c);
              c.same(c.op("central_crop", of("central_fraction", 1.0), x), x);
            }));
  }

  private static void colours(List<Law> laws) {
    laws.add(
        Law.of(
            "rgb-of-hsv",
            "hsv_to_rgb(rgb_to_hsv(x)) = x",
            "hsv_to_rgb rgb_to_hsv",
            c -> {
              Term x = colour(c);
              c.equal(c.op("hsv_to_rgb", c.op("rgb_to_hsv", x)), x);
            }));
    laws.add(
        Law.of(
            "hue-whole-circle",
            "adjust_hue(x; ±1) = x",
            "adjust_hue",
            c -> {
              Term x = colour(c);
              c.equal(c.op("adjust_hue", of("delta", c.draw().pick(1.0, -1.0)), x), x);
            }));
    laws.add(
        Law.of(
            "hue-third",
            "adjust_hue(x; 1/3) moves red to green, green to blue, blue to red",
            "adjust_hue roll",
            c -> {
              Term x = colour(c);
              int last = x.shape().rank() - 1;
              c.equal(
                  c.op("adjust_hue", of("delta", 1.0 / 3), x),
                  c.op("roll", of("shift", 1).and("axis", last), x));
            }));
    laws.add(
        Law.of(
            "saturation-one",
            "adjust_saturation(x; 1) = x",
            "adjust_saturation",
            c -> {
              Term x = colour(c);
              c.equal(c.op("adjust_saturation", of("saturation_factor", 1.0), x), x);
            }));
    laws.add(
        Law.of(
            "saturation-none",
            "adjust_saturation(x; 0) is the greatest channel three times",
            "adjust_saturation grayscale_to_rgb reduce_max",
            c -> {
              Term x = colour(c);
              Term v = c.op("reduce_max", of("axis", -1).and("keepdims", true), x);
              Term y = c.op("adjust_saturation", of("saturation_factor", 0.0), x);
              c.equal(y, c.op("grayscale_to_rgb", v));
            }));
    laws.add(
        Law.of(
            "grey-of-grey",
            "rgb_to_grayscale(grayscale_to_rgb(x)) = 0.9999·x",
            "grayscale_to_rgb multiply rgb_to_grayscale",
            c -> {
              Shape s = image(c.draw());
              Term x = c.floats(s.with(s.rank() - 1, 1), REAL);
              // 0.9999 is rounded to the type: multiplied in binary64 it would be another number
              double sum = 0.2989 + 0.587 + 0.114;
              if (x.value().dtype() == DType.FLOAT64) {
                c.equal(
                    c.op("rgb_to_grayscale", c.op("grayscale_to_rgb", x)),
                    c.op("multiply", x, c.scalar(sum)));
              }
            }));
  }

  private static void values(List<Law> laws) {
    laws.add(
        Law.of(
            "contrast-inverse",
            "adjust_contrast by 2, then by ½, changes nothing",
            "adjust_contrast",
            c -> {
              Term x = anImage(c);
              Term y = c.op("adjust_contrast", of("contrast_factor", 2.0), x);
              c.equal(c.op("adjust_contrast", of("contrast_factor", 0.5), y), x);
            }));
    laws.add(
        Law.of(
            "contrast-keeps-mean",
            "adjust_contrast keeps the mean of every channel",
            "adjust_contrast reduce_mean",
            c -> {
              Term x = anImage(c);
              Attributes pixels = of("axis", List.of(-3, -2));
              Term y = c.op("adjust_contrast", of("contrast_factor", c.draw().pick(0.0, 3.0)), x);
              c.equal(c.op("reduce_mean", pixels, y), c.op("reduce_mean", pixels, x));
            }));
    laws.add(
        Law.of(
            "gamma-inverse",
            "adjust_gamma by 2, then by ½, changes nothing",
            "adjust_gamma",
            c -> {
              Term x = colour(c);
              Term y = c.op("adjust_gamma", of("gamma", 2.0), x);
              c.equal(c.op("adjust_gamma", of("gamma", 0.5), y), x);
            }));
    laws.add(
        Law.of(
            "standardized-mean",
            "the mean of every image after per_image_standardization is 0",
            "per_image_standardization reduce_mean zeros_like",
            c -> {
              Term y = c.op("per_image_standardization", anImage(c));
              Term mean = c.op("reduce_mean", of("axis", List.of(-3, -2, -1)), y);
              c.equal(mean, c.op("zeros_like", mean));
            }));
    laws.add(
        Law.of(
            "total-variation-by-gradients",
            "total_variation(x) = Σ|dy| + Σ|dx| of image_gradients(x)",
            "abs add image_gradients reduce_sum total_variation",
            c -> {
              Term x = batch(c);
              List<Term> d = c.all("image_gradients", Attributes.none(), x);
              Attributes all = of("axis", List.of(1, 2, 3));
              Term dy = c.op("reduce_sum", all, c.op("abs", d.get(0)));
              Term dx = c.op("reduce_sum", all, c.op("abs", d.get(1)));
              c.equal(c.op("total_variation", x), c.op("add", dy, dx));
            }));
    laws.add(
        Law.of(
            "uint8-as-fraction",
            "convert_image_dtype to a wider or floating type and back changes no uint8",
            "convert_image_dtype",
            c -> {
              Term x = bytes(c, c.draw().pick(1, 3));
              DType wide = c.draw().pick(DType.FLOAT32, DType.FLOAT64, DType.INT16, DType.INT32);
              Term y = c.op("convert_image_dtype", of("dtype", wide), x);
              c.same(c.op("convert_image_dtype", of("dtype", DType.UINT8), y), x);
            }));
  }

  private static Term bytes(LawCase c, int channels) {
    Draw d = c.draw();
    Shape s = Shape.of(d.pick(2, 1, 5, 16), d.pick(3, 1, 8, 33), channels);
    return c.of(d.integers(DType.UINT8, s, 0, d.pick(255, 1, 9)));
  }

  private static void files(List<Law> laws) {
    for (String decode : List.of("decode_png", "decode_image")) {
      laws.add(
          Law.of(
              decode.replace('_', '-') + "-of-encoded",
              decode + "(encode_png(x)) = x",
              decode + " encode_png",
              c -> {
                Term x = bytes(c, c.draw().pick(1, 2, 3, 4));
                Term file = c.op("encode_png", of("compression", c.draw().between(-1, 9)), x);
                c.same(c.op(decode, file), x);
              }));
    }
    laws.add(
        Law.of(
            "jpeg-of-grey-constant",
            "decode_jpeg(encode_jpeg(x; quality 100)) = x for one value of grey",
            "decode_jpeg encode_jpeg",
            c -> {
              Shape s = Shape.of(c.draw().pick(2, 8, 17), c.draw().pick(3, 1, 16, 9), 1);
              long[] v = new long[s.elements()];
              Arrays.fill(v, c.draw().choose(256));
              Term x = c.of(Tensor.of(s, HostStorage.ofLongs(DType.UINT8, v)));
              c.same(c.op("decode_jpeg", c.op("encode_jpeg", of("quality", 100), x)), x);
            }));
  }
}
