package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * Crops and borders: {@code output[…, y, x, c] = image[…, y + top, x + left, c]}, 0 outside the
 * image. Cropping has offsets of the one sign, padding of the other. The adjoint is the same with
 * the opposite offsets, in the shape of the image.
 */
final class BoundingBoxes {
  /**
   * Where the result lies in the image.
   *
   * @param height of the result
   * @param width of the result
   * @param top the row of the image that becomes row 0; negative for a border
   * @param left likewise
   */
  private record Box(int height, int width, int top, int left) {}

  /** The box for attributes and the height and width of an image, which may be unknown. */
  @FunctionalInterface
  private interface Place {
    Box of(Attributes attrs, int height, int width);
  }

  /** Declares attributes and constraints; {@code at} is the position of the image. */
  @FunctionalInterface
  private interface Frame {
    Op.Builder on(Op.Builder b, int at);
  }

  private static final Place CROP =
      (a, h, w) ->
          new Box(
              a.int32("target_height"),
              a.int32("target_width"),
              a.int32("offset_height"),
              a.int32("offset_width"));

  private static final Place PAD =
      (a, h, w) ->
          new Box(
              a.int32("target_height"),
              a.int32("target_width"),
              -a.int32("offset_height"),
              -a.int32("offset_width"));

  private static final Place CENTRE =
      (a, h, w) -> {
        int height = a.int32("target_height");
        int width = a.int32("target_width");
        return new Box(height, width, centred(h, height), centred(w, width));
      };

  private static final Place CENTRAL =
      (a, h, w) -> {
        int top = margin(h, a.number("central_fraction"));
        int left = margin(w, a.number("central_fraction"));
        return new Box(
            h == Shape.UNKNOWN ? h : h - 2 * top, w == Shape.UNKNOWN ? w : w - 2 * left, top, left);
      };

  private static final Frame CROP_FRAME =
      (b, at) ->
          box(b, at)
              .require(
                  Kind.ATTRIBUTE,
                  "offset + target <= size, of height and width",
                  o -> inside(o, at, "target_height", 3) && inside(o, at, "target_width", 2));

  private static final Frame PAD_FRAME =
      (b, at) ->
          box(b, at)
              .require(
                  Kind.ATTRIBUTE,
                  "offset + size <= target, of height and width",
                  o -> outside(o, at, "height", 3) && outside(o, at, "width", 2));

  private static final Frame CENTRE_FRAME = BoundingBoxes::target;

  private static final Frame CENTRAL_FRAME =
      (b, at) ->
          Frames.requireImage(b, at, at == 0 ? "image" : "like")
              .attr("central_fraction", Type.FLOAT, "the part of height and width that is kept")
              .require(
                  Kind.ATTRIBUTE,
                  "0 < central_fraction <= 1",
                  o ->
                      o.attrs().number("central_fraction") > 0
                          && o.attrs().number("central_fraction") <= 1);

  static final Op CROP_GRAD =
      grad(
          "crop_to_bounding_box",
          "output[…, y + offset_height, x + offset_width, c] = dy[…, y, x, c], 0 elsewhere",
          CROP_FRAME,
          CROP,
          () -> BoundingBoxes.CROP_TO_BOUNDING_BOX);

  static final Op CROP_TO_BOUNDING_BOX =
      forward(
          "crop_to_bounding_box",
          "output[…, y, x, c] = image[…, y + offset_height, x + offset_width, c]",
          CROP_FRAME,
          CROP,
          CROP_GRAD);

  static final Op PAD_GRAD =
      grad(
          "pad_to_bounding_box",
          "output[…, y, x, c] = dy[…, y + offset_height, x + offset_width, c]",
          PAD_FRAME,
          PAD,
          () -> BoundingBoxes.PAD_TO_BOUNDING_BOX);

  static final Op PAD_TO_BOUNDING_BOX =
      forward(
          "pad_to_bounding_box",
          "output[…, y + offset_height, x + offset_width, c] = image[…, y, x, c], 0 elsewhere",
          PAD_FRAME,
          PAD,
          PAD_GRAD);

  static final Op CROP_OR_PAD_GRAD =
      grad(
          "resize_image_with_crop_or_pad",
          "output[…, y + top, x + left, c] = dy[…, y, x, c], 0 elsewhere",
          CENTRE_FRAME,
          CENTRE,
          () -> BoundingBoxes.CROP_OR_PAD);

  static final Op CROP_OR_PAD =
      forward(
          "resize_image_with_crop_or_pad",
          "output[…, y, x, c] = image[…, y + top, x + left, c], 0 outside, top = ⌊(h − t)/2⌋ to"
              + " crop, −⌊(t − h)/2⌋ to pad",
          CENTRE_FRAME,
          CENTRE,
          CROP_OR_PAD_GRAD);

  static final Op CENTRAL_CROP_GRAD =
      grad(
          "central_crop",
          "output[…, y + top, x + left, c] = dy[…, y, x, c], 0 elsewhere",
          CENTRAL_FRAME,
          CENTRAL,
          () -> BoundingBoxes.CENTRAL_CROP);

