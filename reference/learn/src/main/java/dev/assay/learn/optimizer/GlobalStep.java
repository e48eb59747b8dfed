package dev.assay.learn.optimizer;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;

/** The variable that counts steps. */
public final class GlobalStep {
  /** Its name in checkpoints. */
  public static final String NAME = "global_step";

  private GlobalStep() {}

  /** A new one: int64, 0, not trainable. An error if the graph has one. */
  public static Variable make(Graph graph) {
    synchronized (ValueException.requireGiven(graph, "global step: graph")) {
      if (has(graph)) {
        throw new ValueException("global step: the graph has one already");
      }
      return graph.variable(NAME, Tensor.of(0L), false);
    }
  }

  /** The graph's, made if there is none. */
  public static Variable getOrMake(Graph graph) {
    synchronized (ValueException.requireGiven(graph, "global step: graph")) {
      return has(graph)
          ? require(
              graph.variables().stream()
                  .filter(v -> v.name().equals(NAME))
                  .findFirst()
                  .orElseThrow())
          : make(graph);
    }
  }

  private static boolean has(Graph graph) {
    return graph.variables().stream().anyMatch(v -> v.name().equals(NAME));
  }

  /** {@code variable}, which must be an integer scalar. */
  static Variable require(Variable variable) {
    ValueException.requireGiven(variable, "optimizer: global step");
    if (!variable.dtype().isInteger()) {
      throw new DTypeException(
          "global step " + variable.name() + ": an integer, got " + variable.dtype());
    }
    if (variable.shape().rank() != 0) {
      throw new ShapeException(
          "global step " + variable.name() + ": a scalar, got " + variable.shape());
    }
    return variable;
  }
}
