package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Identities of resizing images. */
final class ResizeLaws {
  private ResizeLaws() {}

  private static final List<String> SMOOTH =
      List.of("resize_bilinear", "resize_bicubic", "resize_area");

  private static Attributes ways(LawCase c, String op) {
    return switch (c.draw().choose(3)) {
      case 1 -> Attributes.of("align_corners", true);
      case 2 ->
          op.equals("resize_area") ? Attributes.none() : Attributes.of("half_pixel_centers", true);
      default -> Attributes.none();
    };
  }

  private static Attributes size(Attributes attrs, int h, int w) {
    return attrs.and("size", new int[] {h, w});
  }

  static List<Law> all() {
    List<Law> laws = new ArrayList<>();
    for (String op :
        List.of("resize_nearest_neighbor", "resize_bilinear", "resize_bicubic", "resize_area")) {
      laws.add(
          Law.of(
              op.replace('_', '-') + "-same-size",
              op + " to the same size changes nothing",
              op,
              c -> {
                Term x = ImageLaws.batch(c);
                c.same(c.op(op, size(ways(c, op), x.shape().dim(1), x.shape().dim(2)), x), x);
              }));
      laws.add(
          Law.of(
              op.replace('_', '-') + "-transposed",
              op + " of the transposed image is the transposed result",
              op + " transpose_image",
              c -> {
                Term x = ImageLaws.batch(c);
                Attributes way = ways(c, op);
                int h = c.draw().pick(4, 1, 2, 3, 5);
                int w = c.draw().pick(3, 1, 2, 6);
                Term y = c.op("transpose_image", c.op(op, size(way, h, w), x));
                c.equal(c.op(op, size(way, w, h), c.op("transpose_image", x)), y);
              }));
    }
    for (String op : SMOOTH) {
      laws.add(
          Law.of(
              op.replace('_', '-') + "-of-constant",
              op + " of a constant is the constant: the weights sum to 1",
              op + " ones_like",
              c -> {
                Term one = c.op("ones_like", ImageLaws.batch(c));
                int h = c.draw().pick(4, 1, 2, 3, 5, 7);
                int w = c.draw().pick(3, 1, 2, 6);
                Term y = c.op(op, size(ways(c, op), h, w), one);
                c.equal(y, c.op("ones_like", y));
              }));
    }
    laws.add(
        Law.of(
            "bilinear-halves-are-means",
            "resize_bilinear to half the size, half_pixel_centers = resize_area",
            "resize_area resize_bilinear",
            c -> {
              Shape s = Shape.of(1, 2 * c.draw().pick(1, 2, 3), 2 * c.draw().pick(2, 1), 2);
              Term x = c.floats(s, REAL);
              Attributes half = size(Attributes.none(), s.dim(1) / 2, s.dim(2) / 2);
              c.equal(
                  c.op("resize_bilinear", half.and("half_pixel_centers", true), x),
                  c.op("resize_area", half, x));
            }));
    laws.add(
        Law.of(
            "bilinear-mirrored",
            "resize_bilinear with half_pixel_centers of the mirrored image is the mirrored result",
            "flip_left_right resize_bilinear",
            c -> {
              Term x = ImageLaws.batch(c);
              Attributes way =
                  size(
                      Attributes.of("half_pixel_centers", true),
                      c.draw().pick(4, 1, 2),
                      c.draw().pick(5, 3));
              c.equal(
                  c.op("resize_bilinear", way, c.op("flip_left_right", x)),
                  c.op("flip_left_right", c.op("resize_bilinear", way, x)));
            }));
    laws.add(
        Law.always(
            "nearest-larger-smaller",
            "resize_nearest_neighbor to k times the size and back changes nothing",
            "resize_nearest_neighbor",
            c -> {
              Term x = ImageLaws.batch(c);
              int k = c.draw().pick(2, 3, 4);
              Attributes way = Attributes.of("half_pixel_centers", c.draw().flip());
              int h = x.shape().dim(1);
              int w = x.shape().dim(2);
              String op = "resize_nearest_neighbor";
              Term large = c.op(op, size(way, k * h, k * w), x);
              c.same(c.op(op, size(way, h, w), large), x);
            }));
    laws.add(
        Law.of(
            "crop-and-resize-whole",
            "crop_and_resize of the box [0, 0, 1, 1] = resize_bilinear, align_corners",
            "crop_and_resize resize_bilinear",
            c -> {
              Term x = c.floats(ImageLaws.batch(c).shape().with(0, 1), REAL);
              int h = c.draw().pick(2, 3, 5);
              int w = c.draw().pick(3, 2, 4);
              DType t = x.value().dtype();
              Term box = c.of(Tensor.of(t, Shape.of(1, 4), 0, 0, 1, 1));
              Term first = c.of(Tensor.of(new int[] {0}));
              c.equal(
                  c.op(
                      "crop_and_resize",
                      Attributes.of("crop_size", new int[] {h, w}),
                      x,
                      box,
                      first),
                  c.op("resize_bilinear", size(Attributes.of("align_corners", true), h, w), x));
            }));
    return laws;
  }
}
