package dev.assay.tck.mutants;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What people get wrong with images: pixel centres, corners, edges, rows for columns, channels. */
final class ImageBugs {
  private ImageBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    for (String op : List.of("resize_nearest_neighbor", "resize_bilinear", "resize_bicubic")) {
      m.add(Mutant.ignored(op, "half_pixel_centers", false));
      m.add(Mutant.ignored(op, "align_corners", false));
      m.add(Mutant.ignored(op + "_grad", "half_pixel_centers", false));
      m.add(Mutant.ignored(op + "_grad", "align_corners", false));
    }
    m.add(Mutant.ignored("resize_area", "align_corners", false));
    m.add(Mutant.ignored("rot90", "k", 1L));
    m.add(Mutant.ignored("crop_to_bounding_box", "offset_height", 0L));
    m.add(Mutant.ignored("pad_to_bounding_box", "offset_width", 0L));
    m.add(Mutant.ignored("crop_and_resize", "extrapolation_value", 0.0));
    m.add(Mutant.ignored("crop_and_resize", "method", "bilinear"));
    m.add(Mutant.ignored("adjust_gamma", "gain", 1.0));
    m.add(Mutant.ignored("convert_image_dtype", "saturate", false));
    m.add(Mutant.kernel("decode_png", "blue, green, red", (call, right) -> blueFirst(right)));
    m.add(Mutant.kernel("decode_jpeg", "blue, green, red", (call, right) -> blueFirst(right)));
    negated(m, "adjust_hue", "delta");
    negated(m, "rot90", "k");
    other(m, "flip_left_right", "flip_up_down");
    other(m, "transpose_image", "rot90");
    other(m, "resize_bicubic", "resize_bilinear");
    other(m, "resize_area", "resize_bilinear");
    m.add(
        Mutant.kernel(
            "resize_bicubic", "a smaller cubic coefficient", ImageBugs::otherCoefficient));
    reordered(m, "rgb_to_grayscale", "weights swapped", k -> 2 - k);
    reordered(m, "rgb_to_hsv", "blue, green, red", k -> 2 - k);
    m.add(Mutant.kernel("adjust_contrast", "the mean over channels too", ImageBugs::meanOfAll));
    m.add(
        Mutant.kernel(
            "per_image_standardization",
            "no least deviation",
            (call, right) -> scaled(right, call.in(0), 1e-9)));
    m.add(
        Mutant.kernel(
            "image_gradients", "dx and dy swapped", (call, r) -> List.of(r.get(1), r.get(0))));
    m.add(
        Mutant.derivative(
            "crop_and_resize",
            "the gradient of boxes as (x, y)",
            (call, dy, right) ->
                List.of(right.get(0), right.get(1).map(ImageBugs::swapPairs), Optional.empty())));
    m.add(
        Mutant.derivative(
            "adjust_contrast",
            "the mean taken for constant",
            (call, dy, right) ->
                List.of(Optional.of(times(dy.get(0), call.attrs().number("contrast_factor"))))));
    m.add(
        Mutant.derivative(
            "resize_bilinear",
            "the gradient at the nearest sample only",
            (call, dy, right) -> List.of(Optional.of(nearestGradient(call, dy.get(0))))));
    m.add(
        Mutant.derivative(
            "total_variation",
            "without sign",
            (call, dy, right) -> List.of(right.get(0).map(Bug.UNSIGNED::on))));
    return m;
  }

  private static void negated(List<Mutant> m, String op, String attribute) {
    m.add(
        Mutant.kernel(
            op,
            attribute + " with the wrong sign",
            (call, right) -> {
              Object v = call.attrs().asMap().get(attribute);
              Object minus = v instanceof Long k ? (Object) (-k) : (Object) (-(Double) v);
              return Bug.withAttribute(call, right, attribute, minus);
            }));
  }

  /** Computes another operation, where that has a result of the same type. */
  private static void other(List<Mutant> m, String op, String instead) {
    m.add(
        Mutant.kernel(
            op,
            "computes " + instead,
            (call, right) -> {
              Attributes attrs = Attributes.none();
              for (var e : call.attrs().asMap().entrySet()) {
                if (OpRegistry.get(instead).attributes().stream()
                    .anyMatch(a -> a.name().equals(e.getKey()))) {
                  attrs = attrs.and(e.getKey(), e.getValue());
                }
              }
              return sameType(Call.of(OpRegistry.get(instead), call.inputs(), attrs), right);
            }));
  }

  private static List<Tensor> sameType(Call call, List<Tensor> right) {
    List<Tensor> wrong = call.runReference();
    boolean same =
        wrong.get(0).dtype() == right.get(0).dtype()
            && wrong.get(0).shape().equals(right.get(0).shape());
    return same ? wrong : right;
  }

  /** The operation on pixels whose channels are in another order. */
  private static void reordered(List<Mutant> m, String op, String what, IntUnaryOperator order) {
    m.add(
        Mutant.kernel(
            op,
            what,
            (call, right) -> {
              int[] source = new int[call.in(0).size()];
              for (int i = 0; i < source.length; i++) {
                source[i] = i / 3 * 3 + order.applyAsInt(i % 3);
              }
              HostStorage x = call.in(0).host();
              Tensor moved = Tensor.of(call.in(0).shape(), x.select(source, x));
              return Call.of(call.op(), List.of(moved), call.attrs()).runReference();
            }));
  }

  /** About what a smaller coefficient does: nearer to the straight line. */
  private static List<Tensor> otherCoefficient(Call call, List<Tensor> right) {
    double[] y = right.get(0).toDoubles();
    double[] b =
        Call.of(OpRegistry.get("resize_bilinear"), call.inputs(), call.attrs())
            .runReference()
            .get(0)
            .toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] += (b[i] - y[i]) / 3;
    }
    return List.of(like(right.get(0), y));
  }

  private static Tensor like(Tensor t, double[] values) {
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), values));
  }

  private static Tensor times(Tensor t, double factor) {
    double[] v = t.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
    return like(t, v);
  }

  /** Every image of one channel more columns instead: the mean is then that of all channels. */
  private static List<Tensor> meanOfAll(Call call, List<Tensor> right) {
    Tensor x = call.in(0);
    Shape s = x.shape();
    int n = s.rank();
    Shape wide = s.with(n - 2, s.dim(-2) * s.dim(-1)).with(n - 1, 1);
    Tensor one = Tensor.of(wide, x.storage());
    Tensor y = Call.of(call.op(), List.of(one), call.attrs()).runReference().get(0);
    return List.of(Tensor.of(s, y.storage()));
  }

  /** Divided by the deviation itself. */
  private static List<Tensor> scaled(List<Tensor> right, Tensor image, double factor) {
    if (!image.dtype().isFloating()) {
      return right;
    }
    Tensor y = right.get(0);
    double[] v = y.toDoubles();
    int n = Math.max(1, image.shape().slice(image.rank() - 3, image.rank()).elements());
    for (int from = 0; from < v.length; from += n) {
      double squares = 0;
      for (int i = from; i < from + n; i++) {
        squares += v[i] * v[i];
      }
      double deviation = Math.sqrt(squares / n);
      for (int i = from; i < from + n; i++) {
        v[i] = deviation > factor ? v[i] / deviation : v[i];
      }
    }
    return List.of(like(y, v));
  }

  private static List<Tensor> blueFirst(List<Tensor> right) {
    Tensor image = right.get(0);
    if (image.shape().dim(2) != 3) {
      return right;
    }
    int[] source = new int[image.size()];
    for (int i = 0; i < source.length; i++) {
      source[i] = i / 3 * 3 + 2 - i % 3;
    }
    HostStorage v = image.host();
    return List.of(Tensor.of(image.shape(), v.select(source, v)));
  }

  private static Tensor swapPairs(Tensor t) {
    double[] v = t.toDoubles();
    for (int i = 0; i + 1 < v.length; i += 2) {
      double first = v[i];
      v[i] = v[i + 1];
      v[i + 1] = first;
    }
    return like(t, v);
  }

  private static Tensor nearestGradient(Call call, Tensor dy) {
    Attributes attrs = Attributes.none();
    for (String way : List.of("align_corners", "half_pixel_centers")) {
      attrs = attrs.and(way, call.attrs().flag(way));
    }
    return Call.of(OpRegistry.get("resize_nearest_neighbor_grad"), List.of(dy, call.in(0)), attrs)
        .runReference()
        .get(0);
  }
}
