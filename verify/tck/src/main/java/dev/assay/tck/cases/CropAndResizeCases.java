package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Cases of crop_and_resize and its adjoints. */
final class CropAndResizeCases {
  private CropAndResizeCases() {}

  static List<OpCases> rows() {
    Attributes two = Attributes.of("crop_size", new int[] {2, 2});
    Attributes none = Attributes.none();
    Tensor image = tensor(1, 2, 2, 1);
    Tensor box = tensor(1, 4);
    Tensor at = ints(0);
    Tensor nan = Tensor.of(DType.FLOAT32, Shape.of(1, 4), 0, 0, Double.NaN, 1);
    Attributes odd = two.and("order", new int[] {0, 3});
    List<OpCases> rows = new ArrayList<>();
    rows.add(
        OpCases.of("crop_and_resize", CropAndResizeCases::crop)
            .reject("C4", two, tensor(2, 2, 1), box, at)
            .reject("C4", two, tensor(1, 0, 2, 1), box, at)
            .reject("C5", two, image, tensor(4), at)
            .reject("C5", two, image, tensor(1, 3), at)
            .reject("C5", two, image, box, ints(0, 0))
            .reject("C6", two, image, nan, at)
            .reject("C7", two, image, box, ints(1))
            .reject("C7", two, image, box, ints(-1))
            .reject("C8", odd, image, box, at)
            .reject("C8", two.and("order", 1), image, box, at)
            .reject("C10", two.and("crop_size", new int[] {2, 0}), image, box, at)
            .reject("C10", two.and("crop_size", 2), image, box, at));
    rows.add(
        OpCases.of("crop_and_resize_grad_image", CropAndResizeCases::gradImage)
            .reject("C6", none, image, box, at, tensor(2, 2, 1))
            .reject("C7", none, image, tensor(1, 3), at, image)
            .reject("C8", none, image, nan, at, image)
            .reject("C9", none, image, box, ints(1), image)
            .reject("C10", odd, image, box, at, image)
            .reject("C11", none, tensor(2, 2, 2, 1), box, at, image)
            .reject("C11", none, tensor(1, 0, 2, 1), box, at, image)
            .reject("C11", none, tensor(1, 2, 2, 2), box, at, image)
            .reject("C12", two.and("crop_size", new int[] {2, 1}), image, box, at, image));
    rows.add(
        OpCases.of("crop_and_resize_grad_boxes", CropAndResizeCases::gradBoxes)
            .reject("C6", none, image, tensor(2, 2, 1), box, at)
            .reject("C7", none, image, image, tensor(1, 3), at)
            .reject("C8", none, image, image, nan, at)
            .reject("C9", none, image, image, box, ints(1))
            .reject("C10", odd, image, image, box, at)
            .reject("C11", none, tensor(2, 2, 2, 1), image, box, at)
            .reject("C12", two.and("crop_size", new int[] {2, 1}), image, image, box, at));
    return rows;
  }

  private static Tensor ints(int... values) {
    return Tensor.of(values);
  }

  /** What the three operations are called with. */
  private record Drawn(Shape image, Tensor boxes, Tensor at, Shape crop, Attributes attrs) {}

  private static Drawn draw(Draw d) {
    Shape image =
        Shape.of(d.pick(1, 2), d.pick(3, 2, 1, 4, 5), d.pick(2, 3, 1, 4), d.pick(1, 2, 0));
    int n = d.pick(1, 2, 3, 0);
    int h = d.pick(2, 1, 3, 4);
    int w = d.pick(3, 1, 2, 5);
    Tensor boxes = boxes(d, n);
    Tensor at = d.integers(d.pick(DType.INT32, DType.INT64), Shape.of(n), 0, image.dim(0) - 1);
    Attributes attrs =
        Attributes.of("method", d.pick("bilinear", "bilinear", "nearest"))
            .and(
                "order",
                d.pick(List.of(0L, 0L), List.of(0L, 0L), List.of(0L, 1L), List.of(1L, 1L)));
    Shape crop = Shape.of(n, h, w, image.dim(3));
    return new Drawn(image, boxes, at, crop, attrs);
  }

  /** In general position, or with corners on pixels and beyond the image. Always finite. */
  private static Tensor boxes(Draw d, int n) {
    SplittableRandom random = new SplittableRandom(d.choose(1 << 20));
    boolean general = d.values().isSmooth();
    double reach = d.flip() ? 0.5 : 0;
    double[] v = new double[4 * n];
    for (int i = 0; i < v.length; i++) {
      boolean end = i % 4 >= 2;
      v[i] =
          general
              ? random.nextDouble() * (1 + reach) - reach / 2
              : random.nextInt(3) > 0 ? (end ? 1 : 0) : random.nextInt(-2, 11) / 8.0;
    }
    DType dtype = d.dtype().isFloating() ? d.dtype() : DType.FLOAT32;
    return Tensor.of(Shape.of(n, 4), HostStorage.ofDoubles(dtype, v));
  }

  private static Attributes size(Shape crop) {
    return Attributes.of("crop_size", new int[] {crop.dim(1), crop.dim(2)});
  }

  private static Attributes sizeIf(Draw d, Drawn x) {
    return d.flip() ? x.attrs.and("crop_size", new int[] {x.crop.dim(1), x.crop.dim(2)}) : x.attrs;
  }

  private static Case crop(Draw d) {
    Drawn x = draw(d);
    Attributes attrs =
        size(x.crop)
            .and("method", x.attrs.asMap().get("method"))
            .and("order", x.attrs.asMap().get("order"))
            .and("extrapolation_value", d.pick(0.0, 2.5, -1.0));
    return new Case("crop_and_resize", List.of(d.floats(x.image, REAL), x.boxes, x.at), attrs);
  }

  private static Case gradImage(Draw d) {
    Drawn x = draw(d);
    return new Case(
        "crop_and_resize_grad_image",
        List.of(d.floats(x.crop, REAL), x.boxes, x.at, ImageCases.like(x.image)),
        sizeIf(d, x));
  }

  private static Case gradBoxes(Draw d) {
    Drawn x = draw(d);
    return new Case(
        "crop_and_resize_grad_boxes",
        List.of(d.floats(x.crop, REAL), d.floats(x.image, REAL), x.boxes, x.at),
        sizeIf(d, x));
  }
}
