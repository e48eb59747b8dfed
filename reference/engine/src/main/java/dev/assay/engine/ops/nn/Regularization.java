package dev.assay.engine.ops.nn;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Penalties on weights, and dropout. Formulas in full, conventions and derivatives stand at the
 * rows.
 */
public final class Regularization {
  /**
   * Results of {@code dropout}.
   *
   * @param output x/(1 − rate) where the mask holds, else 0
   * @param mask which elements were kept, bool
   */
  public record Dropped(Tensor output, Tensor mask) {}

  private Regularization() {}

  /** {@code scale·Σ |t|}. */
  public static Tensor l1Regularizer(Tensor t, double scale) {
    return Dispatch.one(Regularizers.L1, Attributes.of("scale", scale), t);
  }

  /** {@code scale·Σ t²/2}. */
  public static Tensor l2Regularizer(Tensor t, double scale) {
    return Dispatch.one(Regularizers.L2, Attributes.of("scale", scale), t);
  }

  /** {@code scaleL1·Σ |t| + scaleL2·Σ t²/2}. */
  public static Tensor l1L2Regularizer(Tensor t, double scaleL1, double scaleL2) {
    return Dispatch.one(
        Regularizers.L1_L2, Attributes.of("scale_l1", scaleL1).and("scale_l2", scaleL2), t);
  }

  /** Each element dropped with probability {@code rate}, the others divided by 1 − rate. */
  public static Dropped dropout(Tensor x, double rate) {
    return dropout(Attributes.of("rate", rate), OptionalLong.empty(), x);
  }

  /** As above, of the stream of {@code seed}; {@link Random} says how streams go on. */
  public static Dropped dropout(Tensor x, double rate, long seed) {
    return dropout(Attributes.of("rate", rate), OptionalLong.of(seed), x);
  }

  /** As above; a number is drawn for each element of {@code noiseShape}, which is repeated. */
  public static Dropped dropout(Tensor x, double rate, int[] noiseShape, long seed) {
    ValueException.requireGiven(noiseShape, "dropout: the noise shape");
    Attributes attrs = Attributes.of("rate", rate).and("noise_shape", noiseShape);
    return dropout(attrs, OptionalLong.of(seed), x);
  }

  /** Exactly the mask of the two seeds: the same in every call. */
  public static Dropped dropoutOf(Tensor x, double rate, long seed, long seed2) {
    Attributes attrs = Attributes.of("rate", rate).and("seed", seed).and("seed2", seed2);
    return dropped(Dispatch.call(Dropout.OP, attrs, Arrays.asList(x)));
  }

  private static Dropped dropout(Attributes attrs, OptionalLong seed, Tensor x) {
    return dropped(Random.call(Dropout.OP, attrs, seed, x));
  }

  private static Dropped dropped(List<Tensor> results) {
    return new Dropped(results.get(0), results.get(1));
  }
}
