package dev.assay.learn.optimizer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The update rules of TensorFlow 1, with its defaults. {@code g} is the gradient, {@code η} the
 * learning rate; a prime marks what a step leaves. Each is a registered operation, which states the
 * formula in full: {@code ./assay ops apply_adam}.
 *
 * <p>Numbers become hyperparameters by the names that the operation has for them; {@link
 * Optimizer#with} changes one, also to a symbol, and {@link Optimizer#learningRate} the learning
 * rate, also to a schedule. A number is rounded once to the variable's type (TensorFlow rounds it
 * to float32 first): in bfloat16 0.999 is 1, in float16 1e-8 is 0, so that Adam's defaults divide
 * by nothing there. Variables of few bits need a beta2 such as 0.99 and an epsilon such as 1e-4.
 */
public final class Optimizers {
  private Optimizers() {}

  /** {@code w′ = w − η·g}. */
  public static Optimizer gradientDescent(double learningRate) {
    return rule("GradientDescent", "apply_gradient_descent").number("alpha", learningRate).make();
  }

  /** {@code a′ = momentum·a + g; w′ = w − η·a′}. Slot {@code accum}. Polyak 1964. */
  public static Optimizer momentum(double learningRate, double momentum) {
    return momentum(learningRate, momentum, false);
  }

  /**
   * {@code a′ = momentum·a + g; w′ = w − η·(g + momentum·a′)}. Slot {@code accum}. Nesterov 1983,
   * in the form of Sutskever et al. 2013.
   */
  public static Optimizer nesterov(double learningRate, double momentum) {
    return momentum(learningRate, momentum, true);
  }

  private static Optimizer momentum(double learningRate, double momentum, boolean nesterov) {
    return rule("Momentum", "apply_momentum")
        .attr("use_nesterov", nesterov)
        .slot("accum", 0)
        .number("lr", learningRate)
        .number("momentum", momentum)
        .make();
  }

  /** {@link #adagrad(double, double)}, the accumulator beginning at 0.1. */
  public static Optimizer adagrad(double learningRate) {
    return adagrad(learningRate, 0.1);
  }

  /** {@code a′ = a + g²; w′ = w − η·g/√a′}. Slot {@code accum}. Duchi et al. 2011. */
  public static Optimizer adagrad(double learningRate, double initialAccumulator) {
    positive("Adagrad", initialAccumulator);
    return rule("Adagrad", "apply_adagrad")
        .slot("accum", initialAccumulator)
        .number("lr", learningRate)
        .make();
  }

  /** {@link #adagradDa(double, double, double, double)} from 0.1, without penalties. */
  public static Optimizer adagradDa(double learningRate) {
    return adagradDa(learningRate, 0.1, 0, 0);
  }

  /**
   * Dual averaging: {@code G′ = G + g; S′ = S + g²; w′ = −η·sgn(G′)·max(|G′| − l1·t, 0)/(l2·t·η +
   * √S′)}, {@code t} the number of this step, for which it needs a global step. Slots {@code
   * gradient_accumulator}, {@code gradient_squared_accumulator}. The first step forgets where w
   * began. Duchi et al. 2011, section 5.1.
   */
  public static Optimizer adagradDa(
      double learningRate, double initialSquaredAccumulator, double l1, double l2) {
    positive("AdagradDA", initialSquaredAccumulator);
    return rule("AdagradDA", "apply_adagrad_da")
        .slot("gradient_accumulator", 0)
        .slot("gradient_squared_accumulator", initialSquaredAccumulator)
        .number("lr", learningRate)
        .number("l1", l1)
        .number("l2", l2)
        .make();
  }

  /** {@code adadelta(0.001, 0.95, 1e-8)}. */
  public static Optimizer adadelta() {
    return adadelta(0.001, 0.95, 1e-8);
  }

  /**
   * {@code a′ = rho·a + (1 − rho)·g²; d = g·√(u + ε)/√(a′ + ε); u′ = rho·u + (1 − rho)·d²; w′ = w −
   * η·d}. Slots {@code accum}, {@code accum_update}. Zeiler 2012.
   */
  public static Optimizer adadelta(double learningRate, double rho, double epsilon) {
    return rule("Adadelta", "apply_adadelta")
        .slot("accum", 0)
        .slot("accum_update", 0)
        .number("lr", learningRate)
        .number("rho", rho)
        .number("epsilon", epsilon)
        .make();
  }

  /** {@code rmsProp(learningRate, 0.9, 0, 1e-10)}. */
  public static Optimizer rmsProp(double learningRate) {
    return rmsProp(learningRate, 0.9, 0, 1e-10);
  }

