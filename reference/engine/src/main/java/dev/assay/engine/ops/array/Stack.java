package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.ShapeException;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** {@code stack}: tensors along a new axis; {@code unstack}: its inverse. */
final class Stack {
  static final Op STACK =
      Op.define("stack")
          .formula("output[…, k, …] = values[k][…], k at axis")
          .inputList("values", ANY, "one shape")
          .attr("axis", Type.INT, 0, "where the new axis stands; negative counts from the end")
          .require(
              Kind.SHAPE,
              "all values have one shape",
              o ->
                  IntStream.range(1, o.count())
                      .allMatch(
                          i ->
                              IntStream.range(0, i)
                                  .allMatch(j -> o.shape(i).compatible(o.shape(j)))))
          .require(
              Kind.ATTRIBUTE,
              "-values[0].rank - 1 <= axis <= values[0].rank",
              o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank() + 1))
          .type(o -> new TensorType(o.dtype(0), stacked(o)))
          .kernel(Stack::stack)
          .vjpEach("values", Stack::layer)
          .build();

  static final Op UNSTACK =
      Op.define("unstack")
          .formula("output[k][…] = value[…, k, …], k at axis")
          .note("The size of value along axis is the number of results; it must be known.")
          .input("value", ANY, "at least one axis")
          .attr("axis", Type.INT, 0, "the axis to take apart; negative counts from the end")
          .outputs("output…")
          .require(Kind.ATTRIBUTE, "axis is in [-value.rank, value.rank)", AxisList::oneInRange)
          .shape(Stack::unstacked)
          .kernel(Stack::unstack)
          .vjp("value", p -> stack(p.cotangents(), p.attrs().int32("axis")))
          .build();

  static final List<Op> ROWS = List.of(STACK, UNSTACK);

  private Stack() {}

  private static Shape stacked(Operands o) {
    int rank = o.shape(0).rank();
    int axis = Index.axis(o.attrs().int32("axis"), rank + 1);
    int[] dims = new int[rank];
    for (int d = 0; d < rank; d++) {
      int dim = d;
      dims[d] = IntStream.range(0, o.count()).map(i -> o.shape(i).dim(dim)).max().orElse(0);
    }
    Shape s = Shape.of(dims);
    return s.slice(0, axis).concat(Shape.of(o.count())).concat(s.slice(axis, rank));
  }

  private static List<Tensor> stack(Call c) {
    Shape one = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), one.rank() + 1);
    HostStorage joined = HostStorage.joined(c.inputs().stream().map(Tensor::host).toList());
    // joined has the new axis first, with a stride of one tensor
    int[] own = Index.strides(one);
    int[] strides = new int[one.rank() + 1];
    for (int d = 0; d < strides.length; d++) {
      strides[d] = d < axis ? own[d] : d == axis ? one.elements() : own[d - 1];
    }
    int[] source = Index.offsets(c.output().shape(), strides, 0);
    return List.of(Tensor.of(c.output().shape(), joined.select(source, joined)));
  }

  /** The layer of the cotangent that belongs to values[i]; the axis may be of unknown size. */
  private static Tensor layer(Pullback p, int i) {
    int rank = p.dy().rank();
    int axis = Index.axis(p.attrs().int32("axis"), rank);
    int[] begin = new int[rank];
    int[] size = new int[rank];
    Arrays.fill(size, -1);
    begin[axis] = i;
    size[axis] = 1;
    return Like.reshapeLike(Slice.slice(p.dy(), begin, size), p.x(i));
  }

  private static List<TensorType> unstacked(Operands o) {
    int axis = AxisList.one(o);
    int n = o.shape(0).dim(axis);
    if (n == Shape.UNKNOWN) {
      throw new ShapeException("the size along axis must be known, got " + o.shape(0));
    }
    return Collections.nCopies(n, new TensorType(o.dtype(0), o.shape(0).without(axis)));
  }

  private static List<Tensor> unstack(Call c) {
    Shape s = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), s.rank());
    HostStorage all = c.in(0).host();
    List<Tensor> out = new ArrayList<>();
    for (int k = 0; k < s.dim(axis); k++) {
      int[] source = Movement.alongAxis(s, axis, new int[] {k});
      out.add(Tensor.of(s.without(axis), all.select(source, all)));
    }
    return out;
  }

  static Tensor stack(List<Tensor> values, int axis) {
    return Dispatch.call(STACK, Attributes.of("axis", axis), values).get(0);
  }

  static List<Tensor> unstack(Tensor value, int axis) {
    return Dispatch.call(UNSTACK, Attributes.of("axis", axis), Arrays.asList(value));
  }
}
