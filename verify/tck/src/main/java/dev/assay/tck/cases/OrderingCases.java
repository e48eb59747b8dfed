package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Cases of sorting and searching. */
final class OrderingCases {
  private OrderingCases() {}

  static List<OpCases> rows() {
    return List.of(
        OpCases.of("argmax", d -> extreme("argmax", d))
            .reject("C2", Attributes.of("axis", 1), tensor(2))
            .reject("C2", Attributes.none(), tensor())
            .reject("C3", Attributes.of("output_type", "float32"), tensor(2))
            .reject("C4", Attributes.none(), tensor(0, 2)),
        OpCases.of("argmin", d -> extreme("argmin", d))
            .reject("C2", Attributes.of("axis", -2), tensor(2))
            .reject("C3", Attributes.of("output_type", "int8"), tensor(2))
            .reject("C4", Attributes.of("axis", 1), tensor(2, 0)),
        OpCases.of("sort", d -> sorted("sort", d))
            .reject("C2", Attributes.of("axis", 1), tensor(2))
            .reject("C2", Attributes.none(), tensor()),
        OpCases.of("argsort", d -> sorted("argsort", d))
            .reject("C2", Attributes.of("axis", -2), tensor(2))
            .reject("C2", Attributes.none(), tensor()),
        OpCases.of("top_k", OrderingCases::topK)
            .reject("C2", Attributes.none(), tensor())
            .reject("C3", Attributes.of("k", 3), tensor(4, 2))
            .reject("C3", Attributes.of("k", -1), tensor(2)),
        OpCases.of("unique", OrderingCases::unique)
            .reject("C1", Attributes.none(), tensor(2, 2))
            .reject("C1", Attributes.none(), tensor())
            .reject("C2", Attributes.of("out_idx", "float32"), tensor(2)));
  }

  /** Numbers in general position or, where no derivative is asked for at a kink, many equals. */
  private static Tensor values(Draw d, Shape shape) {
    boolean ties = d.choose(3) == 2 && !d.values().isSmooth();
    return ties ? d.integers(d.dtype(), shape, -2, 2) : d.floats(shape, REAL);
  }

  private static Case extreme(String op, Draw d) {
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

  private static Case sorted(String op, Draw d) {
    d.few();
    Shape shape = d.shape(1, 3);
    Attributes attrs = d.flip() ? Attributes.of("axis", d.axis(shape.rank())) : Attributes.none();
    if (d.flip()) {
      attrs = attrs.and("direction", d.pick("DESCENDING", "ASCENDING"));
    }
    if (op.equals("argsort") && d.flip()) {
      attrs = attrs.and("stable", d.flip());
    }
    return new Case(op, List.of(values(d, shape)), attrs);
  }

  private static Case topK(Draw d) {
    d.few();
    Shape shape = d.shape(1, 3);
    int n = shape.dim(-1);
    Attributes attrs =
        n > 0 && d.flip() ? Attributes.none() : Attributes.of("k", n - d.choose(n + 1));
    if (d.flip()) {
      attrs = attrs.and("sorted", d.flip());
    }
    return new Case("top_k", List.of(values(d, shape)), attrs);
  }

  private static Case unique(Draw d) {
    Shape shape = d.shape(1, 1);
    Attributes attrs =
        d.flip() ? Attributes.of("out_idx", d.pick(DType.INT64, DType.INT32)) : Attributes.none();
    return new Case("unique", List.of(d.choose(3) == 2 ? d.bools(shape) : values(d, shape)), attrs);
  }
}
