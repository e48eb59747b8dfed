package dev.assay.engine.ops.nn;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Activations, softmax, losses, norms, clipping, normalisation and regularisation. */
public final class NnFamily implements OpFamily {
  @Override
  public String name() {
    return "nn";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Activations.ROWS,
            ParametricActivations.ROWS,
            Softmax.ROWS,
            Norms.ROWS,
            Clipping.ROWS,
            LogitLosses.ROWS,
            SoftmaxCrossEntropy.ROWS,
            MeanLosses.ROWS,
            Moments.ROWS,
            GroupNormalization.ROWS,
            LocalResponse.ROWS,
            Regularizers.ROWS,
            List.of(
                Crelu.OP,
                Gelu.OP,
                BiasAdd.OP,
                KlDivergence.OP,
                EmbeddingLookup.OP,
                OneHotLike.OP,
                InTopK.OP,
                BatchNormalization.OP,
                FusedBatchNorm.OP,
                FusedBatchNormGrad.OP,
                LayerNormalization.OP,
                Dropout.OP))
        .flatMap(List::stream)
        .toList();
  }
}
