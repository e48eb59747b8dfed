package dev.assay.engine.graph;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a run must do: the nodes that some symbols and targets need, given which symbols are fed, in
 * the order of their creation. Nodes whose arguments never change stand apart: they run once.
 *
 * @param constant the nodes to run once, in order
 * @param steps the nodes to run each time, in order
 * @param kept the results of constant nodes that steps or fetches read
 */
record Plan(List<Step> constant, List<Step> steps, Set<Symbol> kept) {
  /**
   * A node to run.
   *
   * @param dead the symbols that nobody reads after it
   * @param bodies what its functions must do, if it is one of control flow
   * @param recorded whether a later node views its bodies
   * @param lazy whether it calls an operation whose only result one later call on the same device
   *     reads, and nobody else
   */
  record Step(
      Operation operation, List<Symbol> dead, List<Body> bodies, boolean recorded, boolean lazy) {}

  /**
   * What running a function must do.
   *
   * @param steps the nodes to run, in order
   * @param saved the symbols that later nodes view
   */
  record Body(GraphFunction function, List<Step> steps, Set<Symbol> saved) {}

  /**
   * Plans a run.
   *
   * @param fetches whose values are wanted
   * @param targets nodes that are to run
   * @param fed whose values are given
   */
  static Plan of(
      Graph graph, Collection<Symbol> fetches, Collection<Operation> targets, Set<Symbol> fed) {
    return new Planner(graph).plan(fetches, targets, fed);
  }
}
