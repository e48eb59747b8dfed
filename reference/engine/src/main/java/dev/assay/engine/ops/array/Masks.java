package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.BOOLS;
import static dev.assay.engine.op.DTypes.INTEGERS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operations that take or make masks. */
final class Masks {
  static final Op BOOLEAN_MASK =
      Op.define("boolean_mask")
          .formula("output[p,n,q] = tensor[p,i,q], i the n-th index at which mask is true")
          .note("p: the dimensions before axis; i: mask.rank dimensions; in row-major order.")
          .input("tensor", ANY, "at least as many dimensions as axis + mask.rank")
          .input("mask", BOOLS, "at least rank 1")
          .attr("axis", Type.INT, 0, "the dimension of tensor where mask begins")
          .require(Kind.SHAPE, "mask.rank >= 1", o -> o.shape(1).rank() >= 1)
          .require(
              Kind.ATTRIBUTE,
              "-tensor.rank <= axis < tensor.rank",
              o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank()))
          .require(
              Kind.SHAPE,
              "mask.shape = tensor.shape[axis : axis + mask.rank]",
              o -> {
                int axis = axis(o.attrs(), o.shape(0));
                int after = axis + o.shape(1).rank();
                return after <= o.shape(0).rank()
                    && o.shape(0).slice(axis, after).compatible(o.shape(1));
              })
          .type(o -> new TensorType(o.dtype(0), kept(o.shape(0), o, Shape.UNKNOWN)))
          .kernel(Masks::pick)
          .vjp("tensor", Masks::putBack)
          .noGradient("mask", "a mask chooses, it does not enter the result")
          .build();

  static final Op SEQUENCE_MASK =
      Op.define("sequence_mask")
          .formula("output[i,j] = j < lengths[i], 0 <= j < maxlen")
          .input("lengths", INTEGERS, "any shape")
          .optionalAttr("maxlen", Type.INT, "the last dimension; absent: max(0, max lengths)")
          .attr("dtype", Type.DTYPE, DType.BOOL, "the type of the result: true is 1")
          .require(
              Kind.ATTRIBUTE,
              "maxlen >= 0",
              o -> !o.attrs().has("maxlen") || o.attrs().integer("maxlen") >= 0)
          .require(
              Kind.ATTRIBUTE, "dtype is not string", o -> o.attrs().dtype("dtype") != DType.STRING)
          .require(
              Kind.VALUE,
              "lengths.size · max lengths <= " + Shape.MAX_ELEMENTS + " where maxlen is absent",
              o ->
                  o.attrs().has("maxlen")
                      || longest(o.in(0)) <= Shape.MAX_ELEMENTS / Math.max(1, o.in(0).size()))
          .type(
              o ->
                  new TensorType(
                      o.attrs().dtype("dtype"),
                      o.shape(0).concat(Shape.of(maxlen(o.attrs(), Shape.UNKNOWN)))))
          .kernel(Masks::sequence)
          .noGradient("lengths", "integers")
          .build();

  static final List<Op> ROWS = List.of(BOOLEAN_MASK, SEQUENCE_MASK);

  private Masks() {}

  private static int axis(Attributes attrs, Shape tensor) {
    return Index.axis(attrs.int32("axis"), tensor.rank());
  }

  private static Shape kept(Shape tensor, Operands o, int n) {
    int axis = axis(o.attrs(), tensor);
    return tensor
        .slice(0, axis)
        .concat(Shape.of(n))
        .concat(tensor.slice(axis + o.shape(1).rank(), tensor.rank()));
  }

  private static List<Tensor> pick(Call c) {
    Shape tensor = c.in(0).shape();
    long[] mask = c.in(1).host().longs();
    int[] along = IntStream.range(0, mask.length).filter(i -> mask[i] != 0).toArray();
    int axis = axis(c.attrs(), tensor);
    Shape joined =
        Shape.of(
            Index.product(tensor, 0, axis),
            mask.length,
            Index.product(tensor, axis + c.in(1).rank(), tensor.rank()));
    int[] source = Movement.alongAxis(joined, 1, along);
    return List.of(
        Tensor.of(
            kept(tensor, new Operands(c.op(), c.inputs(), c.attrs()), along.length),
            c.in(0).host().select(source, c.in(0).host())));
  }

  /**
   * The adjoint: with the masked dimensions in front, the mask's true positions are indices of
   * {@code gather_nd}.
   */
  private static Tensor putBack(Pullback p) {
    Tensor like = p.x(0);
    int axis = axis(p.attrs(), like.shape());
    int masked = p.x(1).rank();
    Attributes unbatched = Attributes.of("batch_dims", 0);
    Tensor positions = Indexing.where(p.x(1));
    if (axis == 0) {
      return GatherNd.gatherNdGrad(unbatched, p.dy(), positions, like);
    }
    int[] there = front(axis, masked, like.rank());
    Tensor dy = ArrayOps.transpose(p.dy(), front(axis, 1, p.dy().rank()));
    Tensor dx = GatherNd.gatherNdGrad(unbatched, dy, positions, ArrayOps.transpose(like, there));
    return ArrayOps.transpose(dx, inverse(there));
  }

  /** The permutation that brings {@code count} dimensions from {@code axis} to the front. */
  private static int[] front(int axis, int count, int rank) {
    return IntStream.concat(
            IntStream.range(axis, axis + count),
            IntStream.range(0, rank).filter(d -> d < axis || d >= axis + count))
        .toArray();
  }

  private static int[] inverse(int[] perm) {
    int[] inverse = new int[perm.length];
    for (int d = 0; d < perm.length; d++) {
      inverse[perm[d]] = d;
    }
    return inverse;
  }

  private static long longest(Tensor lengths) {
    return Math.max(0, Arrays.stream(lengths.host().longs()).max().orElse(0));
  }

  private static int maxlen(Attributes attrs, int absent) {
    return attrs.has("maxlen") ? attrs.int32("maxlen") : absent;
  }

  private static List<Tensor> sequence(Call c) {
    long[] lengths = c.in(0).host().longs();
    int maxlen = maxlen(c.attrs(), (int) longest(c.in(0)));
    long[] y = new long[lengths.length * maxlen];
    for (int i = 0; i < lengths.length; i++) {
      for (int j = 0; j < maxlen; j++) {
        y[i * maxlen + j] = j < lengths[i] ? 1 : 0;
      }
    }
    return List.of(
        Tensor.ofLongs(c.attrs().dtype("dtype"), c.in(0).shape().concat(Shape.of(maxlen)), y));
  }

  static Tensor booleanMask(Tensor tensor, Tensor mask, int axis) {
    return Dispatch.one(BOOLEAN_MASK, Attributes.of("axis", axis), tensor, mask);
  }

  static Tensor sequenceMask(Tensor lengths, Attributes attrs) {
    return Dispatch.one(SEQUENCE_MASK, attrs, lengths);
  }
}
