package dev.assay.programs;

import dev.assay.engine.ValueException;
import dev.assay.learn.optimizer.Optimizer;
import dev.assay.learn.optimizer.Optimizers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;

/**
 * What optimizers are called on the command line. Besides the learning rate all is as TensorFlow
 * has it.
 */
public final class OptimizerNames {
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;

  private static final Map<String, DoubleFunction<Optimizer>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("gradient-descent", Optimizers::gradientDescent);
    ALL.put("momentum", rate -> Optimizers.momentum(rate, MOMENTUM));
    ALL.put("nesterov", rate -> Optimizers.nesterov(rate, MOMENTUM));
    ALL.put("adagrad", Optimizers::adagrad);
    ALL.put("adadelta", rate -> Optimizers.adadelta(rate, 0.95, 1e-8));
    ALL.put("rmsprop", Optimizers::rmsProp);
    ALL.put("adam", Optimizers::adam);
    ALL.put("adamax", Optimizers::adaMax);
    ALL.put("nadam", Optimizers::nadam);
    ALL.put("amsgrad", Optimizers::amsGrad);
    ALL.put("adamw", rate -> Optimizers.adamW(rate, WEIGHT_DECAY));
    ALL.put("ftrl", Optimizers::ftrl);
  }

  private OptimizerNames() {}

  /** All names. */
  public static Set<String> all() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  /** Checks that there is an optimizer of that name. */
  static String require(String name) {
    if (!ALL.containsKey(name)) {
      throw new ValueException(Nearest.message("optimizer", name, ALL.keySet()));
    }
    return name;
  }

  /** A new optimizer. */
  static Optimizer make(String name, double learningRate) {
    return ALL.get(require(name)).apply(learningRate);
  }
}
