package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of operations on images. */
public final class ImageSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return Stream.of(
            geometry(),
            ResizeSpecs.all(),
            ColourSpecs.all(),
            CropAndResizeSpecs.all(),
            CodecSpecs.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Spec> geometry() {
    return List.of(
        Spec.of("flip_left_right", ImageSpecs::flipLeftRight).affineIn(0),
        Spec.of("flip_up_down", ImageSpecs::flipUpDown).affineIn(0),
        Spec.of("transpose_image", ImageSpecs::transposeImage).affineIn(0),
        Spec.of("rot90", ImageSpecs::rot90).affineIn(0),
        Spec.of("crop_to_bounding_box", ImageSpecs::crop).affineIn(0),
        Spec.of("crop_to_bounding_box_grad", ImageSpecs::cropGrad).affineIn(0),
        Spec.of("pad_to_bounding_box", ImageSpecs::pad).affineIn(0),
        Spec.of("pad_to_bounding_box_grad", ImageSpecs::padGrad).affineIn(0),
        Spec.of("resize_image_with_crop_or_pad", ImageSpecs::cropOrPad).affineIn(0),
        Spec.of("resize_image_with_crop_or_pad_grad", ImageSpecs::cropOrPadGrad).affineIn(0),
        Spec.of("central_crop", ImageSpecs::centralCrop).affineIn(0),
        Spec.of("central_crop_grad", ImageSpecs::centralCropGrad).affineIn(0));
  }

  /** An image or a batch with other rows and columns: element (…, y, x, c) from a pixel (y, x). */
  private static <T extends RealFieldElement<T>> SpecTensor<T> pixels(
      SpecCall<T> c, int height, int width, Function<int[], int[]> source) {
    Shape s = c.shape(0);
    int y = s.rank() - 3;
    return SpecTensor.at(
        s.with(y, height).with(y + 1, width),
        ix -> {
          int[] from = source.apply(new int[] {ix[y], ix[y + 1]});
          boolean outside =
              from[0] < 0 || from[1] < 0 || from[0] >= s.dim(y) || from[1] >= s.dim(y + 1);
          if (outside) {
            return c.k().of(0);
          }
          int[] at = ix.clone();
          at[y] = from[0];
          at[y + 1] = from[1];
          return c.in(0).at(at);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> flipLeftRight(SpecCall<T> c) {
    int w = c.shape(0).dim(-2);
    return pixels(c, c.shape(0).dim(-3), w, p -> new int[] {p[0], w - 1 - p[1]});
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> flipUpDown(SpecCall<T> c) {
    int h = c.shape(0).dim(-3);
    return pixels(c, h, c.shape(0).dim(-2), p -> new int[] {h - 1 - p[0], p[1]});
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> transposeImage(SpecCall<T> c) {
    return pixels(c, c.shape(0).dim(-2), c.shape(0).dim(-3), p -> new int[] {p[1], p[0]});
  }

  /** One quarter of a turn after the other. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> rot90(SpecCall<T> c) {
    long k = ((c.attrs().integer("k") % 4) + 4) % 4;
    int[] size = {c.shape(0).dim(-3), c.shape(0).dim(-2)};
    int h = k % 2 == 0 ? size[0] : size[1];
    int w = k % 2 == 0 ? size[1] : size[0];
    return pixels(
        c,
        h,
        w,
        p -> {
          int[] at = p;
          int columns = w;
          int rows = h;
          for (long i = 0; i < k; i++) {
            // the top row of the turned image is the last column of the one before
            at = new int[] {at[1], rows - 1 - at[0]};
            int swap = rows;
            rows = columns;
            columns = swap;
          }
          return at;
        });
  }

  private static int attr(SpecCall<?> c, String name) {
    return (int) c.attrs().integer(name);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> moved(
      SpecCall<T> c, int height, int width, int down, int right) {
    return pixels(c, height, width, p -> new int[] {p[0] + down, p[1] + right});
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> crop(SpecCall<T> c) {
    return moved(
        c,
        attr(c, "target_height"),
        attr(c, "target_width"),
        attr(c, "offset_height"),
        attr(c, "offset_width"));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> cropGrad(SpecCall<T> c) {
    return back(c, -attr(c, "offset_height"), -attr(c, "offset_width"));
  }

  /** In the shape of the second argument. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> back(
      SpecCall<T> c, int down, int right) {
    return moved(c, c.shape(1).dim(-3), c.shape(1).dim(-2), down, right);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> pad(SpecCall<T> c) {
    return moved(
        c,
        attr(c, "target_height"),
        attr(c, "target_width"),
        -attr(c, "offset_height"),
        -attr(c, "offset_width"));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> padGrad(SpecCall<T> c) {
    return back(c, attr(c, "offset_height"), attr(c, "offset_width"));
  }

  /** How many rows are cut off in front; negative: added. The odd one is cut or added behind. */
  private static int cut(int size, int target) {
    int before = 0;
    int after = 0;
    while (size - before - after > target) {
      if (before < after) {
        before++;
      } else {
        after++;
      }
    }
    while (size - before - after < target) {
      if (before > after) {
        before--;
      } else {
        after--;
      }
    }
    return before;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> cropOrPad(SpecCall<T> c) {
    int h = attr(c, "target_height");
    int w = attr(c, "target_width");
    return moved(c, h, w, cut(c.shape(0).dim(-3), h), cut(c.shape(0).dim(-2), w));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> cropOrPadGrad(SpecCall<T> c) {
    return back(
        c,
        -cut(c.shape(1).dim(-3), attr(c, "target_height")),
        -cut(c.shape(1).dim(-2), attr(c, "target_width")));
  }

  /** TensorFlow's start of the box: {@code int((size − size·fraction)/2)}. */
  private static int start(SpecCall<?> c, int size) {
    return (int) Math.floor((size - size * c.attrs().number("central_fraction")) / 2);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> centralCrop(SpecCall<T> c) {
    int h = c.shape(0).dim(-3);
    int w = c.shape(0).dim(-2);
    int top = start(c, h);
    int left = start(c, w);
    return moved(c, h - 2 * top, w - 2 * left, top, left);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> centralCropGrad(SpecCall<T> c) {
    return back(c, -start(c, c.shape(1).dim(-3)), -start(c, c.shape(1).dim(-2)));
  }
}
