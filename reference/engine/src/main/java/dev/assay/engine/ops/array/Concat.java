package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code concat}: tensors one after the other along an axis, and {@code concat_part}, which takes
 * one of them out again. The latter knows the sizes from the tensors that were joined, so that it
 * works in a graph whose dimensions are not known yet.
 */
final class Concat {
  static final Op OP =
      Op.define("concat")
          .formula("output[…, i, …] = values[k][…, i − (sizes of values[0 … k − 1]), …]")
          .inputList("values", ANY, "equal dimensions but along axis")
          .attr("axis", Type.INT, "the axis to join along; negative counts from the end")
          .require(
              Kind.SHAPE,
              "all values have one rank, at least 1",
              o -> o.shape(0).rank() >= 1 && sameRank(o, 0))
          .require(Kind.ATTRIBUTE, "axis is in [-rank, rank)", AxisList::oneInRange)
          .require(
              Kind.SHAPE, "all values have equal dimensions but along axis", o -> compatible(o, 0))
          .type(o -> new TensorType(o.dtype(0), joinedShape(o, 0)))
          .kernel(Concat::forward)
          .vjpEach("values", Concat::vjp)
          .build();

  static final Op PART =
      Op.define("concat_part")
          .formula("output = the part of values[0] where concat put values[1 + index]")
          .note("values[1], values[2], …: what was joined; only their shapes are used.")
          .note("The adjoint of concat by its argument at index.")
          .inputList("values", ANY, "the joined tensor, then the tensors that were joined")
          .attr("axis", Type.INT, "the axis they were joined along")
          .attr("index", Type.INT, "which of them")
          .require(
              Kind.ATTRIBUTE,
              "0 <= index < number of values - 1",
              o -> 0 <= o.attrs().integer("index") && o.attrs().integer("index") < o.count() - 1)
          .require(
              Kind.SHAPE,
              "all values have one rank, at least 1",
              o -> o.shape(0).rank() >= 1 && sameRank(o, 0))
          .require(Kind.ATTRIBUTE, "axis is in [-rank, rank)", AxisList::oneInRange)
          .require(
              Kind.SHAPE,
              "values[1], values[2], … join to the shape of values[0]",
              o -> compatible(o, 1) && o.shape(0).compatible(joinedShape(o, 1)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1 + o.attrs().int32("index"))))
          .kernel(Concat::part)
          .vjpEach("values", Concat::vjpPart)
          .build();

  static final List<Op> ROWS = List.of(OP, PART);

  private Concat() {}

  private static boolean sameRank(Operands o, int from) {
    return IntStream.range(from, o.count())
        .allMatch(i -> o.shape(i).rank() == o.shape(from).rank());
  }

  /** Whether the tensors from position {@code from} on can stand side by side. */
  private static boolean compatible(Operands o, int from) {
    int axis = AxisList.one(o);
    for (int i = from; i < o.count(); i++) {
      for (int j = from; j < i; j++) {
        Shape other = o.shape(j).with(axis, o.shape(i).dim(axis));
        if (!o.shape(i).compatible(other)) {
          return false;
        }
      }
    }
    return true;
  }

  private static Shape joinedShape(Operands o, int from) {
    int axis = AxisList.one(o);
    List<Long> dims = new ArrayList<>();
    for (int d = 0; d < o.shape(0).rank(); d++) {
      int dim = d;
      int[] sizes = IntStream.range(from, o.count()).map(i -> o.shape(i).dim(dim)).toArray();
      // off the axis all known sizes are equal: the largest is the known one, if any
      long size = Shape.UNKNOWN;
      long sum = 0;
      for (int s : sizes) {
        size = Math.max(size, s);
        sum = s == Shape.UNKNOWN || sum < 0 ? Shape.UNKNOWN : sum + s;
      }
      dims.add(d == axis ? sum : size);
    }
    return Shape.of(dims);
  }

  private static List<Tensor> forward(Call c) {
    Operands o = new Operands(c.op(), c.inputs(), c.attrs());
    int axis = AxisList.one(o);
    HostStorage joined = HostStorage.joined(c.inputs().stream().map(Tensor::host).toList());
    Shape shape = c.output().shape();
    int outer = shape.slice(0, axis).elements();
    int[] source = new int[shape.elements()];
    int at = 0;
    for (int s = 0; s < outer; s++) {
      int start = 0;
      for (int i = 0; i < c.count(); i++) {
        int run = Index.product(o.shape(i), axis, o.shape(i).rank());
        for (int e = 0; e < run; e++) {
          source[at++] = start + s * run + e;
        }
        start += c.in(i).size();
      }
    }
    return List.of(Tensor.of(shape, joined.select(source, joined)));
  }

  private static List<Tensor> part(Call c) {
    Operands o = new Operands(c.op(), c.inputs(), c.attrs());
    int axis = AxisList.one(o);
    int index = c.attrs().int32("index");
    int start = IntStream.rangeClosed(1, index).map(i -> o.shape(i).dim(axis)).sum();
    int size = o.shape(1 + index).dim(axis);
    int[] along = IntStream.range(start, start + size).toArray();
    return Movement.select(c, Movement.alongAxis(o.shape(0), axis, along));
  }

  private static Tensor vjp(Pullback p, int i) {
    List<Tensor> values = new ArrayList<>();
    values.add(p.dy());
    values.addAll(p.call().inputs());
    Attributes attrs = Attributes.of("axis", p.attrs().integer("axis")).and("index", i);
    return Dispatch.call(PART, attrs, values).get(0);
  }

  /** The part in its place among zeros; nothing flows into tensors that only give shapes. */
  private static Tensor vjpPart(Pullback p, int i) {
    if (i > 0) {
      return Creation.zerosLike(p.x(i));
    }
    int index = p.attrs().int32("index");
    List<Tensor> parts = new ArrayList<>();
    for (int k = 0; k < p.call().count() - 1; k++) {
      parts.add(k == index ? p.dy() : Creation.zerosLike(p.x(1 + k)));
    }
    return concat(parts, p.attrs().int32("axis"));
  }

  static Tensor concat(List<Tensor> values, int axis) {
    return Dispatch.call(OP, Attributes.of("axis", axis), values).get(0);
  }
}
