package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Cases of sorting and searching. */
final class OrderingCases {
  private OrderingCases() {}

  /** A tensor of numbers in general position, or one with many equals. */
  private static Tensor values(Draw d, Shape shape) {
    return d.choose(3) == 2 ? d.integers(d.dtype(), shape, -2, 2) : d.floats(shape, REAL);
  }

  static Case extreme(String op, Draw d) {
    Shape shape = d.shape(1, 3);
    int axis = d.choose(shape.rank());
    if (shape.dim(axis) == 0) {
      shape = shape.with(axis, 3);
    }
    Attributes attrs = Attributes.of("axis", d.flip() ? axis - shape.rank() : axis);
    if (axis == 0 && d.flip()) {
      attrs = Attributes.none();
    }
    if (d.flip()) {
      attrs = attrs.and("output_type", d.pick(DType.INT32, DType.INT64));
    }
    return new Case(op, List.of(values(d, shape)), attrs);
  }
}
