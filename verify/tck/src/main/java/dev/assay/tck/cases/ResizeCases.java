package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Cases of resizing: larger, smaller, the same, one row, one column, every way to match pixels. */
final class ResizeCases {
  private ResizeCases() {}

  static List<OpCases> rows() {
    List<OpCases> rows = new ArrayList<>();
    for (String op : List.of("resize_nearest_neighbor", "resize_bilinear", "resize_bicubic")) {
      Attributes both = size(2, 2).and("align_corners", true).and("half_pixel_centers", true);
      rows.add(
          forward(op)
              .reject("C2", size(2, 2), tensor(2, 2, 1))
              .reject("C3", size(2, 2), tensor(1, 0, 2, 1))
              .reject("C3", size(2, 2), tensor(1, 2, 0, 1))
              .reject("C4", both, tensor(1, 2, 2, 1))
              .reject("C5", size(0, 2), tensor(1, 2, 2, 1))
              .reject("C5", size(2, -1), tensor(1, 2, 2, 1))
              .reject("C5", Attributes.of("size", 2), tensor(1, 2, 2, 1))
              .reject("C5", Attributes.of("size", List.of(2, 2, 2)), tensor(1, 2, 2, 1)));
      rows.add(
          grad(op)
              .reject("C3", Attributes.none(), tensor(1, 2, 2, 1), tensor(2, 2, 1))
              .reject("C4", Attributes.none(), tensor(1, 2, 2, 1), tensor(1, 0, 2, 1))
              .reject("C5", both, tensor(1, 2, 2, 1), tensor(1, 2, 2, 1))
              .reject("C6", Attributes.none(), tensor(2, 2, 1), tensor(1, 2, 2, 1))
              .reject("C6", Attributes.none(), tensor(2, 2, 2, 1), tensor(1, 2, 2, 1))
              .reject("C6", Attributes.none(), tensor(1, 2, 2, 2), tensor(1, 2, 2, 1))
              .reject("C7", Attributes.none(), tensor(1, 0, 2, 1), tensor(1, 2, 2, 1))
              .reject("C8", size(2, 3), tensor(1, 2, 2, 1), tensor(1, 2, 2, 1))
              .reject("C8", Attributes.of("size", 2), tensor(1, 2, 2, 1), tensor(1, 2, 2, 1)));
    }
    rows.add(
        forward("resize_area")
            .reject("C2", size(2, 2), tensor(2, 2, 1))
            .reject("C3", size(2, 2), tensor(1, 0, 2, 1))
            .reject("C4", size(0, 2), tensor(1, 2, 2, 1)));
    rows.add(
        grad("resize_area")
            .reject("C3", Attributes.none(), tensor(1, 2, 2, 1), tensor(2, 2, 1))
            .reject("C4", Attributes.none(), tensor(1, 2, 2, 1), tensor(1, 2, 0, 1))
            .reject("C5", Attributes.none(), tensor(2, 2, 2, 1), tensor(1, 2, 2, 1))
            .reject("C6", Attributes.none(), tensor(1, 2, 0, 1), tensor(1, 2, 2, 1))
            .reject("C7", size(2, 3), tensor(1, 2, 2, 1), tensor(1, 2, 2, 1)));
    return rows;
  }

  private static Attributes size(int h, int w) {
    return Attributes.of("size", new int[] {h, w});
  }

  private static OpCases forward(String op) {
    return OpCases.of(
        op,
        d -> {
          Shape images = images(d);
          Attributes attrs = ways(d, op, size(side(d, images.dim(1)), side(d, images.dim(2))));
          return new Case(op, List.of(d.floats(images, REAL)), attrs);
        });
  }

  private static OpCases grad(String op) {
    return OpCases.of(
        op + "_grad",
        d -> {
          Shape images = images(d);
          int h = side(d, images.dim(1));
          int w = side(d, images.dim(2));
          Attributes attrs = ways(d, op, d.flip() ? size(h, w) : Attributes.none());
          Tensor grads = d.floats(Shape.of(images.dim(0), h, w, images.dim(3)), REAL);
          return new Case(op + "_grad", List.of(grads, ImageCases.like(images)), attrs);
        });
  }

  private static Shape images(Draw d) {
    return Shape.of(
        d.pick(1, 2, 0), d.pick(2, 3, 1, 4, 5, 6), d.pick(3, 2, 1, 5, 4), d.pick(1, 2, 0));
  }

  /** A new height or width. */
  private static int side(Draw d, int old) {
    return d.pick(4, 1, 2, 3, 5, old, 2 * old, (old + 1) / 2, 2 * old - 1);
  }

  private static Attributes ways(Draw d, String op, Attributes attrs) {
    return switch (d.choose(3)) {
      case 1 -> attrs.and("align_corners", true);
      case 2 -> op.equals("resize_area") ? attrs : attrs.and("half_pixel_centers", true);
      default -> attrs;
    };
  }
}
