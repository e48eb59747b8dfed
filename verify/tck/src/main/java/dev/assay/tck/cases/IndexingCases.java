package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of picking and scattering elements. */
public final class IndexingCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return Stream.of(rows(), StridedSliceCases.rows(), PositionCases.rows(), OrderingCases.rows())
        .flatMap(List::stream)
        .toList();
  }

  private static List<OpCases> rows() {
    return List.of(
        OpCases.of("where", IndexingCases::where)
            .reject("C4", Attributes.none(), bools(2), tensor(2))
            .reject("C5", Attributes.none(), bools(2), tensor(3), tensor(3))
            .reject("C5", Attributes.none(), bools(3), tensor(3), tensor(2)),
        OpCases.of("gather", d -> gather(d, false))
            .reject("C2", Attributes.none(), tensor(), ints())
            .reject("C3", Attributes.of("batch_dims", 2), tensor(2, 2), ints(0, 1))
            .reject("C3", Attributes.of("batch_dims", -2), tensor(2, 2), ints(0, 1))
            .reject("C4", Attributes.of("axis", 2), tensor(2, 2), ints(0, 1))
            .reject("C4", Attributes.of("axis", -3), tensor(2, 2), ints(0, 1))
            .reject("C5", Attributes.of("batch_dims", 1), tensor(2), ints(0, 1))
            .reject("C5", Attributes.of("batch_dims", 1).and("axis", 0), tensor(2), ints(0, 1))
            .reject("C6", Attributes.of("batch_dims", 1), tensor(3, 2), ints(0, 1))
            .reject("C7", Attributes.none(), tensor(2), ints(0, 2))
            .reject("C7", Attributes.none(), tensor(2), ints(-1))
            .reject("C7", Attributes.of("axis", 1), tensor(3, 0), ints(0)),
        OpCases.of("gather_grad", d -> gather(d, true))
            .reject("C3", Attributes.none(), tensor(), ints(), tensor())
            .reject("C4", Attributes.of("batch_dims", 2), tensor(2), ints(0, 1), tensor(2, 2))
            .reject("C5", Attributes.of("axis", 1), tensor(2), ints(0, 1), tensor(2))
            .reject("C6", Attributes.of("batch_dims", 1), tensor(2), ints(0, 1), tensor(2))
            .reject("C7", Attributes.of("batch_dims", 1), tensor(2), ints(0, 1), tensor(3, 2))
            .reject("C8", Attributes.none(), tensor(2), ints(0, 2), tensor(2))
            .reject("C9", Attributes.none(), tensor(3), ints(0, 1), tensor(2)),
        OpCases.of("slice", d -> slice(d, false))
            .reject("C1", box(List.of(0), List.of(1, 1)), tensor(2, 2))
            .reject("C1", box(List.of(0, 0), List.of(1)), tensor(2, 2))
            .reject("C2", box(List.of(-1), List.of(1)), tensor(2))
            .reject("C2", box(List.of(3), List.of(0)), tensor(2))
            .reject("C3", box(List.of(1), List.of(2)), tensor(2))
            .reject("C3", box(List.of(1), List.of(-2)), tensor(2)),
        OpCases.of("slice_grad", d -> slice(d, true))
            .reject("C2", box(List.of(0), List.of(1, 1)), tensor(1), tensor(2, 2))
            .reject("C3", box(List.of(3), List.of(0)), tensor(0), tensor(2))
            .reject("C4", box(List.of(1), List.of(2)), tensor(2), tensor(2))
            .reject("C5", box(List.of(1), List.of(1)), tensor(2), tensor(2)));
  }

  /** A bool tensor that is true everywhere, for reject sets. */
  static Tensor bools(int... dims) {
    return Tensor.of(DType.BOOL, Shape.of(dims), tensor(dims).toDoubles());
  }

  private static Case where(Draw d) {
    Shape full = d.shape(0, 3);
    if (d.choose(4) == 3) {
      boolean numbers = d.flip() && !d.dtype().isComplex();
      Tensor condition = numbers ? d.integers(d.dtype(), full, -1, 1) : d.bools(full);
      return new Case("where", List.of(condition), Attributes.none());
    }
    Shape part = d.broadcastable(full);
    Shape other = d.broadcastable(full);
    return new Case(
        "where",
        switch (d.choose(3)) {
          case 0 -> List.of(d.bools(full), d.floats(part, REAL), d.floats(other, REAL));
          case 1 -> List.of(d.bools(part), d.floats(full, REAL), d.floats(other, REAL));
          default -> List.of(d.bools(other), d.floats(part, REAL), d.floats(full, REAL));
        },
        Attributes.none());
  }

  /** int32 indices; none give a scalar 0. */
  static Tensor ints(int... values) {
    return values.length == 0 ? Tensor.of(0) : Tensor.of(values);
  }

  private static Attributes box(List<Integer> begin, List<Integer> size) {
    return Attributes.of("begin", begin).and("size", size);
  }

  /** A case of {@code gather}, or of its adjoint on the same arguments. */
  private static Case gather(Draw d, boolean adjoint) {
    Shape params = d.shape(1, 3);
    int axis = d.choose(params.rank());
    int batch = d.choose(axis + 1);
    // where there is nothing to pick from nothing may be picked
    Shape own = params.dim(axis) == 0 ? Shape.of(0) : d.shape(0, 2);
    if (own.rank() > 0 && params.slice(0, batch).elements() * own.elements() > 200) {
      own = own.with(0, 1);
    }
    Shape indices = params.slice(0, batch).concat(own);
    Shape result = params.slice(0, axis).concat(own).concat(params.slice(axis + 1, params.rank()));
    DType type = d.pick(DType.INT32, DType.INT64);
    Tensor index = d.integers(type, indices, 0, Math.max(0, params.dim(axis) - 1));
    Attributes attrs = Attributes.of("axis", d.flip() ? axis - params.rank() : axis);
    if (axis == batch && d.flip()) {
      attrs = Attributes.none();
    }
    attrs = attrs.and("batch_dims", own.rank() > 0 && d.flip() ? batch - indices.rank() : batch);
    return adjoint
        ? new Case(
            "gather_grad", List.of(d.floats(result, REAL), index, d.floats(params, REAL)), attrs)
        : new Case("gather", List.of(d.floats(params, REAL), index), attrs);
  }

  private static Case slice(Draw d, boolean adjoint) {
    Shape input = d.shape(0, 3);
    List<Integer> begin = new ArrayList<>();
    List<Integer> size = new ArrayList<>();
    Shape result = Shape.scalar();
    for (int dim : input.dims()) {
      int b = d.choose(dim + 1);
      int s = dim - b - d.choose(dim - b + 1);
      begin.add(b);
      size.add(s == dim - b && d.flip() ? -1 : s);
      result = result.concat(Shape.of(s));
    }
    return adjoint
        ? new Case(
            "slice_grad", List.of(d.floats(result, REAL), d.floats(input, REAL)), box(begin, size))
        : new Case("slice", List.of(d.floats(input, REAL)), box(begin, size));
  }
}
