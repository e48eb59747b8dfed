package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code tensordot} and {@code outer}: {@code y[i…, j…] = Σ_{k…} a[i…, k…]·b[k…, j…]}, the summed
 * axes anywhere among the others.
 *
 * <p>{@code dA} contracts {@code dy} with {@code b} over b's own axes {@code j…}, which leaves
 * {@code i…, k…} in b's order; a transposition puts them where a has them. {@code dB} likewise.
 */
final class TensorDot {
  static final Op TENSORDOT =
      Op.define("tensordot")
          .formula("y[i…,j…] = Σ a[i…,k…]·b[k…,j…] over the axes k… of a and b that axes pairs")
          .note("axes = n: the last n axes of a with the first n of b; 0 gives the outer product.")
          .note("Result: the other axes of a, then the other axes of b. Integers wrap.")
          .input("a", REALS, "any shape")
          .input("b", REALS, "any shape")
          .attr("axes", Type.INTS, "n, or the axes of a and then as many of b that go with them")
          .outputs("y")
          .sameDType(0, 1)
          .require(
              Kind.ATTRIBUTE,
              "axes is one number n with 0 <= n <= both ranks, or has an even length",
              o -> isCount(o.attrs()) ? isCountInRange(o) : o.attrs().ints("axes").length % 2 == 0)
          .require(
              Kind.ATTRIBUTE,
              "every axis is in [-rank, rank) of its tensor",
              o ->
                  isCount(o.attrs())
                      || (allAxes(o.attrs(), 0, o.shape(0).rank())
                          && allAxes(o.attrs(), 1, o.shape(1).rank())))
          .require(
              Kind.ATTRIBUTE,
              "no axis is named twice",
              o -> isDistinct(axes(o, 0)) && isDistinct(axes(o, 1)))
          .require(
              Kind.SHAPE,
              "paired axes have one size",
              o -> {
                int[] a = axes(o, 0);
                int[] b = axes(o, 1);
                return IntStream.range(0, a.length)
                    .allMatch(k -> Shape.dimsAgree(o.shape(0).dim(a[k]), o.shape(1).dim(b[k])));
              })
          .type(o -> new TensorType(o.dtype(0), rest(o, 0).concat(rest(o, 1))))
          .kernel(c -> Contraction.run(c, labels(c)))
          .vjp("a", TensorDot::vjpA)
          .vjp("b", TensorDot::vjpB)
          .build();

  static final Op OUTER =
      Op.define("outer")
          .formula("y[i…,j…] = a[i…]·b[j…]")
          .input("a", REALS, "any shape")
          .input("b", REALS, "any shape")
          .outputs("y")
          .sameDType(0, 1)
          .type(o -> new TensorType(o.dtype(0), o.shape(0).concat(o.shape(1))))
          .kernel(c -> Contraction.run(c, outerLabels(c)))
          .vjp(
              "a",
              p -> {
                int rb = p.x(1).rank();
                return tensordot(p.dy(), p.x(1), range(p.x(0).rank(), rb), range(0, rb));
              })
          .vjp(
              "b",
              p -> {
                int ra = p.x(0).rank();
                return tensordot(p.x(0), p.dy(), range(0, ra), range(0, ra));
              })
          .build();

  private TensorDot() {}

  private static boolean isCount(Attributes attrs) {
    return attrs.ints("axes").length == 1;
  }

  private static boolean isCountInRange(Operands o) {
    long n = o.attrs().longs("axes").get(0);
    return 0 <= n && n <= Math.min(o.shape(0).rank(), o.shape(1).rank());
  }

  private static boolean allAxes(Attributes attrs, int tensor, int rank) {
    List<Long> all = attrs.longs("axes");
    int n = all.size() / 2;
    return all.subList(tensor * n, (tensor + 1) * n).stream()
        .allMatch(axis -> Index.isAxis(axis, rank));
  }

  private static boolean isDistinct(int[] axes) {
    return Arrays.stream(axes).distinct().count() == axes.length;
  }

  /** The summed axes of one tensor, in the order of their pairs. */
  private static int[] axes(Operands o, int tensor) {
    return axes(o.attrs(), tensor, o.shape(tensor).rank());
  }

