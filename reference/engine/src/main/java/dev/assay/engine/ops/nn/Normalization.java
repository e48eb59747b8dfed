package dev.assay.engine.ops.nn;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Means, variances, and what is normalised by them. Formulas in full, conventions and derivatives
 * stand at the rows.
 */
public final class Normalization {
  /**
   * Mean and population variance.
   *
   * @param mean Σ x / n
   * @param variance Σ (x − mean)² / n
   */
  public record MeanVariance(Tensor mean, Tensor variance) {}

  /**
   * Results of {@code fused_batch_norm}.
   *
   * @param y the normalised elements
   * @param batchMean the running mean, moved towards that of the batch
   * @param batchVariance the running variance, moved towards the unbiased one of the batch
   */
  public record FusedBatch(Tensor y, Tensor batchMean, Tensor batchVariance) {}

  /**
   * Results of {@code fused_batch_norm_grad}.
   *
   * @param xBackprop the cotangent of x
   * @param scaleBackprop the cotangent of scale
   * @param offsetBackprop the cotangent of offset
   */
  public record FusedBatchGrad(Tensor xBackprop, Tensor scaleBackprop, Tensor offsetBackprop) {}

  private Normalization() {}

  /** Mean and variance along {@code axes}, over all elements without axes. */
  public static MeanVariance moments(Tensor x, int... axes) {
    return moments(x, false, axes);
  }

  /** Mean and variance along {@code axes}; reduced axes stay as 1 if {@code keepdims}. */
  public static MeanVariance moments(Tensor x, boolean keepdims, int... axes) {
    return meanVariance(Moments.MOMENTS, axes(keepdims, axes), x);
  }

  /** {@code Σ w·x / Σ w} and {@code Σ w·(x − mean)² / Σ w} along {@code axes}. */
  public static MeanVariance weightedMoments(
      Tensor x, Tensor frequencyWeights, boolean keepdims, int... axes) {
    return meanVariance(Moments.WEIGHTED_MOMENTS, axes(keepdims, axes), x, frequencyWeights);
  }

  private static Attributes axes(boolean keepdims, int... axes) {
    ValueException.requireGiven(axes, "axes: the list of axes");
    Attributes attrs = Attributes.of("keepdims", keepdims);
    return axes.length == 0 ? attrs : attrs.and("axes", axes);
  }

  private static MeanVariance meanVariance(Op op, Attributes attrs, Tensor... inputs) {
    List<Tensor> out = Dispatch.call(op, attrs, Arrays.asList(inputs));
    return new MeanVariance(out.get(0), out.get(1));
  }

  /** {@code (x − mean)/√(variance + varianceEpsilon)}. */
  public static Tensor batchNormalization(
      Tensor x, Tensor mean, Tensor variance, double varianceEpsilon) {
    return Dispatch.one(
        BatchNormalization.OP,
        Attributes.of("variance_epsilon", varianceEpsilon),
        x,
        mean,
        variance);
  }

  /** {@code (x − mean)·scale/√(variance + varianceEpsilon) + offset}. */
  public static Tensor batchNormalization(
      Tensor x, Tensor mean, Tensor variance, Tensor offset, Tensor scale, double varianceEpsilon) {
    return Dispatch.one(
        BatchNormalization.OP,
        Attributes.of("variance_epsilon", varianceEpsilon),
        x,
        mean,
        variance,
        offset,
        scale);
  }

  /** Training on images [batch, height, width, channels], epsilon 0.001. */
  public static FusedBatch fusedBatchNorm(Tensor x, Tensor scale, Tensor offset) {
    return fusedBatchNorm(x, scale, offset, 0.001, "NHWC");
  }

  /** Training: normalised by mean and variance of the batch. */
  public static FusedBatch fusedBatchNorm(
      Tensor x, Tensor scale, Tensor offset, double epsilon, String dataFormat) {
    return fused(format(epsilon, dataFormat), x, scale, offset);
  }

  /**
   * Training: normalised by mean and variance of the batch; the running mean and variance go {@code
   * exponentialAvgFactor} of the way to them.
   */
  public static FusedBatch fusedBatchNorm(
      Tensor x,
      Tensor scale,
      Tensor offset,
      Tensor mean,
      Tensor variance,
      double epsilon,
      String dataFormat,
      double exponentialAvgFactor) {
    Attributes attrs =
        format(epsilon, dataFormat).and("exponential_avg_factor", exponentialAvgFactor);
    return fused(attrs, x, scale, offset, mean, variance);
  }