  /**
   * {@code s′ = decay·s + (1 − decay)·g²; a′ = momentum·a + η·g/√(s′ + ε); w′ = w − a′}. Slots
   * {@code ms}, which begins at 1, {@code mom}; the decay is the hyperparameter {@code rho}.
   * Tieleman and Hinton 2012.
   */
  public static Optimizer rmsProp(
      double learningRate, double decay, double momentum, double epsilon) {
    return rule("RMSProp", "apply_rms_prop")
        .slot("ms", 1)
        .slot("mom", 0)
        .number("lr", learningRate)
        .number("rho", decay)
        .number("momentum", momentum)
        .number("epsilon", epsilon)
        .make();
  }

  /**
   * As {@link #rmsProp(double, double, double, double)}, divided by {@code √(s′ − m′² + ε)}, {@code
   * m′ = decay·m + (1 − decay)·g}. Slots {@code ms}, {@code mg}, {@code mom}. Graves 2013.
   */
  public static Optimizer centeredRmsProp(
      double learningRate, double decay, double momentum, double epsilon) {
    return rule("RMSProp", "apply_centered_rms_prop")
        .slot("ms", 1)
        .slot("mg", 0)
        .slot("mom", 0)
        .number("lr", learningRate)
        .number("rho", decay)
        .number("momentum", momentum)
        .number("epsilon", epsilon)
        .make();
  }

  /** {@code adam(learningRate, 0.9, 0.999, 1e-8)}. */
  public static Optimizer adam(double learningRate) {
    return adam(learningRate, 0.9, 0.999, 1e-8);
  }