  static final Op CENTRAL_CROP =
      forward(
          "central_crop",
          "output[…, y, x, c] = image[…, y + top, x + left, c], top = ⌊(h − h·central_fraction)/2⌋",
          CENTRAL_FRAME,
          CENTRAL,
          CENTRAL_CROP_GRAD);

  static final List<Op> ROWS =
      List.of(
          CROP_TO_BOUNDING_BOX,
          CROP_GRAD,
          PAD_TO_BOUNDING_BOX,
          PAD_GRAD,
          CROP_OR_PAD,
          CROP_OR_PAD_GRAD,
          CENTRAL_CROP,
          CENTRAL_CROP_GRAD);

  private BoundingBoxes() {}

  private static Op forward(String name, String formula, Frame frame, Place place, Op grad) {
    return frame
        .on(
            Op.define(name)
                .formula(formula)
                .input("image", ANY, "one image [h, w, c] or a batch [n, h, w, c]"),
            0)
        .type(o -> new TensorType(o.dtype(0), result(o.shape(0), o.attrs(), place)))
        .kernel(c -> moved(c, box(c.in(0).shape(), c.attrs(), place)))
        .vjp("image", p -> Dispatch.one(grad, p.attrs(), p.dy(), p.x(0)))
        .build();
  }

  private static Op grad(
      String of, String formula, Frame frame, Place place, Supplier<Op> forward) {
    String name = of + "_grad";
    return frame
        .on(
            Op.define(name)
                .formula(formula)
                .note("The adjoint of " + of + ".")
                .input("dy", NUMERIC, "the cotangent of the result of " + of)
                .input("like", ANY, "the image; gives the shape"),
            1)
        .require(
            Kind.SHAPE,
            "dy has the shape of " + of + "(like)",
            o -> result(o.shape(1), o.attrs(), place).compatible(o.shape(0)))
        .type(o -> new TensorType(o.dtype(0), o.shape(1)))
        .kernel(
            c -> {
              Box b = box(c.in(1).shape(), c.attrs(), place);
              return moved(c, new Box(0, 0, -b.top, -b.left));
            })
        .vjp("dy", p -> Dispatch.one(forward.get(), p.attrs(), p.dy()))
        .noGradient("like", "only the shape of like is used")
        .build();
  }

  private static Op.Builder target(Op.Builder b, int at) {
    return Frames.requireImage(b, at, at == 0 ? "image" : "like")
        .attr("target_height", Type.INT, "the height of the result")
        .attr("target_width", Type.INT, "the width of the result")
        .require(
            Kind.ATTRIBUTE,
            "target_height > 0 and target_width > 0",
            o -> o.attrs().integer("target_height") > 0 && o.attrs().integer("target_width") > 0);
  }

  private static Op.Builder box(Op.Builder b, int at) {
    return target(
            b.attr("offset_height", Type.INT, "the row of the inner image's row 0 in the outer")
                .attr("offset_width", Type.INT, "the same of columns"),
            at)
        .require(
            Kind.ATTRIBUTE,
            "offset_height >= 0 and offset_width >= 0",
            o -> o.attrs().integer("offset_height") >= 0 && o.attrs().integer("offset_width") >= 0);
  }

  private static boolean inside(Operands o, int at, String target, int fromEnd) {
    int size = o.shape(at).dim(-fromEnd);
    long offset = o.attrs().integer(target.replace("target", "offset"));
    // offset ≤ size first: the difference cannot overflow
    return size == Shape.UNKNOWN || offset <= size && o.attrs().integer(target) <= size - offset;
  }

  private static boolean outside(Operands o, int at, String side, int fromEnd) {
    int size = Math.max(0, o.shape(at).dim(-fromEnd));
    long room = o.attrs().integer("target_" + side) - o.attrs().integer("offset_" + side);
    return size <= room;
  }

  /** The first of the rows that are kept of {@code size}, or minus the border before them. */
  private static int centred(int size, int target) {
    return size >= target ? (size - target) / 2 : -((target - size) / 2);
  }

  private static int margin(int size, double fraction) {
    return size == Shape.UNKNOWN ? 0 : (int) ((size - size * fraction) / 2);
  }

  private static Box box(Shape image, Attributes attrs, Place place) {
    return place.of(attrs, image.dim(-3), image.dim(-2));
  }

  private static Shape result(Shape image, Attributes attrs, Place place) {
    Box b = box(image, attrs, place);
    return Frames.resized(image, b.height, b.width);
  }

  /** The pixels of the first argument, moved up by {@code top} and left by {@code left}. */
  private static List<Tensor> moved(Call c, Box b) {
    Frames f = Frames.of(c, 0);
    return Frames.select(
        c,
        (y, x) -> {
          int sy = y + b.top;
          int sx = x + b.left;
          return sy < 0 || sy >= f.h() || sx < 0 || sx >= f.w() ? -1 : sy * f.w() + sx;
        });
  }

  /** The attributes of a box of the given offset and size. */
  static Attributes attributes(int offsetHeight, int offsetWidth, int height, int width) {
    return Attributes.of("offset_height", offsetHeight)
        .and("offset_width", offsetWidth)
        .and("target_height", height)
        .and("target_width", width);
  }
}
