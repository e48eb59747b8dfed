package dev.assay.learn.optimizer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** What is done to the gradients of a step before they are applied. */
@FunctionalInterface
public interface Clipping {
  /** As many gradients, of the same types. */
  List<Tensor> clip(List<Tensor> gradients);

  /** {@code gradients}, clipped if there is a way to. */
  static List<Tensor> clip(Optional<Clipping> clipping, List<Tensor> gradients) {
    List<Tensor> clipped =
        clipping.isPresent() ? clipping.get().clip(List.copyOf(gradients)) : gradients;
    if (clipped == null || clipped.size() != gradients.size()) {
      throw new ValueException(
          "clipping: as many gradients as there were, " + gradients.size() + ", got " + clipped);
    }
    return clipped;
  }

  /** Each element between {@code min} and {@code max}. */
  static Clipping byValue(double min, double max) {
    if (!(min <= max)) {
      throw new AttributeException("clip_by_value: min <= max, got " + min + " and " + max);
    }
    return gradients -> gradients.stream().map(g -> Maths.clipByValue(g, min, max)).toList();
  }

  /** {@code g·clipNorm/max(‖g‖₂, clipNorm)}, each gradient for itself. */
  static Clipping byNorm(double clipNorm) {
    requirePositive("clip_by_norm", clipNorm);
    return gradients -> gradients.stream().map(g -> Nn.clipByNorm(g, clipNorm)).toList();
  }

  /** {@code g·clipNorm/max(n, clipNorm)}, {@code n = √Σ‖g‖₂²} over all gradients. */
  static Clipping byGlobalNorm(double clipNorm) {
    requirePositive("clip_by_global_norm", clipNorm);
    // the operation's last result is the norm
    return gradients -> Nn.clipByGlobalNorm(gradients, clipNorm).subList(0, gradients.size());
  }

  private static void requirePositive(String what, double clipNorm) {
    if (!(clipNorm > 0)) {
      throw new AttributeException(what + ": clip_norm > 0, got " + clipNorm);
    }
  }
}
