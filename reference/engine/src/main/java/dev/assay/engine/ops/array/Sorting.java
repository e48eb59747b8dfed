package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code sort}, {@code argsort}, {@code top_k}: elements in order along an axis.
 *
 * <p>One order serves all three and both directions: equal elements ({@code 0} and {@code −0} are
 * equal) stay in the order of the input, NaN comes after every number. The derivative follows each
 * element to where it came from: the adjoint of a gather with the permutation as indices.
 */
final class Sorting {
  private static final String DESCENDING = "DESCENDING";
  private static final String ORDER =
      "Equals stay in the input's order, 0 equals -0; NaN comes last in either direction.";

  static final Op SORT =
      directed(Op.define("sort").formula("output = input in order along axis"))
          .kernel(c -> Movement.select(c, cells(c)))
          .vjp("values", Sorting::unsorted)
          .hard(
              row("ASCENDING", new double[] {2, Double.NaN, -1}, new double[] {-1, 2, Double.NaN}),
              row(DESCENDING, new double[] {2, Double.NaN, 3}, new double[] {3, 2, Double.NaN}),
              row(DESCENDING, new double[] {-0.0, 0.0}, new double[] {-0.0, 0.0}))
          .build();

  static final Op ARGSORT =
      directed(Op.define("argsort").formula("output[i] = where the i-th element in order stands"))
          .attr("stable", Type.BOOL, false, "the order is stable whether asked for or not")
          .type(o -> new TensorType(DType.INT32, o.shape(0)))
          .kernel(c -> c.result(positions(c)))
          .noGradients("an index does not vary with the input")
          .build();

  static final Op TOP_K =
      Op.define("top_k")
          .formula("values[i] = the i-th greatest element of the last axis, indices[i] its index")
          .note("The lower index first among equals, 0 equals -0; NaN comes after every number.")
          .input("input", REALS, "at least rank 1")
          .outputs("values", "indices")
          .attr("k", Type.INT, 1, "how many")
          .attr("sorted", Type.BOOL, true, "the result is in order whether asked for or not")
          .require(Kind.SHAPE, "input.rank >= 1", o -> o.shape(0).rank() >= 1)
          .require(
              Kind.ATTRIBUTE,
              "0 <= k <= input.dim(-1)",
              o -> {
                int n = o.shape(0).dim(-1);
                long k = o.attrs().integer("k");
                return 0 <= k && k <= (n == Shape.UNKNOWN ? Shape.MAX_ELEMENTS : n);
              })
          .shape(
              o -> {
                Shape shape = o.shape(0).with(o.shape(0).rank() - 1, o.attrs().int32("k"));
                return List.of(
                    new TensorType(o.dtype(0), shape), new TensorType(DType.INT32, shape));
              })
          .kernel(Sorting::topK)
          .vjp(
              "input",
              p -> {
                int last = p.x(0).rank() - 1;
                return Gather.gatherGrad(p.dy(), p.outputs().get(1), p.x(0), last, last);
              })
          .build();

  static final List<Op> ROWS = List.of(SORT, ARGSORT, TOP_K);

  private Sorting() {}

