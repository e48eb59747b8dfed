package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** {@code embedding_lookup}: rows of a table by number, {@code gather} along axis 0. */
final class EmbeddingLookup {
  static final Op OP =
      Op.define("embedding_lookup")
          .formula("output[i…, q…] = params[ids[i…], q…]")
          .note("The gradient of a row that is looked up more than once is the sum.")
          .input("params", ANY, "[rows, …]")
          .input("ids", INDICES, "any shape; the numbers of rows")
          .require(Kind.SHAPE, "params.rank >= 1", o -> o.shape(0).rank() >= 1)
          .require(
              Kind.VALUE,
              "0 <= ids < rows",
              o ->
                  Arrays.stream(o.in(1).host().longs())
                      .allMatch(i -> 0 <= i && i < o.shape(0).dim(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1).concat(row(o.shape(0)))))
          .kernel(EmbeddingLookup::forward)
          .vjp("params", EmbeddingLookup::vjp)
          .noGradient("ids", "integers")
          .build();

  private EmbeddingLookup() {}

  private static Shape row(Shape params) {
    return params.slice(1, params.rank());
  }

  private static List<Tensor> forward(Call c) {
    long[] ids = c.in(1).host().longs();
    int width = Index.product(c.in(0).shape(), 1, c.in(0).rank());
    int[] source = new int[c.output().shape().elements()];
    for (int i = 0; i < source.length; i++) {
      source[i] = (int) ids[i / width] * width + i % width;
    }
    return List.of(Tensor.of(c.output().shape(), c.in(0).host().select(source, c.in(0).host())));
  }

  private static Tensor vjp(Pullback p) {
    return Dispatch.one(
        OpRegistry.get("gather_grad"), Attributes.of("axis", 0), p.dy(), p.x(1), p.x(0));
  }
}
