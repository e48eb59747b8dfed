package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** {@code split}: the inverse of concat. */
final class Split {
  private static final String PARTS = "num_or_size_splits";
  private static final long REST = -1;
  private static final int MOST_PARTS = 1 << 20;

  static final Op OP =
      Op.define("split")
          .formula("output[k] = the k-th part of value along axis")
          .note("An integer: so many equal parts. A list: their sizes, one may be -1, the rest.")
          .input("value", ANY, "at least one axis")
          .attr(PARTS, Type.INT_OR_INTS, "the number of parts or their sizes")
          .attr("axis", Type.INT, 0, "the axis to split; negative counts from the end")
          .outputs("output…")
          .require(Kind.ATTRIBUTE, "axis is in [-value.rank, value.rank)", AxisList::oneInRange)
          .require(
              Kind.ATTRIBUTE,
              "num_or_size_splits is 1 … 2^20 or a list that is not empty",
              o ->
                  o.attrs().isList(PARTS)
                      ? !o.attrs().longs(PARTS).isEmpty()
                      : 1 <= o.attrs().integer(PARTS) && o.attrs().integer(PARTS) <= MOST_PARTS)
          .require(
              Kind.ATTRIBUTE,
              "sizes are >= 0, but one may be -1",
              o ->
                  !o.attrs().isList(PARTS)
                      || o.attrs().longs(PARTS).stream().allMatch(s -> s >= REST)
                          && o.attrs().longs(PARTS).stream().filter(s -> s == REST).count() <= 1)
          .require(
              Kind.ATTRIBUTE,
              "an integer divides the size along axis; sizes add up to it",
              Split::fits)
          .shape(Split::types)
          .kernel(Split::forward)
          .vjp("value", p -> Concat.concat(p.cotangents(), p.attrs().int32("axis")))
          .build();

  private Split() {}

  /** The sum of the sizes that are given. */
  private static long given(List<Long> sizes) {
    return sizes.stream().filter(s -> s != REST).mapToLong(s -> Math.min(s, 1L << 32)).sum();
  }

  private static boolean fits(Operands o) {
    int dim = o.shape(0).dim(AxisList.one(o));
    if (dim == Shape.UNKNOWN) {
      return true;
    }
    if (!o.attrs().isList(PARTS)) {
      return dim % o.attrs().integer(PARTS) == 0;
    }
    List<Long> sizes = o.attrs().longs(PARTS);
    return sizes.contains(REST) ? given(sizes) <= dim : given(sizes) == dim;
  }

  private static List<TensorType> types(Operands o) {
    int axis = AxisList.one(o);
    Shape s = o.shape(0);
    long dim = s.dim(axis);
    List<Long> sizes;
    if (o.attrs().isList(PARTS)) {
      sizes = new ArrayList<>(o.attrs().longs(PARTS));
      long rest = dim == Shape.UNKNOWN ? Shape.UNKNOWN : dim - given(sizes);
      sizes.replaceAll(size -> size == REST ? rest : size);
    } else {
      int num = o.attrs().int32(PARTS);
      sizes = Collections.nCopies(num, dim == Shape.UNKNOWN ? dim : dim / num);
    }
    return sizes.stream()
        .map(
            n ->
                new TensorType(
                    o.dtype(0),
                    s.slice(0, axis)
                        .concat(Shape.of(List.of(n)))
                        .concat(s.slice(axis + 1, s.rank()))))
        .toList();
  }

  private static List<Tensor> forward(Call c) {
    Shape s = c.in(0).shape();
    int axis = AxisList.one(new Operands(c.op(), c.inputs(), c.attrs()));
    HostStorage all = c.in(0).host();
    List<Tensor> out = new ArrayList<>();
    int start = 0;
    for (TensorType t : c.outputs()) {
      int end = start + t.shape().dim(axis);
      int[] source = Movement.alongAxis(s, axis, IntStream.range(start, end).toArray());
      out.add(Tensor.of(t.shape(), all.select(source, all)));
      start = end;
    }
    return out;
  }

  static List<Tensor> split(Tensor value, Object numOrSizeSplits, int axis) {
    return Dispatch.call(
        OP, Attributes.of(PARTS, numOrSizeSplits).and("axis", axis), Arrays.asList(value));
  }
}