  private static Op.Builder directed(Op.Builder b) {
    return b.note(ORDER)
        .input("values", REALS, "at least rank 1")
        .attr("axis", Type.INT, -1, "the dimension that is put in order")
        .choice("direction", List.of("ASCENDING", DESCENDING), "least or greatest first")
        .require(
            Kind.ATTRIBUTE,
            "-values.rank <= axis < values.rank",
            o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank()));
  }

  private static HardPoint row(String direction, double[] x, double[] y) {
    return HardPoint.row(Attributes.of("direction", direction), x, y);
  }

  /**
   * For every cell of a result with {@code k} elements along the axis: where its element stands.
   */
  private static int[] order(Tensor x, int axis, boolean descending, int k) {
    Shape shape = x.shape();
    int n = shape.dim(axis);
    int inner = Index.product(shape, axis + 1, shape.rank());
    int[] order = new int[shape.with(axis, k).elements()];
    Comparator<Integer> before = comparator(x, descending);
    int runs = k == 0 ? 0 : order.length / k;
    for (int r = 0; r < runs; r++) {
      int outer = r / inner;
      int i = r % inner;
      List<Integer> sorted =
          IntStream.range(0, n).mapToObj(j -> (outer * n + j) * inner + i).sorted(before).toList();
      for (int j = 0; j < k; j++) {
        order[(outer * k + j) * inner + i] = (sorted.get(j) / inner) % n;
      }
    }
    return order;
  }

  private static Comparator<Integer> comparator(Tensor x, boolean descending) {
    int sign = descending ? -1 : 1;
    if (x.dtype().isInteger()) {
      long[] v = x.host().longs();
      return (a, b) -> sign * Long.compare(v[a], v[b]);
    }
    double[] v = x.host().doubles();
    return (a, b) -> {
      if (Double.isNaN(v[a]) || Double.isNaN(v[b])) {
        return Boolean.compare(Double.isNaN(v[a]), Double.isNaN(v[b]));
      }
      return v[a] < v[b] ? -sign : v[a] > v[b] ? sign : 0;
    };
  }

  private static int[] order(Call c) {
    int axis = Index.axis(c.attrs().int32("axis"), c.in(0).rank());
    boolean descending = c.attrs().text("direction").equals(DESCENDING);
    return order(c.in(0), axis, descending, c.in(0).shape().dim(axis));
  }

  private static long[] positions(Call c) {
    return IntStream.of(order(c)).asLongStream().toArray();
  }

  /** The offsets of the elements in order. */
  private static int[] cells(Call c) {
    int axis = Index.axis(c.attrs().int32("axis"), c.in(0).rank());
    return cells(order(c), c.in(0).shape(), axis, c.in(0).shape().dim(axis));
  }

  private static int[] cells(int[] order, Shape shape, int axis, int k) {
    int n = shape.dim(axis);
    int inner = Index.product(shape, axis + 1, shape.rank());
    int[] cells = new int[order.length];
    for (int at = 0; at < cells.length; at++) {
      cells[at] = (at / inner / k * n + order[at]) * inner + at % inner;
    }
    return cells;
  }

  private static List<Tensor> topK(Call c) {
    Tensor x = c.in(0);
    int axis = x.rank() - 1;
    int k = c.attrs().int32("k");
    int[] order = order(x, axis, true, k);
    long[] indices = IntStream.of(order).asLongStream().toArray();
    int[] cells = cells(order, x.shape(), axis, k);
    return List.of(
        Movement.select(c, cells).get(0), Tensor.ofLongs(DType.INT32, c.output().shape(), indices));
  }

  /** The cotangent of {@code sort}: along another axis than the last, transposed there and back. */
  private static Tensor unsorted(Pullback p) {
    int last = p.x(0).rank() - 1;
    int axis = Index.axis(p.attrs().int32("axis"), last + 1);
    int[] swap = IntStream.rangeClosed(0, last).toArray();
    swap[axis] = last;
    swap[last] = axis;
    Tensor x = axis == last ? p.x(0) : ArrayOps.transpose(p.x(0), swap);
    Tensor dy = axis == last ? p.dy() : ArrayOps.transpose(p.dy(), swap);
    Tensor order = Dispatch.one(ARGSORT, p.attrs().and("axis", -1), x);
    Tensor dx = Gather.gatherGrad(dy, order, x, last, last);
    return axis == last ? dx : ArrayOps.transpose(dx, swap);
  }

  static Tensor call(Op op, Tensor values, int axis, Direction direction) {
    ValueException.requireGiven(direction, op.name() + ": the direction");
    return Dispatch.one(op, Attributes.of("axis", axis).and("direction", direction.name()), values);
  }
}
