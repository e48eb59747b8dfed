package dev.assay.engine.ops.signal;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Operands;
import dev.assay.engine.ops.array.Movement;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Rows that bring frequency 0 to the middle, and back: rotations by half the size of an axis. */
final class FftShift {
  static final Op SHIFT =
      row("fftshift", "output[i] = x[(i − ⌊n/2⌋) mod n] along each of axes")
          .note("Frequency 0 goes to position ⌊n/2⌋.")
          .kernel(c -> rotate(c, -1))
          .vjp("x", p -> shift("ifftshift", p.dy(), p.attrs()))
          .build();

  static final Op UNSHIFT =
      row("ifftshift", "output[i] = x[(i + ⌊n/2⌋) mod n] along each of axes")
          .note("The inverse of fftshift, of odd sizes too.")
          .kernel(c -> rotate(c, 1))
          .vjp("x", p -> shift("fftshift", p.dy(), p.attrs()))
          .build();

  static final List<Op> ROWS = List.of(SHIFT, UNSHIFT);

  private FftShift() {}

  private static Op.Builder row(String name, String formula) {
    return Op.define(name)
        .formula(formula)
        .input("x", ANY, "any shape")
        .optionalAttr("axes", Type.INTS, "the axes to rotate; without it all")
        .require(
            Kind.ATTRIBUTE,
            "-x.rank <= axes < x.rank",
            o ->
                !o.attrs().has("axes")
                    || o.attrs().longs("axes").stream()
                        .allMatch(a -> Index.isAxis(a, o.shape(0).rank())))
        .require(Kind.ATTRIBUTE, "no axis stands twice in axes", FftShift::areDistinct);
  }

  private static boolean areDistinct(Operands o) {
    return !o.attrs().has("axes")
        || IntStream.of(axes(o.attrs(), o.shape(0).rank())).distinct().count()
            == o.attrs().longs("axes").size();
  }

  private static int[] axes(Attributes attrs, int rank) {
    return attrs.has("axes")
        ? IntStream.of(attrs.ints("axes")).map(a -> Index.axis(a, rank)).toArray()
        : IntStream.range(0, rank).toArray();
  }

  private static List<Tensor> rotate(Call c, int sign) {
    Shape shape = c.in(0).shape();
    int[][] along = new int[shape.rank()][];
    for (int d = 0; d < along.length; d++) {
      along[d] = IntStream.range(0, shape.dim(d)).toArray();
    }
    for (int d : axes(c.attrs(), shape.rank())) {
      int n = shape.dim(d);
      along[d] = IntStream.range(0, n).map(i -> Math.floorMod(i + sign * (n / 2), n)).toArray();
    }
    return Movement.select(c, Movement.perAxis(shape, along));
  }

  static Tensor shift(String name, Tensor x, Attributes attrs) {
    return Dispatch.one(OpRegistry.get(name), attrs, x);
  }
}
