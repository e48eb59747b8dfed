package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Cases of making tensors from numbers, shapes and types. */
final class CreationCases {
  private static final DType[] TYPES = {
    DType.FLOAT32,
    DType.FLOAT64,
    DType.INT32,
    DType.BOOL,
    DType.BFLOAT16,
    DType.UINT8,
    DType.COMPLEX64,
    DType.FLOAT16,
    DType.INT64
  };

  private CreationCases() {}

  static List<OpCases> all() {
    return List.of(
        OpCases.of("constant", CreationCases::constant)
            .reject("C1", value(Tensor.of("a")).and("dtype", "int32"))
            .reject("C1", value(tensor(1)).and("dtype", "string"))
            .reject("C2", value(tensor(1)).and("shape", List.of(2, -1)))
            .reject("C3", value(tensor(3)).and("shape", List.of(2)))
            .reject("C3", value(tensor(1)).and("shape", List.of(4, 0)))
            .reject("C3", value(tensor(0)).and("shape", List.of(1))),
        OpCases.of("zeros", d -> filled("zeros", d))
            .reject("C1", Attributes.of("shape", List.of(2, -1))),
        OpCases.of("ones", d -> filled("ones", d))
            .reject("C1", Attributes.of("shape", List.of(-1)))
            .reject("C2", Attributes.of("shape", 2).and("dtype", "string")),
        OpCases.unary("zeros_like", REAL),
        OpCases.unary("ones_like", REAL),
        OpCases.of("fill", CreationCases::fill)
            .reject("C1", Attributes.of("dims", 2), tensor(1))
            .reject("C2", Attributes.of("dims", -2), tensor()),
        OpCases.of("eye", CreationCases::eye)
            .reject("C1", Attributes.of("num_rows", -1))
            .reject("C1", Attributes.of("num_rows", 1).and("num_columns", -1))
            .reject("C2", Attributes.of("num_rows", 1).and("batch_shape", -1))
            .reject("C3", Attributes.of("num_rows", 1).and("dtype", "string")),
        OpCases.of("range", CreationCases::range)
            .reject("C6", Attributes.none(), tensor(), tensor(1), tensor())
            .reject("C7", Attributes.none(), Tensor.of(0), Tensor.of(2), Tensor.of(0))
            .reject("C7", Attributes.none(), Tensor.of(0.0), Tensor.of(2.0), Tensor.of(-0.0))
            .reject("C8", Attributes.none(), Tensor.of(2), Tensor.of(0), Tensor.of(1))
            .reject("C8", Attributes.none(), Tensor.of(0.0), Tensor.of(1.0), Tensor.of(-1.0))
            .reject("C8", Attributes.none(), Tensor.of(0.0), Tensor.of(1.0), Tensor.of(Double.NaN))
            .reject("C8", Attributes.none(), Tensor.of(0.0), Tensor.of(Double.NaN), Tensor.of(1.0)),
        OpCases.of("linspace", CreationCases::linspace)
            .reject("C4", Attributes.of("num", 2), tensor(1), tensor())
            .reject("C5", Attributes.of("num", 0), tensor(), tensor()),
        OpCases.of("one_hot", CreationCases::oneHot)
            .reject("C2", Attributes.of("depth", -1), Tensor.of(1))
            .reject("C3", Attributes.of("depth", 2).and("axis", 1), Tensor.of(1))
            .reject("C3", Attributes.of("depth", 2).and("axis", -2), Tensor.of(1))
            .reject("C4", Attributes.of("depth", 2).and("dtype", "string"), Tensor.of(1)),
        OpCases.of("cast", CreationCases::cast)
            .reject("C2", Attributes.of("dtype", "string"), tensor(1)),
        OpCases.of("shape", d -> typed("shape", d))
            .reject("C1", Attributes.of("out_type", "int8"), tensor(1)),
        OpCases.of("size", d -> typed("size", d))
            .reject("C1", Attributes.of("out_type", "float32"), tensor(1)),
        OpCases.unary("rank", REAL));
  }

  private static Attributes value(Tensor value) {
    return Attributes.of("value", value);
  }

  private static List<Integer> list(Shape shape) {
    return Arrays.stream(shape.dims()).boxed().toList();
  }

  private static Case constant(Draw d) {
    Shape own = d.shape(0, 3);
    Attributes attrs = value(d.floats(own, REAL));
    if (d.flip()) {
      attrs = attrs.and("dtype", d.pick(TYPES));
    }
    if (d.flip()) {
      Shape more = own.elements() == 0 ? own : own.concat(Shape.of(d.between(1, 3)));
      attrs = attrs.and("shape", list(more));
    }
    return new Case("constant", List.of(), attrs);
  }

