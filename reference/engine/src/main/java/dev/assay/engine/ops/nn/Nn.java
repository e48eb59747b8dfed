package dev.assay.engine.ops.nn;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Activations, softmax, losses, norms and clipping. Formulas in full, conventions and derivatives
 * stand at the rows.
 */
public final class Nn {
  private Nn() {}

  /** {@code 1/(1 + e⁻ˣ)}. */
  public static Tensor sigmoid(Tensor x) {
    return Dispatch.one(Activations.SIGMOID, x);
  }

  /** {@code tanh x}. */
  public static Tensor tanh(Tensor x) {
    return Maths.tanh(x);
  }

  /** {@code max(x, 0)}. */
  public static Tensor relu(Tensor x) {
    return Dispatch.one(Activations.RELU, x);
  }

  /** {@code min(max(x, 0), 6)}. */
  public static Tensor relu6(Tensor x) {
    return Dispatch.one(Activations.RELU6, x);
  }

  /** {@code x} if x > 0, else {@code 0.2·x}. */
  public static Tensor leakyRelu(Tensor x) {
    return Dispatch.one(ParametricActivations.LEAKY_RELU, x);
  }

  /** {@code x} if x > 0, else {@code alpha·x}. */
  public static Tensor leakyRelu(Tensor x, double alpha) {
    return Dispatch.one(ParametricActivations.LEAKY_RELU, Attributes.of("alpha", alpha), x);
  }

  /** {@code x} if x ≥ 0, else {@code eˣ − 1}. */
  public static Tensor elu(Tensor x) {
    return Dispatch.one(Activations.ELU, x);
  }

  /** {@code scale·x} if x ≥ 0, else {@code scale·alpha·(eˣ − 1)}: self-normalizing. */
  public static Tensor selu(Tensor x) {
    return Dispatch.one(Activations.SELU, x);
  }

  /** {@code relu(x), relu(−x)}, concatenated along the last axis. */
  public static Tensor crelu(Tensor x) {
    return crelu(x, -1);
  }

  /** {@code relu(x), relu(−x)}, concatenated along {@code axis}. */
  public static Tensor crelu(Tensor x, int axis) {
    return Crelu.crelu(x, axis);
  }

  /** {@code x·Φ(x)}, Φ the cumulative normal distribution. */
  public static Tensor gelu(Tensor x) {
    return gelu(x, false);
  }

  /** {@code x·Φ(x)}; approximate: {@code x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2}. */
  public static Tensor gelu(Tensor x, boolean approximate) {
    return Gelu.gelu(x, approximate);
  }

  /** {@code x·σ(x)}. */
  public static Tensor swish(Tensor x) {
    return swish(x, 1);
  }

  /** {@code x·σ(beta·x)}. */
  public static Tensor swish(Tensor x, double beta) {
    return Dispatch.one(ParametricActivations.SWISH, Attributes.of("beta", beta), x);
  }

  /** {@code ln(1 + eˣ)}. */
  public static Tensor softplus(Tensor x) {
    return Dispatch.one(Activations.SOFTPLUS, x);
  }

  /** {@code x/(1 + |x|)}. */
  public static Tensor softsign(Tensor x) {
    return Dispatch.one(Activations.SOFTSIGN, x);
  }

  /** 1 if x > threshold, else 0. */
  public static Tensor threshold(Tensor x, double threshold) {
    return Dispatch.one(ParametricActivations.THRESHOLD, Attributes.of("threshold", threshold), x);
  }

  /** {@code e^logits / Σ e^logits} along the last axis. */
  public static Tensor softmax(Tensor logits) {
    return softmax(logits, -1);
  }

  /** {@code e^logits / Σ e^logits} along {@code axis}. */
  public static Tensor softmax(Tensor logits, int axis) {
    return Softmax.softmax(logits, axis);
  }

  /** {@code logits − ln Σ e^logits} along the last axis. */
  public static Tensor logSoftmax(Tensor logits) {
    return logSoftmax(logits, -1);
  }

  /** {@code logits − ln Σ e^logits} along {@code axis}. */
  public static Tensor logSoftmax(Tensor logits, int axis) {
    return Softmax.logSoftmax(logits, axis);
  }

  /** {@code value[…,c] + bias[c]}. */
  public static Tensor biasAdd(Tensor value, Tensor bias) {
    return biasAdd(value, bias, "NHWC");
  }

  /** {@code value[…,c] + bias[c]}; for {@code "NCHW"} the channels are axis 1. */
  public static Tensor biasAdd(Tensor value, Tensor bias, String dataFormat) {
    return BiasAdd.biasAdd(value, bias, dataFormat);
  }

  /** {@code Σ t²/2}. */
  public static Tensor l2Loss(Tensor t) {
    return Dispatch.one(Norms.L2_LOSS, t);
  }

  /** {@code √ΣΣ tⱼ²} over all elements of all tensors. */
  public static Tensor globalNorm(List<Tensor> tensors) {
    return Dispatch.call(Norms.GLOBAL_NORM, Attributes.none(), tensors).get(0);
  }

