package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** The eight symmetries of a rectangle, on images of any type. Each undoes itself or has a k. */
final class Flips {
  static final Op LEFT_RIGHT =
      row("flip_left_right", "output[…, y, x, c] = image[…, y, w − 1 − x, c]")
          .kernel(
              c -> {
                Frames f = Frames.of(c, 0);
                return Frames.select(c, (y, x) -> y * f.w() + f.w() - 1 - x);
              })
          .vjp("image", p -> flipLeftRight(p.dy()))
          .build();

  static final Op UP_DOWN =
      row("flip_up_down", "output[…, y, x, c] = image[…, h − 1 − y, x, c]")
          .kernel(
              c -> {
                Frames f = Frames.of(c, 0);
                return Frames.select(c, (y, x) -> (f.h() - 1 - y) * f.w() + x);
              })
          .vjp("image", p -> flipUpDown(p.dy()))
          .build();

  static final Op TRANSPOSE =
      row("transpose_image", "output[…, y, x, c] = image[…, x, y, c]")
          .type(o -> new TensorType(o.dtype(0), turned(o.shape(0), 1)))
          .kernel(
              c -> {
                Frames f = Frames.of(c, 0);
                return Frames.select(c, (y, x) -> x * f.w() + y);
              })
          .vjp("image", p -> transposeImage(p.dy()))
          .build();

  static final Op ROT90 =
      row("rot90", "output[…, y, x, c] = image[…, x, w − 1 − y, c], k times")
          .note("Counter-clockwise. Any k; only k mod 4 counts.")
          .attr("k", Type.INT, 1, "how many quarters of a turn")
          .type(o -> new TensorType(o.dtype(0), turned(o.shape(0), quarters(o.attrs()))))
          .kernel(Flips::rotate)
          .vjp("image", p -> rot90(p.dy(), 4 - quarters(p.attrs())))
          .build();

  static final List<Op> ROWS = List.of(LEFT_RIGHT, UP_DOWN, TRANSPOSE, ROT90);

  private Flips() {}

  private static Op.Builder row(String name, String formula) {
    Op.Builder b =
        Op.define(name)
            .formula(formula)
            .input("image", ANY, "one image [h, w, c] or a batch [n, h, w, c]");
    return Frames.requireImage(b, 0, "image");
  }

  private static int quarters(Attributes attrs) {
    return (int) Math.floorMod(attrs.integer("k"), 4L);
  }

  private static Shape turned(Shape s, int quarters) {
    return quarters % 2 == 0 ? s : Frames.resized(s, s.dim(-2), s.dim(-3));
  }

  private static List<Tensor> rotate(Call c) {
    Frames f = Frames.of(c, 0);
    int h = f.h();
    int w = f.w();
    return switch (quarters(c.attrs())) {
      case 0 -> Frames.select(c, (y, x) -> y * w + x);
      case 1 -> Frames.select(c, (y, x) -> x * w + w - 1 - y);
      case 2 -> Frames.select(c, (y, x) -> (h - 1 - y) * w + w - 1 - x);
      default -> Frames.select(c, (y, x) -> (h - 1 - x) * w + y);
    };
  }

  static Tensor flipLeftRight(Tensor image) {
    return Dispatch.one(LEFT_RIGHT, image);
  }

  static Tensor flipUpDown(Tensor image) {
    return Dispatch.one(UP_DOWN, image);
  }

  static Tensor transposeImage(Tensor image) {
    return Dispatch.one(TRANSPOSE, image);
  }

  static Tensor rot90(Tensor image, long k) {
    return Dispatch.one(ROT90, Attributes.of("k", k), image);
  }
}
