package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Cases of operations on images. */
public final class ImageCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return Stream.of(
            flips(),
            boxes(),
            ResizeCases.rows(),
            ColourCases.rows(),
            CropAndResizeCases.rows(),
            CodecCases.rows())
        .flatMap(List::stream)
        .toList();
  }

  private static List<OpCases> flips() {
    Attributes none = Attributes.none();
    return Stream.of("flip_left_right", "flip_up_down", "transpose_image", "rot90")
        .map(
            op ->
                OpCases.of(
                        op,
                        d -> {
                          Tensor image = d.floats(image(d, 0), REAL);
                          int k = d.pick(1, 2, 3, 0, -1, 7);
                          return new Case(
                              op,
                              List.of(image),
                              op.equals("rot90") ? Attributes.of("k", k) : none);
                        })
                    .reject("C1", none, tensor(2, 3))
                    .reject("C1", none, tensor(1, 1, 2, 3, 1)))
        .toList();
  }

  /** An image or a batch of them, height and width at least {@code least}. */
  static Shape image(Draw d, int least) {
    int h = Math.max(least, d.extent(2, 1, 3, 5, 4, 0));
    int w = d.choose(3) == 2 ? h : Math.max(least, d.extent(3, 1, 2, 4, 0, 5));
    Shape one = Shape.of(h, w, d.extent(1, 2, 3, 0));
    return d.flip() ? Shape.of(d.pick(2, 1, 0, 3)).concat(one) : one;
  }

  private static List<OpCases> boxes() {
    Attributes crop = box(1, 0, 1, 2);
    Attributes pad = box(1, 0, 4, 3);
    return List.of(
        forward("crop_to_bounding_box", ImageCases::crop)
            .reject("C1", crop, tensor(2, 2))
            .reject("C2", crop.and("target_width", 0), tensor(2, 3, 1))
            .reject("C2", crop.and("target_height", -1), tensor(2, 3, 1))
            .reject("C3", crop.and("offset_height", -1), tensor(2, 3, 1))
            .reject("C3", crop.and("offset_width", -1), tensor(2, 3, 1))
            .reject("C4", crop.and("offset_height", 2), tensor(2, 3, 1))
            .reject("C4", crop.and("target_width", 4), tensor(2, 3, 1))
            .reject("C4", crop.and("target_width", Long.MAX_VALUE), tensor(2, 3, 1))
            .reject("C4", crop.and("offset_width", Long.MAX_VALUE), tensor(1, 2, 3, 1)),
        grad("crop_to_bounding_box", ImageCases::crop)
            .reject("C2", crop, tensor(1, 2, 1), tensor(2, 2))
            .reject("C3", crop.and("target_height", 0), tensor(1, 2, 1), tensor(2, 3, 1))
            .reject("C4", crop.and("offset_width", -1), tensor(1, 2, 1), tensor(2, 3, 1))
            .reject("C5", crop.and("offset_width", 2), tensor(1, 2, 1), tensor(2, 3, 1))
            .reject("C6", crop, tensor(1, 1, 1), tensor(2, 3, 1))
            .reject("C6", crop, tensor(1, 1, 2, 1), tensor(2, 3, 1)),
        forward("pad_to_bounding_box", ImageCases::pad)
            .reject("C1", pad, tensor(2, 2))
            .reject("C2", pad.and("target_height", 0), tensor(2, 3, 1))
            .reject("C3", pad.and("offset_height", -1), tensor(2, 3, 1))
            .reject("C4", pad.and("offset_height", 3), tensor(2, 3, 1))
            .reject("C4", pad.and("offset_width", 1), tensor(2, 3, 1))
            .reject("C4", pad.and("offset_width", Long.MAX_VALUE), tensor(2, 3, 1)),
        grad("pad_to_bounding_box", ImageCases::pad)
            .reject("C2", pad, tensor(4, 3, 1), tensor(2, 3))
            .reject("C3", pad.and("target_width", 0), tensor(4, 3, 1), tensor(2, 3, 1))
            .reject("C4", pad.and("offset_height", -1), tensor(4, 3, 1), tensor(2, 3, 1))
            .reject("C5", pad.and("offset_height", 3), tensor(4, 3, 1), tensor(2, 3, 1))
            .reject("C6", pad, tensor(3, 3, 1), tensor(2, 3, 1)),
        forward("resize_image_with_crop_or_pad", ImageCases::centre)
            .reject("C1", size(1, 1), tensor(2, 2))
            .reject("C2", size(0, 1), tensor(2, 3, 1))
            .reject("C2", size(1, -1), tensor(2, 3, 1)),
        grad("resize_image_with_crop_or_pad", ImageCases::centre)
            .reject("C2", size(1, 1), tensor(1, 1, 1), tensor(2, 3))
            .reject("C3", size(1, 0), tensor(1, 1, 1), tensor(2, 3, 1))
            .reject("C4", size(1, 1), tensor(1, 2, 1), tensor(2, 3, 1)),
        forward("central_crop", ImageCases::central)
            .reject("C1", fraction(0.5), tensor(2, 2))
            .reject("C2", fraction(0), tensor(2, 3, 1))
            .reject("C2", fraction(1.5), tensor(2, 3, 1))
            .reject("C2", fraction(Double.NaN), tensor(2, 3, 1)),
        grad("central_crop", ImageCases::central)
            .reject("C2", fraction(0.5), tensor(1, 1, 1), tensor(2, 3))
            .reject("C3", fraction(0), tensor(1, 1, 1), tensor(2, 3, 1))
            .reject("C4", fraction(0.5), tensor(1, 1, 1), tensor(5, 4, 1)));
  }

  /** Draws attributes for an image. */
  private interface Fit {
    Attributes draw(Draw d, Shape image);
  }

  private static OpCases forward(String op, Fit fit) {
    return OpCases.of(
        op,
        d -> {
          Shape s = image(d, 1);
          return new Case(op, List.of(d.floats(s, REAL)), fit.draw(d, s));
        });
  }

  private static OpCases grad(String op, Fit fit) {
    return OpCases.of(
        op + "_grad",
        d -> {
          Shape s = image(d, 1);
          Attributes attrs = fit.draw(d, s);
          Shape result =
              new Case(op, List.of(Tensor.zeros(DType.FLOAT32, s)), attrs).call().output().shape();
          return new Case(op + "_grad", List.of(d.floats(result, REAL), like(s)), attrs);
        });
  }

  /** A tensor of which only the shape counts. */
  static Tensor like(Shape s) {
    return Tensor.zeros(DType.FLOAT32, s);
  }

  private static Attributes box(int top, int left, int height, int width) {
    return Attributes.of("offset_height", top)
        .and("offset_width", left)
        .and("target_height", height)
        .and("target_width", width);
  }

  private static Attributes size(int height, int width) {
    return Attributes.of("target_height", height).and("target_width", width);
  }

  private static Attributes fraction(double f) {
    return Attributes.of("central_fraction", f);
  }

  private static Attributes crop(Draw d, Shape s) {
    int top = d.choose(s.dim(-3));
    int left = d.choose(s.dim(-2));
    return box(top, left, d.between(1, s.dim(-3) - top), d.between(1, s.dim(-2) - left));
  }

  private static Attributes pad(Draw d, Shape s) {
    int top = d.choose(3);
    int left = d.choose(3);
    return box(top, left, s.dim(-3) + top + d.choose(3), s.dim(-2) + left + d.choose(3));
  }

  private static Attributes centre(Draw d, Shape s) {
    return size(d.between(1, 8), d.between(1, 8));
  }

  private static Attributes central(Draw d, Shape s) {
    return fraction(d.pick(0.5, 1.0, 0.25, 0.875, 0.1, 0.7));
  }
}
