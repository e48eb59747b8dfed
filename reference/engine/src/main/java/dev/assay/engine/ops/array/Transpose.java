package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** {@code transpose}: axes in another order. */
final class Transpose {
  static final Op OP =
      Op.define("transpose")
          .formula("output[i₀, i₁, …] = a[j₀, j₁, …] with j[perm[d]] = i[d]")
          .note("Without perm the axes are reversed; of a matrix, aᵀ.")
          .input("a", ANY, "any shape")
          .optionalAttr("perm", Type.INTS, "axis d of the result is axis perm[d] of a")
          .require(
              Kind.ATTRIBUTE,
              "perm is a permutation of 0 … a.rank - 1",
              o ->
                  !o.attrs().has("perm")
                      || o.attrs().longs("perm").stream()
                          .sorted()
                          .toList()
                          .equals(LongStream.range(0, o.shape(0).rank()).boxed().toList()))
          .type(o -> new TensorType(o.dtype(0), permuted(o.shape(0), perm(o.attrs(), o.in(0)))))
          .kernel(Transpose::forward)
          .vjp("a", p -> transpose(p.dy(), inverse(perm(p.attrs(), p.x(0)))))
          .build();

  private Transpose() {}

  private static int[] perm(Attributes attrs, Tensor a) {
    int rank = a.rank();
    return attrs.has("perm")
        ? attrs.ints("perm")
        : IntStream.range(0, rank).map(d -> rank - 1 - d).toArray();
  }

  private static Shape permuted(Shape s, int[] perm) {
    return Shape.of(Arrays.stream(perm).map(s::dim).toArray());
  }

  private static int[] inverse(int[] perm) {
    int[] inverse = new int[perm.length];
    for (int d = 0; d < perm.length; d++) {
      inverse[perm[d]] = d;
    }
    return inverse;
  }

  private static List<Tensor> forward(Call c) {
    int[] strides = Index.strides(c.in(0).shape());
    int[] permuted = Arrays.stream(perm(c.attrs(), c.in(0))).map(d -> strides[d]).toArray();
    return Movement.select(c, Index.offsets(c.output().shape(), permuted, 0));
  }

  static Tensor transpose(Tensor a, int... perm) {
    return Dispatch.one(OP, Attributes.of("perm", perm), a);
  }
}