  /** {@code x/√max(Σ x², 1e-12)}; without axes the sum is over all elements. */
  public static Tensor l2Normalize(Tensor x, int... axis) {
    return Dispatch.one(Norms.L2_NORMALIZE, axes("axis", axis), x);
  }

  /** {@code x/√max(Σ x², epsilon)}; without axes the sum is over all elements. */
  public static Tensor l2Normalize(Tensor x, double epsilon, int... axis) {
    return Dispatch.one(Norms.L2_NORMALIZE, axes("axis", axis).and("epsilon", epsilon), x);
  }

  /** {@code t·clipNorm / max(‖t‖, clipNorm)}; without axes the norm is over all elements. */
  public static Tensor clipByNorm(Tensor t, double clipNorm, int... axes) {
    return Dispatch.one(Clipping.CLIP_BY_NORM, axes("axes", axes).and("clip_norm", clipNorm), t);
  }

  private static Attributes axes(String name, int... axes) {
    ValueException.requireGiven(axes, name + ": the list of axes");
    return axes.length == 0 ? Attributes.none() : Attributes.of(name, axes);
  }

  /** {@code tⱼ·clipNorm / max(norm, clipNorm)} for every j; the last result is the norm of all. */
  public static List<Tensor> clipByGlobalNorm(List<Tensor> tensors, double clipNorm) {
    return Dispatch.call(
        Clipping.CLIP_BY_GLOBAL_NORM, Attributes.of("clip_norm", clipNorm), tensors);
  }

  /** {@code −z·ln σ(x) − (1−z)·ln(1−σ(x))}, element by element. */
  public static Tensor sigmoidCrossEntropyWithLogits(Tensor labels, Tensor logits) {
    return Dispatch.one(LogitLosses.SIGMOID_CROSS_ENTROPY, labels, logits);
  }

  /** {@code −posWeight·z·ln σ(x) − (1−z)·ln(1−σ(x))}, element by element. */
  public static Tensor weightedCrossEntropyWithLogits(
      Tensor labels, Tensor logits, double posWeight) {
    return Dispatch.one(
        LogitLosses.WEIGHTED_CROSS_ENTROPY, Attributes.of("pos_weight", posWeight), labels, logits);
  }

  /** {@code −Σ labels·log_softmax(logits)} over the last axis. */
  public static Tensor softmaxCrossEntropyWithLogits(Tensor labels, Tensor logits) {
    return softmaxCrossEntropyWithLogits(labels, logits, -1);
  }

  /** {@code −Σ labels·log_softmax(logits)} over {@code axis}. */
  public static Tensor softmaxCrossEntropyWithLogits(Tensor labels, Tensor logits, int axis) {
    return Dispatch.one(SoftmaxCrossEntropy.DENSE, Attributes.of("axis", axis), labels, logits);
  }

  /** {@code −log_softmax(logits)[…, labels]}; labels are the numbers of the right classes. */
  public static Tensor sparseSoftmaxCrossEntropyWithLogits(Tensor labels, Tensor logits) {
    return Dispatch.one(SoftmaxCrossEntropy.SPARSE, labels, logits);
  }

  /** {@code Σ (predictions − labels)²/n}. */
  public static Tensor meanSquaredError(Tensor labels, Tensor predictions) {
    return Dispatch.one(MeanLosses.MEAN_SQUARED_ERROR, labels, predictions);
  }

  /** {@code Σ |predictions − labels|/n}. */
  public static Tensor meanAbsoluteError(Tensor labels, Tensor predictions) {
    return Dispatch.one(MeanLosses.MEAN_ABSOLUTE_ERROR, labels, predictions);
  }

  /** {@code Σ h(predictions − labels)/n}, h(e) = e²/2 up to |e| = 1, then |e| − ½. */
  public static Tensor huberLoss(Tensor labels, Tensor predictions) {
    return huberLoss(labels, predictions, 1);
  }

  /** {@code Σ h(predictions − labels)/n}, h(e) = e²/2 up to |e| = δ, then δ·(|e| − δ/2). */
  public static Tensor huberLoss(Tensor labels, Tensor predictions, double delta) {
    return Dispatch.one(MeanLosses.HUBER_LOSS, Attributes.of("delta", delta), labels, predictions);
  }

  /** {@code Σ max(0, 1 − (2·labels − 1)·logits)/n}; labels are 0 or 1. */
  public static Tensor hingeLoss(Tensor labels, Tensor logits) {
    return Dispatch.one(MeanLosses.HINGE_LOSS, labels, logits);
  }

  /** {@code Σ labels·ln(labels/predictions)} over the last axis. */
  public static Tensor klDivergence(Tensor labels, Tensor predictions) {
    return Dispatch.one(KlDivergence.OP, labels, predictions);
  }

  /** {@code params[ids[i…], …]}: rows of a table. */
  public static Tensor embeddingLookup(Tensor params, Tensor ids) {
    return Dispatch.one(EmbeddingLookup.OP, params, ids);
  }

  /** Whether fewer than {@code k} predictions of a row exceed that of its target. */
  public static Tensor inTopK(Tensor targets, Tensor predictions, int k) {
    return Dispatch.one(InTopK.OP, Attributes.of("k", k), targets, predictions);
  }
}
