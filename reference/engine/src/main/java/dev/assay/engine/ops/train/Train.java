package dev.assay.engine.ops.train;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Steps of optimizers. Each takes the variable, its slots, the gradient and scalars of the same
 * type, in TensorFlow's order, and gives the new variable and slots in the order in which they went
 * in; it changes nothing. Formulas in full and sources stand at the rows.
 */
public final class Train {
  private Train() {}

  /** {@code var − alpha·delta}. */
  public static Tensor applyGradientDescent(Tensor var, Tensor alpha, Tensor delta) {
    return Dispatch.one(Descents.GRADIENT_DESCENT, var, alpha, delta);
  }

  /**
   * Momentum: {@code var, accum}; {@code accum' = momentum·accum + grad}, {@code var' = var −
   * lr·accum'}, with Nesterov's look-ahead {@code var − lr·(grad + momentum·accum')}.
   */
  public static List<Tensor> applyMomentum(
      Tensor var, Tensor accum, Tensor lr, Tensor grad, Tensor momentum, boolean useNesterov) {
    Attributes attrs = Attributes.of("use_nesterov", useNesterov);
    return call(Descents.MOMENTUM, attrs, var, accum, lr, grad, momentum);
  }

  /** Adagrad: {@code var, accum}; {@code var' = var − lr·grad/√(accum + grad²)}. */
  public static List<Tensor> applyAdagrad(Tensor var, Tensor accum, Tensor lr, Tensor grad) {
    return applyAdagrad(var, accum, lr, grad, true);
  }

  /** As {@link #applyAdagrad(Tensor, Tensor, Tensor, Tensor)}; accum may be left as it is. */
  public static List<Tensor> applyAdagrad(
      Tensor var, Tensor accum, Tensor lr, Tensor grad, boolean updateSlots) {
    return call(Adagrads.ADAGRAD, Attributes.of("update_slots", updateSlots), var, accum, lr, grad);
  }

  /**
   * Adagrad by dual averaging: {@code var, gradientAccumulator, gradientSquaredAccumulator}.
   *
   * @param globalStep an int64 scalar, 1 the first
   */
  public static List<Tensor> applyAdagradDa(
      Tensor var,
      Tensor gradientAccumulator,
      Tensor gradientSquaredAccumulator,
      Tensor grad,
      Tensor lr,
      Tensor l1,
      Tensor l2,
      Tensor globalStep) {
    return call(
        Adagrads.ADAGRAD_DA,
        Attributes.none(),
        var,
        gradientAccumulator,
        gradientSquaredAccumulator,
        grad,
        lr,
        l1,
        l2,
        globalStep);
  }

  /** Adadelta: {@code var, accum, accumUpdate}. */
  public static List<Tensor> applyAdadelta(
      Tensor var,
      Tensor accum,
      Tensor accumUpdate,
      Tensor lr,
      Tensor rho,
      Tensor epsilon,
      Tensor grad) {
    return call(
        Adagrads.ADADELTA, Attributes.none(), var, accum, accumUpdate, lr, rho, epsilon, grad);
  }

  /** RMSProp: {@code var, ms, mom}; {@code mom' = momentum·mom + lr·grad/√(ms' + epsilon)}. */
  public static List<Tensor> applyRmsProp(
      Tensor var,
      Tensor ms,
      Tensor mom,
      Tensor lr,
      Tensor rho,
      Tensor momentum,
      Tensor epsilon,
      Tensor grad) {
    return call(
        RmsProps.RMS_PROP, Attributes.none(), var, ms, mom, lr, rho, momentum, epsilon, grad);
  }

  /** Centered RMSProp: {@code var, mg, ms, mom}; divides by {@code √(ms' − mg'² + epsilon)}. */
  public static List<Tensor> applyCenteredRmsProp(
      Tensor var,
      Tensor mg,
      Tensor ms,
      Tensor mom,
      Tensor lr,
      Tensor rho,
      Tensor momentum,
      Tensor epsilon,
      Tensor grad) {
    return call(
        RmsProps.CENTERED_RMS_PROP,
        Attributes.none(),
        var,
        mg,
        ms,
        mom,
        lr,
        rho,
        momentum,
        epsilon,
        grad);
  }

