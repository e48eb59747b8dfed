package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.Domain.UNIT;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Cases of reductions along axes. */
public final class ReduceCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        reduction("reduce_sum", REAL),
        reduction("reduce_mean", REAL)
            .reject("C4", Attributes.none(), Tensor.ofLongs(DType.INT32, Shape.of(0))),
        reduction("reduce_max", REAL),
        reduction("reduce_min", REAL),
        rejectAxes(OpCases.of("reduce_prod", ReduceCases::prod), tensor(2, 3)),
        reduction("reduce_logsumexp", REAL),
        reduction("reduce_variance", REAL),
        rejectAxes(OpCases.of("reduce_std", ReduceCases::std), tensor(2, 3)),
        truth("reduce_any"),
        truth("reduce_all"),
        rejectAxes(OpCases.of("norm", ReduceCases::norm), tensor(2, 3))
            .reject("C4", Attributes.of("ord", "3."), tensor(2))
            .reject("C4", Attributes.of("ord", "0"), tensor(2))
            .reject("C4", Attributes.of("ord", "-2"), tensor(2))
            .reject("C4", Attributes.of("ord", "1e999"), tensor(2))
            .reject("C5", Attributes.of("axis", new int[0]), tensor(2))
            .reject("C5", Attributes.of("axis", new int[] {0, 1, 2}), tensor(1, 2, 3))
            .reject("C6", Attributes.of("ord", "1").and("axis", new int[] {0, 1}), tensor(2, 3))
            .reject("C6", Attributes.of("ord", "fro").and("axis", 0), tensor(2, 3)),
        run("cumsum"),
        run("cumprod"),
        OpCases.of("linear_recurrence", ReduceCases::linearRecurrence)
            .reject("C4", Attributes.none(), tensor(2), tensor(3))
            .reject("C5", Attributes.of("axis", 1), tensor(2), tensor(2))
            .reject("C5", Attributes.none(), tensor(), tensor()),
        OpCases.of("segment_sum", ReduceCases::segmentSum)
            .reject("C3", Attributes.none(), tensor(2, 2), ids(Shape.of(2, 2), 0, 0, 1, 1))
            .reject("C4", Attributes.none(), tensor(2), ids(Shape.of(3), 0, 0, 1))
            .reject("C4", Attributes.none(), tensor(), ids(Shape.of(1), 0))
            .reject("C5", Attributes.none(), tensor(2), ids(Shape.of(2), 1, 0))
            .reject("C5", Attributes.none(), tensor(2), ids(Shape.of(2), -1, 0)),
        OpCases.of("unsorted_segment_sum", ReduceCases::unsortedSegmentSum)
            .reject("C3", segments(-1), tensor(2), ids(Shape.of(2), -1, -1))
            .reject("C4", segments(3), tensor(2), ids(Shape.of(3), 0, 1, 2))
            .reject("C4", segments(3), tensor(3), ids(Shape.of(3, 1), 0, 1, 2))
            .reject("C5", segments(2), tensor(2), ids(Shape.of(2), 0, 2)));
  }

  private static OpCases reduction(String op, Domain domain) {
    return rejectAxes(OpCases.of(op, d -> reduction(d, op, domain)), tensor(2, 3));
  }

  private static Case reduction(Draw d, String op, Domain domain) {
    Shape shape = d.shape(0, 4);
    return new Case(op, List.of(d.floats(shape, domain)), axes(d, shape.rank()));
  }

  private static Case prod(Draw d) {
    Shape shape = d.shape(0, 4);
    return new Case("reduce_prod", List.of(factors(d, shape)), axes(d, shape.rank()));
  }

  /**
   * Integers whose product is exact in binary64, {@code 127⁷ < 2⁵³}, so that its wrapping is known.
   */
  private static Tensor factors(Draw d, Shape shape) {
    return d.dtype().isInteger() && shape.elements() > 7
        ? d.integers(d.dtype(), shape, d.dtype() == DType.UINT8 ? 0 : -1, 1)
        : d.floats(shape, REAL);
  }

  /** Where derivatives are judged, of at least two elements: at 0 there is none. */
  private static Case std(Draw d) {
    if (d.values() == Draw.Values.WILD) {
      return reduction(d, "reduce_std", REAL);
    }
    int[] dims = new int[d.between(1, 3)];
    Arrays.setAll(dims, i -> d.extent(2, 3, 5, 4, 7));
    Attributes attrs = Attributes.of("keepdims", d.flip());
    List<Long> axes = d.axes(dims.length);
    return new Case(
        "reduce_std",
        List.of(d.floats(Shape.of(dims), REAL)),
        axes.isEmpty() ? attrs : attrs.and("axis", axes));
  }

  private static OpCases rejectAxes(OpCases cases, Tensor input) {
    return cases
        .reject("C2", Attributes.of("axis", 2), input)
        .reject("C2", Attributes.of("axis", new int[] {0, -3}), input)
        .reject("C3", Attributes.of("axis", new int[] {1, -1}), input);
  }

  /** All axes, one, or any subset; kept or not. */
  static Attributes axes(Draw d, int rank) {
    Attributes keep = Attributes.of("keepdims", d.flip());
    int way = d.choose(4);
    if (way == 0) {
      return keep;
    }
    return way <= 2 && rank > 0 ? keep.and("axis", d.axis(rank)) : keep.and("axis", d.axes(rank));
  }

  private static OpCases truth(String op) {
    return rejectAxes(
        OpCases.of(
            op,
            d -> {
              Shape shape = d.shape(0, 3);
              return new Case(op, List.of(d.bools(shape)), axes(d, shape.rank()));
            }),
        Tensor.ofLongs(DType.BOOL, Shape.of(2, 3), new long[6]));
  }

  private static Case norm(Draw d) {
    Shape shape = d.shape(0, 3);
    Attributes attrs = Attributes.of("keepdims", d.flip());
    List<Long> axes = d.axes(shape.rank());
    if (axes.isEmpty() || axes.size() > 2 || d.flip()) {
      attrs = attrs.and("ord", d.pick("euclidean", "fro", "inf", "1", "2", "3", "1.5", "4e0"));
    } else {
      attrs =
          axes.size() == 2
              ? attrs.and("ord", d.pick("euclidean", "fro"))
              : attrs.and("ord", d.pick("euclidean", "inf", "1", "2", "3", "0.5"));
      attrs = attrs.and("axis", axes);
    }
    return new Case("norm", List.of(d.floats(shape, NONZERO)), attrs);
  }

  private static OpCases run(String op) {
    return OpCases.of(
            op,
            d -> {
              Shape shape = d.shape(1, 4);
              return new Case(
                  op,
                  List.of(factors(d, shape)),
                  Attributes.of("axis", d.axis(shape.rank()))
                      .and("exclusive", d.flip())
                      .and("reverse", d.flip()));
            })
        .reject("C2", Attributes.of("axis", 1), tensor(2))
        .reject("C2", Attributes.none(), tensor());
  }

  private static Case linearRecurrence(Draw d) {
    Shape shape = d.shape(1, 3);
    Attributes attrs = Attributes.of("axis", d.axis(shape.rank())).and("reverse", d.flip());
    return new Case(
        "linear_recurrence", List.of(d.floats(shape, UNIT), d.floats(shape, REAL)), attrs);
  }

  private static Tensor ids(Shape shape, long... ids) {
    return Tensor.ofLongs(DType.INT32, shape, ids);
  }

  private static Attributes segments(int n) {
    return Attributes.of("num_segments", n);
  }

  private static Case segmentSum(Draw d) {
    Shape data = d.shape(1, 3);
    int n = data.dim(0);
    DType type = d.pick(DType.INT32, DType.INT64);
    long[] ids = d.integers(DType.INT64, Shape.of(n), 0, 5).toLongs();
    Arrays.sort(ids);
    return new Case(
        "segment_sum",
        List.of(d.floats(data, REAL), Tensor.ofLongs(type, Shape.of(n), ids)),
        Attributes.none());
  }

  private static Case unsortedSegmentSum(Draw d) {
    Shape data = d.shape(0, 3);
    Shape ids = data.slice(0, d.choose(data.rank() + 1));
    int segments = d.between(0, 5);
    return new Case(
        "unsorted_segment_sum",
        List.of(
            d.floats(data, REAL),
            d.integers(d.pick(DType.INT32, DType.INT64), ids, -2, segments - 1)),
        segments(segments));
  }
}
