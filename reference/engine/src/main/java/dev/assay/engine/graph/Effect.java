package dev.assay.engine.graph;

import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * What a node does that calls a Java function: whenever a run reaches it, also where its arguments
 * never change. It may wait for other threads and runs of the same session.
 */
@FunctionalInterface
public interface Effect {
  /**
   * The node's results, of the types that were stated when it was made.
   *
   * @param resources those of the session that runs it
   * @param inputs the values of the node's inputs
   */
  List<Tensor> run(Resources resources, List<Tensor> inputs);
}
