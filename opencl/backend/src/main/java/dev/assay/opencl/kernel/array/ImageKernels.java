package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.array.View.Bounded;
import java.util.HashMap;
import java.util.Map;

/**
 * Crops and borders of images: {@code output[…, y, x, c] = image[…, y + top, x + left, c]}, 0
 * outside. Adjoints are the same with the opposite offsets.
 */
final class ImageKernels implements KernelFamily {
  /** The first row or column that is kept of a side of an image; negative for a border. */
  private interface Place {
    int of(Attributes attrs, String side, int size);
  }

  private static final Map<String, Place> PLACES =
      Map.of(
          "crop_to_bounding_box", (a, side, size) -> a.int32("offset_" + side),
          "pad_to_bounding_box", (a, side, size) -> -a.int32("offset_" + side),
          "resize_image_with_crop_or_pad",
              (a, side, size) -> centred(size, a.int32("target_" + side)),
          "central_crop", (a, side, size) -> margin(size, a.number("central_fraction")));

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    PLACES.forEach(
        (name, place) -> {
          ops.put(name, Movement.of(c -> moved(c, 0, 1, place)));
          ops.put(name + "_grad", Movement.of(c -> moved(c, 1, -1, place)));
        });
    return ops;
  }

  private static int centred(int size, int target) {
    return size >= target ? (size - target) / 2 : -((target - size) / 2);
  }

  private static int margin(int size, double fraction) {
    return (int) ((size - size * fraction) / 2);
  }

  /** {@code image} is the position of the image among the arguments, the first of which moves. */
  private static View moved(Call c, int image, int sign, Place place) {
    View v = View.of(c.in(0).shape());
    v = side(v, c, 3, sign * place.of(c.attrs(), "height", c.in(image).shape().dim(-3)));
    return side(v, c, 2, sign * place.of(c.attrs(), "width", c.in(image).shape().dim(-2)));
  }

  private static View side(View v, Call c, int fromEnd, int first) {
    int from = c.in(0).shape().dim(-fromEnd);
    int to = c.output().shape().dim(-fromEnd);
    int d = c.in(0).rank() - fromEnd;
    return 0 <= first && first + to <= from
        ? v.narrowed(d, first, 1, to)
        : v.ruled(d, to, new Bounded(first, from));
  }
}