  private static Case filled(String op, Draw d) {
    Attributes attrs = Attributes.of("shape", list(d.shape(0, 3)));
    return new Case(op, List.of(), d.flip() ? attrs.and("dtype", d.pick(TYPES)) : attrs);
  }

  private static Case fill(Draw d) {
    Attributes attrs = Attributes.of("dims", list(d.shape(0, 3)));
    return new Case("fill", List.of(d.floats(Shape.scalar(), REAL)), attrs);
  }

  private static Case eye(Draw d) {
    Attributes attrs = Attributes.of("num_rows", d.size());
    if (d.flip()) {
      attrs = attrs.and("num_columns", d.size());
    }
    if (d.flip()) {
      attrs = attrs.and("batch_shape", List.of(d.between(1, 3), d.between(0, 2)));
    }
    return new Case("eye", List.of(), d.flip() ? attrs.and("dtype", d.pick(TYPES)) : attrs);
  }

  private static Case range(Draw d) {
    boolean integers = d.dtype().isInteger();
    double start = d.between(0, 9);
    double delta =
        integers
            ? d.pick(1, 3, d.dtype() == DType.UINT8 ? 2 : -2)
            : d.pick(1.0, 0.25, -0.5, 0.1, 3.0, -1.75);
    int n = d.between(0, 4);
    // the limit is the next element, or lies between the last and the next
    double past = integers || n == 0 || d.flip() ? 0 : 0.5;
    Shape scalar = Shape.scalar();
    return new Case(
        "range",
        List.of(
            Tensor.of(d.dtype(), scalar, start),
            Tensor.of(d.dtype(), scalar, start + (n - past) * delta),
            Tensor.of(d.dtype(), scalar, delta)),
        Attributes.none());
  }

  private static Case linspace(Draw d) {
    int num = d.pick(2, 1, 3, 5, 10);
    return new Case(
        "linspace",
        List.of(d.floats(Shape.scalar(), REAL), d.floats(Shape.scalar(), REAL)),
        Attributes.of("num", num));
  }

  private static Case oneHot(Draw d) {
    Shape shape = d.shape(0, 2);
    // as deep as wide now and then: only squares betray a confused axis
    boolean square = d.flip() && shape.rank() > 0;
    int depth = square ? shape.dim(-1) : d.pick(3, 1, 5, 0);
    DType type = d.pick(DType.INT32, DType.INT64, DType.UINT8, DType.INT8);
    Attributes attrs = Attributes.of("depth", depth);
    if (d.flip()) {
      attrs = attrs.and("on_value", d.pick(2.5, -1.0)).and("off_value", d.pick(-0.1, 3.0));
    }
    if (d.flip()) {
      attrs = attrs.and("axis", d.axis(shape.rank() + 1));
    }
    if (d.flip()) {
      attrs = attrs.and("dtype", d.pick(TYPES));
    }
    return new Case("one_hot", List.of(d.integers(type, shape, -1, depth)), attrs);
  }

  /** Derivatives are judged where the result has the precision of the argument. */
  private static Case cast(Draw d) {
    Shape shape = d.shape(0, 3);
    if (d.dtype().isComplex()) {
      DType part = d.pick(d.dtype(), d.dtype().realType(), DType.INT32);
      return new Case("cast", List.of(d.floats(shape, REAL)), Attributes.of("dtype", part));
    }
    DType to = d.pick(DType.FLOAT64, DType.INT32, DType.BOOL, DType.UINT8, DType.INT64, DType.INT8);
    Tensor x =
        switch (d.choose(4)) {
          case 0, 1 -> d.floats(shape, REAL);
          case 2 -> d.integers(d.pick(DType.INT64, DType.INT16, DType.UINT8), shape, -300, 300);
          default -> d.bools(shape);
        };
    if (!x.dtype().isFloating() || d.values() == Draw.Values.WILD) {
      to = d.flip() ? d.pick(TYPES) : to;
    } else if (to.isFloating()) {
      to = x.dtype();
    }
    return new Case("cast", List.of(x), Attributes.of("dtype", to));
  }

  private static Case typed(String op, Draw d) {
    Tensor input = d.floats(d.shape(0, 3), REAL);
    Attributes attrs =
        d.flip() ? Attributes.of("out_type", d.pick(DType.INT64, DType.INT32)) : Attributes.none();
    return new Case(op, List.of(input), attrs);
  }
}
