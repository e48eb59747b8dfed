package dev.assay.engine.ops.reduce;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The {@code axis} and {@code keepdims} attributes that reductions share. */
public final class Axes {
  private Axes() {}

  /** Declares {@code axis}, {@code keepdims} and their constraints. */
  public static Op.Builder declare(Op.Builder b) {
    return b.optionalAttr("axis", Type.INTS, "the axes to reduce; absent: all of them")
        .attr("keepdims", Type.BOOL, false, "whether reduced axes stay as dimensions of size 1")
        .require(
            Kind.ATTRIBUTE,
            "every axis is in [-rank, rank)",
            o ->
                !o.attrs().has("axis")
                    || o.attrs().longs("axis").stream()
                        .allMatch(a -> Index.isAxis(a, o.shape(0).rank())))
        .require(
            Kind.ATTRIBUTE,
            "no axis is named twice",
            o -> {
              int[] axes = of(o.attrs(), o.shape(0).rank());
              return Arrays.stream(axes).distinct().count() == axes.length;
            });
  }

  /** The axes that are reduced, in 0 … rank − 1. */
  public static int[] of(Attributes attrs, int rank) {
    return attrs.has("axis")
        ? Arrays.stream(attrs.ints("axis")).map(a -> Index.axis(a, rank)).toArray()
        : IntStream.range(0, rank).toArray();
  }

  /** The shape with the reduced axes as 1. */
  public static Shape kept(Shape shape, int[] axes) {
    Shape s = shape;
    for (int a : axes) {
      s = s.with(a, 1);
    }
    return s;
  }

  /** The shape of the result. */
  public static Shape reduced(Operands o) {
    Shape s = o.shape(0);
    int[] axes = of(o.attrs(), s.rank());
    if (o.attrs().flag("keepdims")) {
      return kept(s, axes);
    }
    return Shape.of(
        IntStream.range(0, s.rank())
            .filter(d -> Arrays.stream(axes).noneMatch(a -> a == d))
            .map(s::dim)
            .toArray());
  }

  /** For every element of {@code shape}, the offset of the cell that it is reduced into. */
  public static int[] cells(Shape shape, int[] axes) {
    return Index.broadcast(kept(shape, axes), shape);
  }

  /** A result or its cotangent with the reduced axes put back as dimensions of size 1. */
  public static Tensor restore(Tensor reduced, Attributes attrs, int rank) {
    Tensor t = reduced;
    if (!attrs.flag("keepdims")) {
      int[] axes = of(attrs, rank);
      Arrays.sort(axes);
      for (int a : axes) {
        t = ArrayOps.expandDims(t, a);
      }
    }
    return t;
  }
}
