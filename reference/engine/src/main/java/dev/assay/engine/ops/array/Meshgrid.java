package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
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

/** {@code meshgrid}: the coordinates of all points of a grid. */
final class Meshgrid {
  static final Op OP =
      Op.define("meshgrid")
          .formula("output[k][i₀, i₁, …] = values[k][iₖ]")
          .note("indexing xy: the first two axes of every result are swapped, as rows are y.")
          .inputList("values", ANY, "the coordinates along every axis")
          .choice("indexing", List.of("xy", "ij"), "ij: axis k belongs to values[k]")
          .outputs("output…")
          .require(
              Kind.SHAPE,
              "all values have rank 1",
              o -> o.inputs().stream().allMatch(t -> t.rank() == 1))
          .shape(o -> Collections.nCopies(o.count(), new TensorType(o.dtype(0), grid(o))))
          .kernel(Meshgrid::forward)
          .vjpEach("values", Meshgrid::vjp)
          .build();

  private Meshgrid() {}

  /** The axis along which values[k] varies. */
  private static int axis(Attributes attrs, int k, int count) {
    return attrs.text("indexing").equals("xy") && k < 2 && count > 1 ? 1 - k : k;
  }

  private static Shape grid(Operands o) {
    int[] dims = new int[o.count()];
    for (int k = 0; k < dims.length; k++) {
      dims[axis(o.attrs(), k, dims.length)] = o.shape(k).dim(0);
    }
    return Shape.of(dims);
  }

  private static List<Tensor> forward(Call c) {
    Shape shape = c.output().shape();
    List<Tensor> out = new ArrayList<>();
    for (int k = 0; k < c.count(); k++) {
      int[] strides = new int[c.count()];
      strides[axis(c.attrs(), k, c.count())] = 1;
      HostStorage values = c.in(k).host();
      out.add(Tensor.of(shape, values.select(Index.offsets(shape, strides, 0), values)));
    }
    return out;
  }

  /** Sums over all axes but the vector's own. */
  private static Tensor vjp(Pullback p, int k) {
    int[] dims = new int[p.call().count()];
    Arrays.fill(dims, 1);
    dims[axis(p.attrs(), k, dims.length)] = -1;
    return Like.reshapeLike(Like.sumLike(p.dy(k), ArrayOps.reshape(p.x(k), dims)), p.x(k));
  }

  static List<Tensor> meshgrid(List<Tensor> values, String indexing) {
    return Dispatch.call(OP, Attributes.of("indexing", indexing), values);
  }
}