  private static int[] axes(Attributes attrs, int tensor, int rank) {
    int[] all = attrs.ints("axes");
    if (isCount(attrs)) {
      return range(tensor == 0 ? rank - all[0] : 0, all[0]);
    }
    int n = all.length / 2;
    return Arrays.stream(all, tensor * n, (tensor + 1) * n).map(a -> Index.axis(a, rank)).toArray();
  }

  private static int[] range(int from, int count) {
    return IntStream.range(from, from + count).toArray();
  }

  /** The axes of 0 … rank − 1 that are not among {@code axes}, rising. */
  private static int[] others(int[] axes, int rank) {
    return IntStream.range(0, rank)
        .filter(d -> Arrays.stream(axes).noneMatch(a -> a == d))
        .toArray();
  }

  private static Shape rest(Operands o, int tensor) {
    Shape s = o.shape(tensor);
    return Shape.of(Arrays.stream(others(axes(o, tensor), s.rank())).map(s::dim).toArray());
  }

  /** Labels of the axes: those of a are 0, 1, …; an axis of b has its partner's or a new one. */
  private static int[] labels(Operands o, int tensor) {
    int ra = o.shape(0).rank();
    int[] labels = range(tensor == 0 ? 0 : ra, o.shape(tensor).rank());
    if (tensor == 1) {
      int[] a = axes(o, 0);
      int[] b = axes(o, 1);
      for (int k = 0; k < b.length; k++) {
        labels[b[k]] = a[k];
      }
    }
    return labels;
  }

  static ContractionLabels labels(Call c) {
    Operands o = new Operands(c.op(), c.inputs(), c.attrs());
    int[] a = labels(o, 0);
    int[] b = labels(o, 1);
    return new ContractionLabels(List.of(a, b), free(o, a, b));
  }

  static ContractionLabels outerLabels(Call c) {
    int ra = c.in(0).rank();
    int[] all = IntStream.rangeClosed(1, ra + c.in(1).rank()).toArray();
    return new ContractionLabels(
        List.of(Arrays.copyOf(all, ra), Arrays.copyOfRange(all, ra, all.length)), all);
  }

  private static int[] free(Operands o, int[] a, int[] b) {
    return IntStream.concat(
            Arrays.stream(others(axes(o, 0), a.length)).map(d -> a[d]),
            Arrays.stream(others(axes(o, 1), b.length)).map(d -> b[d]))
        .toArray();
  }

  private static Tensor vjpA(Pullback p) {
    int ra = p.x(0).rank();
    int rb = p.x(1).rank();
    int[] a = axes(p.attrs(), 0, ra);
    int[] b = axes(p.attrs(), 1, rb);
    int[] freeA = others(a, ra);
    int[] freeB = others(b, rb);
    Tensor da = tensordot(p.dy(), p.x(1), range(freeA.length, freeB.length), freeB);
    // its axes: the free ones of a, then for b's summed axes, rising, their partners
    int[] partners = Arrays.stream(others(freeB, rb)).map(d -> a[indexOf(b, d)]).toArray();
    return placed(da, concat(freeA, partners));
  }

  private static Tensor vjpB(Pullback p) {
    int ra = p.x(0).rank();
    int rb = p.x(1).rank();
    int[] a = axes(p.attrs(), 0, ra);
    int[] b = axes(p.attrs(), 1, rb);
    int[] freeA = others(a, ra);
    int[] freeB = others(b, rb);
    Tensor db = tensordot(p.x(0), p.dy(), freeA, range(0, freeA.length));
    // its axes: for a's summed axes, rising, their partners, then the free ones of b
    int[] partners = Arrays.stream(others(freeA, ra)).map(d -> b[indexOf(a, d)]).toArray();
    return placed(db, concat(partners, freeB));
  }

  /** {@code t} transposed so that its axis d becomes axis {@code place[d]}. */
  private static Tensor placed(Tensor t, int[] place) {
    int[] perm = new int[place.length];
    for (int d = 0; d < perm.length; d++) {
      perm[place[d]] = d;
    }
    return ArrayOps.transpose(t, perm);
  }

  private static int indexOf(int[] values, int value) {
    return IntStream.range(0, values.length).filter(i -> values[i] == value).findFirst().orElse(-1);
  }

  private static int[] concat(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  static Tensor tensordot(Tensor a, Tensor b, int[] aAxes, int[] bAxes) {
    return Dispatch.one(TENSORDOT, Attributes.of("axes", concat(aAxes, bAxes)), a, b);
  }
}