  /** Adam, or Nadam with {@code useNesterov}: {@code var, m, v}. */
  public static List<Tensor> applyAdam(
      Tensor var,
      Tensor m,
      Tensor v,
      Tensor beta1Power,
      Tensor beta2Power,
      Tensor lr,
      Tensor beta1,
      Tensor beta2,
      Tensor epsilon,
      Tensor grad,
      boolean useNesterov) {
    return call(
        Adams.ADAM,
        Attributes.of("use_nesterov", useNesterov),
        var,
        m,
        v,
        beta1Power,
        beta2Power,
        lr,
        beta1,
        beta2,
        epsilon,
        grad);
  }

  /** AdaMax: {@code var, m, v}; {@code v' = max(beta2·v, |grad|)}. */
  public static List<Tensor> applyAdaMax(
      Tensor var,
      Tensor m,
      Tensor v,
      Tensor beta1Power,
      Tensor lr,
      Tensor beta1,
      Tensor beta2,
      Tensor epsilon,
      Tensor grad) {
    return call(
        Adams.ADA_MAX, Attributes.none(), var, m, v, beta1Power, lr, beta1, beta2, epsilon, grad);
  }

  /** AMSGrad: {@code var, m, v, vhat}; {@code vhat' = max(vhat, v')}. */
  public static List<Tensor> applyAdamWithAmsgrad(
      Tensor var,
      Tensor m,
      Tensor v,
      Tensor vhat,
      Tensor beta1Power,
      Tensor beta2Power,
      Tensor lr,
      Tensor beta1,
      Tensor beta2,
      Tensor epsilon,
      Tensor grad) {
    return call(
        Adams.ADAM_WITH_AMSGRAD,
        Attributes.none(),
        var,
        m,
        v,
        vhat,
        beta1Power,
        beta2Power,
        lr,
        beta1,
        beta2,
        epsilon,
        grad);
  }

  /** AdamW: {@code var, m, v}; Adam's step and {@code weightDecay·var}, which no rate scales. */
  public static List<Tensor> applyAdamW(
      Tensor var,
      Tensor m,
      Tensor v,
      Tensor beta1Power,
      Tensor beta2Power,
      Tensor lr,
      Tensor beta1,
      Tensor beta2,
      Tensor epsilon,
      Tensor weightDecay,
      Tensor grad) {
    return call(
        Adams.ADAM_W,
        Attributes.none(),
        var,
        m,
        v,
        beta1Power,
        beta2Power,
        lr,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        grad);
  }

  /** Follow the regularised leader: {@code var, accum, linear}. */
  public static List<Tensor> applyFtrl(
      Tensor var,
      Tensor accum,
      Tensor linear,
      Tensor grad,
      Tensor lr,
      Tensor l1,
      Tensor l2,
      Tensor l2Shrinkage,
      Tensor lrPower) {
    return call(
        Proximals.FTRL,
        Attributes.none(),
        var,
        accum,
        linear,
        grad,
        lr,
        l1,
        l2,
        l2Shrinkage,
        lrPower);
  }

  /** {@code sign(v)·max(|v| − alpha·l1, 0)/(1 + alpha·l2)}, {@code v = var − alpha·delta}. */
  public static Tensor applyProximalGradientDescent(
      Tensor var, Tensor alpha, Tensor l1, Tensor l2, Tensor delta) {
    return Dispatch.one(Proximals.PROXIMAL_GRADIENT_DESCENT, var, alpha, l1, l2, delta);
  }

  /** A proximal step at Adagrad's rate: {@code var, accum}. */
  public static List<Tensor> applyProximalAdagrad(
      Tensor var, Tensor accum, Tensor lr, Tensor l1, Tensor l2, Tensor grad) {
    return call(Proximals.PROXIMAL_ADAGRAD, Attributes.none(), var, accum, lr, l1, l2, grad);
  }

  private static List<Tensor> call(Op op, Attributes attrs, Tensor... inputs) {
    return Dispatch.call(op, attrs, Arrays.asList(inputs));
  }
}
