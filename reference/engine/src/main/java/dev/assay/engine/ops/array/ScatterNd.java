package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.op.DTypes.NUMERIC;

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
import java.util.List;

/**
 * {@code scatter_nd}, {@code tensor_scatter_add}: {@code output[indices[n], q] += updates[n, q]},
 * starting from zeros or from a tensor. Updates of one position accumulate.
 */
final class ScatterNd {
  private static final Positions IN_SHAPE =
      new Positions(0, o -> Shape.of(o.attrs().ints("shape")), "shape");
  private static final Positions IN_TENSOR = Positions.in(1, 0, "tensor");

  static final Op SCATTER_ND =
      IN_SHAPE
          .values(
              updates(
                  IN_SHAPE.shapes(
                      Op.define("scatter_nd")
                          .formula("output[j,q] = Σ updates[n,q] over all n with indices[n] = j")
                          .note("Summed in the order of updates.")
                          .input("indices", INDICES, "[n, K], rows of positions; none negative")
                          .input("updates", NUMERIC, "[n, q]")
                          .attr("shape", Type.INTS, "the shape of the result")
                          .require(
                              Kind.ATTRIBUTE,
                              "shape >= 0",
                              o -> o.attrs().longs("shape").stream().allMatch(d -> d >= 0))),
                  IN_SHAPE,
                  1))
          .type(o -> new TensorType(o.dtype(1), Shape.of(o.attrs().longs("shape"))))
          .kernel(
              c -> {
                int[] target = IN_SHAPE.offsets(operands(c));
                Shape shape = c.output().shape();
                HostStorage updates = c.in(1).host();
                return List.of(Tensor.of(shape, Scatter.sum(updates, target, shape.elements())));
              })
          .noGradient("indices", "integers")
          .vjp("updates", p -> GatherNd.gatherNd(p.dy(), p.x(0), 0))
          .build();

  static final Op TENSOR_SCATTER_ADD =
      IN_TENSOR
          .values(
              updates(
                  IN_TENSOR.shapes(
                      Op.define("tensor_scatter_add")
                          .formula("output[j,q] = tensor[j,q] + Σ updates[n,q], indices[n] = j")
                          .note("Summed in the order of updates, beginning with tensor.")
                          .input("tensor", NUMERIC, "at least rank 1")
                          .input("indices", INDICES, "[n, K], rows of positions; none negative")
                          .input("updates", NUMERIC, "[n, q]")
                          .sameDType(0, 2)),
                  IN_TENSOR,
                  2))
          .kernel(c -> List.of(Tensor.of(c.output().shape(), added(c))))
          .vjp("tensor", p -> p.dy())
          .noGradient("indices", "integers")
          .vjp("updates", p -> GatherNd.gatherNd(p.dy(), p.x(1), 0))
          .build();

  private ScatterNd() {}

  private static Op.Builder updates(Op.Builder b, Positions positions, int at) {
    return b.require(
        Kind.SHAPE,
        "updates.shape = indices.shape[:-1] + " + positions.name() + "[indices.dim(-1):]",
        o -> positions.picked(o).compatible(o.shape(at)));
  }

  private static HostStorage added(Call c) {
    int[] target = IN_TENSOR.offsets(operands(c));
    HostStorage tensor = c.in(0).host();
    HostStorage updates = c.in(2).host();
    if (tensor.dtype().isInteger()) {
      long[] y = tensor.longs().clone();
      long[] u = updates.longs();
      for (int i = 0; i < target.length; i++) {
        y[target[i]] += u[i];
      }
      return HostStorage.ofLongs(tensor.dtype(), y);
    }
    int parts = tensor.dtype().isComplex() ? 2 : 1;
    double[] y = tensor.doubles().clone();
    double[] u = updates.doubles();
    for (int i = 0; i < target.length; i++) {
      for (int part = 0; part < parts; part++) {
        y[target[i] * parts + part] += u[i * parts + part];
      }
    }
    return HostStorage.ofDoubles(tensor.dtype(), y);
  }

  private static Operands operands(Call c) {
    return new Operands(c.op(), c.inputs(), c.attrs());
  }

  static Tensor scatterNd(Tensor indices, Tensor updates, int... shape) {
    return Dispatch.one(SCATTER_ND, Attributes.of("shape", shape), indices, updates);
  }

  static Tensor tensorScatterAdd(Tensor tensor, Tensor indices, Tensor updates) {
    return Dispatch.one(TENSOR_SCATTER_ADD, tensor, indices, updates);
  }
}