  /**
   * {@code m′ = β₁m + (1 − β₁)g; v′ = β₂v + (1 − β₂)g²; w′ = w − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m′/(√v′ +
   * ε)}. Slots {@code m}, {@code v}; powers {@code beta1_power}, {@code beta2_power}. Kingma and Ba
   * 2015, with ε as before section 2.1.
   */
  public static Optimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
    return adam("Adam", "apply_adam", learningRate, beta1, beta2, epsilon).make();
  }

  /** {@code nadam(learningRate, 0.9, 0.999, 1e-8)}. */
  public static Optimizer nadam(double learningRate) {
    return nadam(learningRate, 0.9, 0.999, 1e-8);
  }

  /** Adam that steps along {@code β₁m′ + (1 − β₁)g} in place of m′. Dozat 2016. */
  public static Optimizer nadam(double learningRate, double beta1, double beta2, double epsilon) {
    return adam("Nadam", "apply_adam", learningRate, beta1, beta2, epsilon)
        .attr("use_nesterov", true)
        .make();
  }

  /** {@code amsGrad(learningRate, 0.9, 0.999, 1e-8)}. */
  public static Optimizer amsGrad(double learningRate) {
    return amsGrad(learningRate, 0.9, 0.999, 1e-8);
  }

  /**
   * Adam that divides by {@code √v̂′ + ε}, {@code v̂′ = max(v̂, v′)}. Slots {@code m}, {@code v},
   * {@code vhat}. Reddi et al. 2018.
   */
  public static Optimizer amsGrad(double learningRate, double beta1, double beta2, double epsilon) {
    return adam("AMSGrad", "apply_adam_with_amsgrad", learningRate, beta1, beta2, epsilon)
        .slot("vhat", 0)
        .make();
  }

  /** {@code adamW(learningRate, weightDecay, 0.9, 0.999, 1e-8)}. */
  public static Optimizer adamW(double learningRate, double weightDecay) {
    return adamW(learningRate, weightDecay, 0.9, 0.999, 1e-8);
  }

  /**
   * Adam that also takes {@code weight_decay·w} away, not times the learning rate: TensorFlow 1's
   * decoupled decay. Loshchilov and Hutter 2019.
   */
  public static Optimizer adamW(
      double learningRate, double weightDecay, double beta1, double beta2, double epsilon) {
    return adam("AdamW", "apply_adam_w", learningRate, beta1, beta2, epsilon)
        .number("weight_decay", weightDecay)
        .make();
  }

  private static Builder adam(
      String name, String op, double learningRate, double beta1, double beta2, double epsilon) {
    return rule(name, op)
        .slot("m", 0)
        .slot("v", 0)
        .power("beta1_power", "beta1")
        .power("beta2_power", "beta2")
        .number("lr", learningRate)
        .number("beta1", beta1)
        .number("beta2", beta2)
        .number("epsilon", epsilon);
  }

  /** {@code adaMax(learningRate, 0.9, 0.999, 1e-8)}. */
  public static Optimizer adaMax(double learningRate) {
    return adaMax(learningRate, 0.9, 0.999, 1e-8);
  }

  /**
   * {@code m′ = β₁m + (1 − β₁)g; v′ = max(β₂v, |g|); w′ = w − η/(1 − β₁ᵗ)·m′/(v′ + ε)}. Slots
   * {@code m}, {@code v}; power {@code beta1_power}. Kingma and Ba 2015, section 7.1.
   */
  public static Optimizer adaMax(double learningRate, double beta1, double beta2, double epsilon) {
    return rule("AdaMax", "apply_ada_max")
        .slot("m", 0)
        .slot("v", 0)
        .power("beta1_power", "beta1")
        .number("lr", learningRate)
        .number("beta1", beta1)
        .number("beta2", beta2)
        .number("epsilon", epsilon)
        .make();
  }

  /** {@link #ftrl(double, double, double, double, double, double)}: −0.5, 0.1, no penalties. */
  public static Optimizer ftrl(double learningRate) {
    return ftrl(learningRate, -0.5, 0.1, 0, 0, 0);
  }

  /**
   * Follow the regularized leader. Slots {@code accum}, {@code linear}. McMahan et al. 2013.
   *
   * @param learningRatePower 0 or less; −0.5 is the paper's
   * @param initialAccumulator 0 or more
   * @param l1 0 or more; holds weights at exactly 0
   * @param l2 0 or more
   * @param l2Shrinkage 0 or more; a penalty on magnitude that, unlike l2, does not stabilize
   */
  public static Optimizer ftrl(
      double learningRate,
      double learningRatePower,
      double initialAccumulator,
      double l1,
      double l2,
      double l2Shrinkage) {
    if (!(initialAccumulator >= 0) || initialAccumulator == Double.POSITIVE_INFINITY) {
      throw new AttributeException(
          "Ftrl: initial accumulator is finite and >= 0, got " + initialAccumulator);
    }
    return rule("Ftrl", "apply_ftrl")
        .slot("accum", initialAccumulator)
        .slot("linear", 0)
        .number("lr", learningRate)
        .number("l1", l1)
        .number("l2", l2)
        .number("l2_shrinkage", l2Shrinkage)
        .number("lr_power", learningRatePower)
        .make();
  }

  /** {@code p = w − η·g; w′ = sgn(p)·max(|p| − η·l1, 0)/(1 + η·l2)}. Duchi and Singer 2009. */
  public static Optimizer proximalGradientDescent(double learningRate, double l1, double l2) {
    return rule("ProximalGradientDescent", "apply_proximal_gradient_descent")
        .number("alpha", learningRate)
        .number("l1", l1)
        .number("l2", l2)
        .make();
  }

  /** {@link #proximalAdagrad(double, double, double, double)} from 0.1, without penalties. */
  public static Optimizer proximalAdagrad(double learningRate) {
    return proximalAdagrad(learningRate, 0.1, 0, 0);
  }

  /**
   * {@code a′ = a + g²; r = η/√a′; p = w − r·g; w′ = sgn(p)·max(|p| − r·l1, 0)/(1 + r·l2)}. Slot
   * {@code accum}. Duchi and Singer 2009.
   */
  public static Optimizer proximalAdagrad(
      double learningRate, double initialAccumulator, double l1, double l2) {
    positive("ProximalAdagrad", initialAccumulator);
    return rule("ProximalAdagrad", "apply_proximal_adagrad")
        .slot("accum", initialAccumulator)
        .number("lr", learningRate)
        .number("l1", l1)
        .number("l2", l2)
        .make();
  }

  private static void positive(String name, double initialAccumulator) {
    if (!(initialAccumulator > 0) || initialAccumulator == Double.POSITIVE_INFINITY) {
      throw new AttributeException(
          name + ": initial accumulator is finite and > 0, got " + initialAccumulator);
    }
  }

  private static Builder rule(String name, String op) {
    return new Builder(name, op);
  }

  /** Collects what a rule is made of. */
  private static final class Builder {
    private final String name;
    private final String op;
    private Attributes attrs = Attributes.none();
    private final List<Rule.Slot> slots = new ArrayList<>();
    private final Map<String, String> powers = new LinkedHashMap<>();
    private final Map<String, Hyperparameter> numbers = new LinkedHashMap<>();

    Builder(String name, String op) {
      this.name = name;
      this.op = op;
    }

    Builder attr(String attribute, Object value) {
      attrs = attrs.and(attribute, value);
      return this;
    }

    Builder slot(String slot, double initial) {
      slots.add(new Rule.Slot(slot, initial));
      return this;
    }

    Builder power(String power, String base) {
      powers.put(power, base);
      return this;
    }

    Builder number(String hyperparameter, double value) {
      numbers.put(hyperparameter, Hyperparameter.of(name + ": " + hyperparameter, value));
      return this;
    }

    Optimizer make() {
      return new Optimizer(
          new Rule(name, OpRegistry.get(op), attrs, slots, powers, numbers), Optional.empty());
    }
  }
}
