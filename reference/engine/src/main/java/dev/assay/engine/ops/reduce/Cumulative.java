package dev.assay.engine.ops.reduce;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.NUMERIC;
import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * Running sums and products along one axis, and the recurrence that the derivative of a running
 * product is.
 *
 * <p>With {@code P} the exclusive product and {@code E} the exclusive recurrence in the opposite
 * direction, {@code Eᵢ = Σ_{k>i} b_k·Π_{i<j<k} x_j}:
 *
 * <ul>
 *   <li>inclusive, {@code y_k = Π_{j≤k} x_j}: {@code dxᵢ = Pᵢ·(dyᵢ + E(x, dy·x)ᵢ)}
 *   <li>exclusive, {@code y_k = Π_{j<k} x_j}: {@code dxᵢ = Pᵢ·E(x, dy)ᵢ}
 *   <li>the recurrence itself, {@code y = E(x, b)}: {@code db = E(x, dy)} in the other direction,
 *       {@code dx = y·db}
 * </ul>
 *
 * Nothing is divided by, so zeros among the factors do no harm.
 */
final class Cumulative {
  static final Op CUMSUM =
      row("cumsum", "y[i] = Σ x[j], j ≤ i along axis", NUMERIC)
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(sums(c, c.in(0).host().longs()))
                      : c.result(sums(c, c.in(0).host().doubles())))
          .vjp("x", Cumulative::vjpSum)
          .hard(
              oneTwoThree(false, false, 1, 3, 6),
              oneTwoThree(true, false, 0, 1, 3),
              oneTwoThree(true, true, 5, 3, 0))
          .build();

  static final Op CUMPROD =
      row("cumprod", "y[i] = Π x[j], j ≤ i along axis", REALS)
          .kernel(
              c ->
                  c.in(0).dtype().isInteger()
                      ? c.result(products(c, c.in(0).host().longs()))
                      : c.result(products(c, c.in(0).host().doubles())))
          .vjp("x", Cumulative::vjpProduct)
          .hard(
              oneTwoThree(false, false, 1, 2, 6),
              oneTwoThree(true, false, 1, 1, 2),
              oneTwoThree(true, true, 6, 3, 1))
          .build();

  static final Op LINEAR_RECURRENCE =
      Op.define("linear_recurrence")
          .formula("y[i+1] = b[i] + x[i]·y[i] along axis, y[0] = 0")
          .note("The adjoint of cumprod. reverse: y[i−1] = b[i] + x[i]·y[i], from 0 at the end.")
          .input("x", FLOATS, "the coefficients; rank >= 1")
          .input("b", FLOATS, "the terms; the shape of x")
          .outputs("y")
          .attr("axis", Type.INT, 0, "the axis to run along; negative counts from the end")
          .attr("reverse", Type.BOOL, false, "whether to run from the end")
          .sameDType(0, 1)
          .require(Kind.SHAPE, "x.shape = b.shape", o -> o.shape(0).compatible(o.shape(1)))
          .require(
              Kind.ATTRIBUTE,
              "-x.rank <= axis < x.rank",
              o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank()))
          .kernel(Cumulative::recurrence)
          .vjp("x", p -> multiply(p.y(), adjoint(p)))
          .vjp("b", Cumulative::adjoint)
          .build();

  static final List<Op> ROWS = List.of(CUMSUM, CUMPROD, LINEAR_RECURRENCE);

  private Cumulative() {}

  private static Op.Builder row(String name, String formula, Set<DType> dtypes) {
    return Op.define(name)
        .formula(formula)
        .note("exclusive: j < i. reverse: j ≥ i, with exclusive j > i. Integers wrap.")
        .input("x", dtypes, "rank >= 1")
        .outputs("y")
        .attr("axis", Type.INT, 0, "the axis to run along; negative counts from the end")
        .attr("exclusive", Type.BOOL, false, "whether y[i] leaves out x[i]")
        .attr("reverse", Type.BOOL, false, "whether to run from the end")
        .require(
            Kind.ATTRIBUTE,
            "-x.rank <= axis < x.rank",
            o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank()));
  }

  /** A line of elements along the axis in the direction of the run. */
  private interface Line {
    /** Walks {@code n} elements at {@code at, at + step, …}. */
    void walk(int at, int step, int n);
  }

  /** Walks all lines of the first input along {@code axis}; those of both parts if complex. */
  private static void lines(Call c, Line line) {
    Shape s = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), s.rank());
    int n = s.dim(axis);
    int parts = c.in(0).dtype().isComplex() ? 2 : 1;
    int inner = parts * Index.product(s, axis + 1, s.rank());
    boolean reverse = c.attrs().flag("reverse");
    int blocks = s.elements() == 0 ? 0 : Index.product(s, 0, axis);
    for (int o = 0; o < blocks; o++) {
      for (int i = 0; i < inner; i++) {
        int first = o * n * inner + i;
        line.walk(reverse ? first + (n - 1) * inner : first, reverse ? -inner : inner, n);
      }
    }
  }

  private static double[] sums(Call c, double[] x) {
    boolean exclusive = c.attrs().flag("exclusive");
    double[] y = new double[x.length];
    lines(
        c,
        (start, step, n) -> {
          double sum = 0;
          for (int i = 0, at = start; i < n; i++, at += step) {
            double next = sum + x[at];
            y[at] = exclusive ? sum : next;
            sum = next;
          }
        });
    return y;
  }

  private static long[] sums(Call c, long[] x) {
    boolean exclusive = c.attrs().flag("exclusive");
    long[] y = new long[x.length];
    lines(
        c,
        (start, step, n) -> {
          long sum = 0;
          for (int i = 0, at = start; i < n; i++, at += step) {
            long next = sum + x[at];
            y[at] = exclusive ? sum : next;
            sum = next;
          }
        });
    return y;
  }

  private static double[] products(Call c, double[] x) {
    boolean exclusive = c.attrs().flag("exclusive");
    double[] y = new double[x.length];
    lines(
        c,
        (start, step, n) -> {
          double product = 1;
          for (int i = 0, at = start; i < n; i++, at += step) {
            double next = product * x[at];
            y[at] = exclusive ? product : next;
            product = next;
          }
        });
    return y;
  }

  private static long[] products(Call c, long[] x) {
    boolean exclusive = c.attrs().flag("exclusive");
    long[] y = new long[x.length];
    lines(
        c,
        (start, step, n) -> {
          long product = 1;
          for (int i = 0, at = start; i < n; i++, at += step) {
            long next = product * x[at];
            y[at] = exclusive ? product : next;
            product = next;
          }
        });
    return y;
  }

  private static List<Tensor> recurrence(Call c) {
    double[] x = c.in(0).host().doubles();
    double[] b = c.in(1).host().doubles();
    double[] y = new double[x.length];
    lines(
        c,
        (start, step, n) -> {
          double e = 0;
          for (int i = 0, at = start; i < n; i++, at += step) {
            y[at] = e;
            e = i == 0 ? b[at] : b[at] + x[at] * e; // no product with 0: x[0] may be infinite
          }
        });
    return c.result(y);
  }

  private static Tensor vjpSum(Pullback p) {
    return cumsum(p.dy(), axis(p), p.attrs().flag("exclusive"), !reverse(p));
  }

  private static Tensor vjpProduct(Pullback p) {
    Tensor x = p.x(0);
    if (p.attrs().flag("exclusive")) {
      return multiply(p.y(), linearRecurrence(x, p.dy(), axis(p), !reverse(p)));
    }
    Tensor others = cumprod(x, axis(p), true, reverse(p));
    Tensor later = linearRecurrence(x, multiply(p.dy(), x), axis(p), !reverse(p));
    return multiply(others, add(p.dy(), later));
  }

  private static Tensor adjoint(Pullback p) {
    return linearRecurrence(p.x(0), p.dy(), axis(p), !reverse(p));
  }

  private static int axis(Pullback p) {
    return p.attrs().int32("axis");
  }

  private static boolean reverse(Pullback p) {
    return p.attrs().flag("reverse");
  }

  /** The run over the row [1, 2, 3]. */
  private static HardPoint oneTwoThree(boolean exclusive, boolean reverse, double... y) {
    return HardPoint.row(
        Attributes.of("exclusive", exclusive).and("reverse", reverse), new double[] {1, 2, 3}, y);
  }

  static Tensor cumsum(Tensor x, int axis, boolean exclusive, boolean reverse) {
    return Dispatch.one(CUMSUM, run(axis, reverse).and("exclusive", exclusive), x);
  }

  static Tensor cumprod(Tensor x, int axis, boolean exclusive, boolean reverse) {
    return Dispatch.one(CUMPROD, run(axis, reverse).and("exclusive", exclusive), x);
  }

  static Tensor linearRecurrence(Tensor x, Tensor b, int axis, boolean reverse) {
    return Dispatch.one(LINEAR_RECURRENCE, run(axis, reverse), x, b);
  }

  private static Attributes run(int axis, boolean reverse) {
    return Attributes.of("axis", axis).and("reverse", reverse);
  }
}
