package dev.assay.learn.optimizer;

import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;

/** The gradient of a loss by a variable. */
public record GradientAndVariable(Gradient gradient, Variable variable) {
  /** Checks that both are given. */
  public GradientAndVariable {
    ValueException.requireGiven(gradient, "optimizer: a gradient");
    ValueException.requireGiven(variable, "optimizer: a variable");
  }

  /** A gradient that is connected. */
  public static GradientAndVariable of(Tensor gradient, Variable variable) {
    ValueException.requireGiven(gradient, "optimizer: a gradient");
    return new GradientAndVariable(new Gradient.Connected(gradient), variable);
  }
}