  /** Inference: normalised by the mean and variance that are given. */
  public static FusedBatch fusedBatchNormInference(
      Tensor x,
      Tensor scale,
      Tensor offset,
      Tensor mean,
      Tensor variance,
      double epsilon,
      String dataFormat) {
    Attributes attrs = format(epsilon, dataFormat).and("is_training", false);
    return fused(attrs, x, scale, offset, mean, variance);
  }

  private static Attributes format(double epsilon, String dataFormat) {
    return Attributes.of("epsilon", epsilon).and("data_format", dataFormat);
  }

  private static FusedBatch fused(Attributes attrs, Tensor... inputs) {
    List<Tensor> out = Dispatch.call(FusedBatchNorm.OP, attrs, Arrays.asList(inputs));
    return new FusedBatch(out.get(0), out.get(1), out.get(2));
  }

  /** The cotangents of x, scale and offset in training for the cotangent of y. */
  public static FusedBatchGrad fusedBatchNormGrad(
      Tensor yBackprop, Tensor x, Tensor scale, double epsilon, String dataFormat) {
    List<Tensor> out = FusedBatchNormGrad.grad(format(epsilon, dataFormat), yBackprop, x, scale);
    return new FusedBatchGrad(out.get(0), out.get(1), out.get(2));
  }

  /** {@code (x − μ)·gamma/√(σ² + 0.001) + beta}, μ and σ² along the last axis. */
  public static Tensor layerNormalization(Tensor x, Tensor gamma, Tensor beta) {
    return layerNormalization(x, gamma, beta, 0.001, -1);
  }

  /** {@code (x − μ)·gamma/√(σ² + epsilon) + beta}, μ and σ² along {@code axis}. */
  public static Tensor layerNormalization(
      Tensor x, Tensor gamma, Tensor beta, double epsilon, int... axis) {
    ValueException.requireGiven(axis, "axis: the list of axes");
    return Dispatch.one(
        LayerNormalization.OP, Attributes.of("axis", axis).and("epsilon", epsilon), x, gamma, beta);
  }

  /** {@code (x − μ)·gamma/√(σ² + epsilon) + beta}, μ and σ² per example and channel. */
  public static Tensor instanceNormalization(
      Tensor x, Tensor gamma, Tensor beta, double epsilon, String dataFormat) {
    return Dispatch.one(GroupNormalization.INSTANCE, format(epsilon, dataFormat), x, gamma, beta);
  }

  /** {@code (x − μ)·gamma/√(σ² + epsilon) + beta}, μ and σ² per example and group of channels. */
  public static Tensor groupNormalization(
      Tensor x, Tensor gamma, Tensor beta, int groups, double epsilon, String dataFormat) {
    return Dispatch.one(
        GroupNormalization.GROUP,
        format(epsilon, dataFormat).and("groups", groups),
        x,
        gamma,
        beta);
  }

  /** Every element replaced by the mean of its example and group of channels. */
  public static Tensor groupMean(Tensor x, int groups, String dataFormat) {
    return GroupNormalization.groupMean(
        x, Attributes.of("groups", groups).and("data_format", dataFormat));
  }

  /** {@code input/√(1 + Σ input²)}, the sum over 5 channels to either side. */
  public static Tensor localResponseNormalization(Tensor input) {
    return localResponseNormalization(input, 5, 1, 1, 0.5);
  }

  /** {@code input/(bias + alpha·Σ input²)^beta}, over {@code depthRadius} channels each side. */
  public static Tensor localResponseNormalization(
      Tensor input, int depthRadius, double bias, double alpha, double beta) {
    return Dispatch.one(LocalResponse.LRN, response(depthRadius, bias, alpha, beta), input);
  }

  /** The cotangent of the input of {@code local_response_normalization}. */
  public static Tensor localResponseNormalizationGrad(
      Tensor inputGrads,
      Tensor inputImage,
      Tensor outputImage,
      int depthRadius,
      double bias,
      double alpha,
      double beta) {
    return Dispatch.one(
        LocalResponse.LRN_GRAD,
        response(depthRadius, bias, alpha, beta),
        inputGrads,
        inputImage,
        outputImage);
  }

  private static Attributes response(int radius, double bias, double alpha, double beta) {
    return Attributes.of("depth_radius", radius)
        .and("bias", bias)
        .and("alpha", alpha)
        .and("beta", beta);
  }

  /** {@code Σ x} over {@code depthRadius} elements of the last axis to either side. */
  public static Tensor localSum(Tensor x, int depthRadius) {
    return Dispatch.one(LocalResponse.LOCAL_SUM, Attributes.of("depth_radius", depthRadius), x);
  }
}
