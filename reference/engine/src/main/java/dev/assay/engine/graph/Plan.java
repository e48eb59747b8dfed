package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run must do: the nodes that some symbols and targets need, given which symbols are fed, in
 * the order of their creation. Nodes whose arguments never change stand apart: they run once.
 *
 * @param constant the nodes to run once, in order
 * @param steps the nodes to run each time, in order
 * @param kept the results of constant nodes that steps or fetches read
 */
record Plan(List<Operation> constant, List<Step> steps, Set<Symbol> kept) {
  /**
   * A node to run.
   *
   * @param dead the symbols that nobody reads after it
   */
  record Step(Operation operation, List<Symbol> dead) {}

  /**
   * Plans a run.
   *
   * @param fetches whose values are wanted
   * @param targets nodes that are to run
   * @param fed whose values are given
   */
  static Plan of(
      Graph graph, Collection<Symbol> fetches, Collection<Operation> targets, Set<Symbol> fed) {
    List<Operation> constant = new ArrayList<>();
    List<Operation> varying = new ArrayList<>();
    Set<Symbol> folded = new HashSet<>();
    for (Operation op : needed(graph, fetches, targets, fed)) {
      if (op.work() instanceof Work.Placeholder) {
        throw new ValueException(
            "graph: placeholder "
                + op.name()
                + " of "
                + TensorType.of(op.output(0))
                + " is needed and was not fed");
      }
      if (isConstant(op, folded, fed)) {
        constant.add(op);
        folded.addAll(op.outputs());
      } else {
        varying.add(op);
      }
    }
    folded.removeAll(fed);
    Set<Symbol> kept = new HashSet<>();
    fetches.stream().filter(folded::contains).forEach(kept::add);
    for (Operation op : varying) {
      symbols(op.inputs()).stream().filter(folded::contains).forEach(kept::add);
    }
    return new Plan(List.copyOf(constant), steps(varying, fetches), Set.copyOf(kept));
  }

  /** The nodes that must run, in the order of their creation. */
  private static List<Operation> needed(
      Graph graph, Collection<Symbol> fetches, Collection<Operation> targets, Set<Symbol> fed) {
    BitSet seen = new BitSet();
    Deque<Operation> open = new ArrayDeque<>(targets);
    targets.forEach(op -> seen.set(op.id()));
    visit(fetches, fed, seen, open);
    while (!open.isEmpty()) {
      Operation op = open.pop();
      visit(symbols(op.inputs()), fed, seen, open);
      for (Operation control : op.controlInputs()) {
        if (!seen.get(control.id())) {
          seen.set(control.id());
          open.push(control);
        }
      }
    }
    return seen.stream().mapToObj(graph::at).toList();
  }

  private static void visit(
      Collection<Symbol> symbols, Set<Symbol> fed, BitSet seen, Deque<Operation> open) {
    for (Symbol s : symbols) {
      if (!fed.contains(s) && !seen.get(s.operation().id())) {
        seen.set(s.operation().id());
        open.push(s.operation());
      }
    }
  }

  private static boolean isConstant(Operation op, Set<Symbol> folded, Set<Symbol> fed) {
    if (op.work() instanceof Work.Constant) {
      return true;
    }
    // a node that draws random numbers draws anew each time
    return op.work() instanceof Work.Apply apply
        && apply.call().op().draws().isEmpty()
        && op.controlInputs().isEmpty()
        && symbols(op.inputs()).stream().allMatch(s -> folded.contains(s) && !fed.contains(s));
  }

  /** Joins to each node the symbols that it is the last to read or that nobody reads at all. */
  private static List<Step> steps(List<Operation> varying, Collection<Symbol> fetches) {
    Map<Symbol, Integer> last = new HashMap<>();
    for (int i = 0; i < varying.size(); i++) {
      for (Symbol s : symbols(varying.get(i).inputs())) {
        last.put(s, i);
      }
      for (Symbol s : varying.get(i).outputs()) {
        last.put(s, i);
      }
    }
    last.keySet().removeAll(Set.copyOf(fetches));
    List<List<Symbol>> dead = new ArrayList<>();
    varying.forEach(op -> dead.add(new ArrayList<>()));
    last.forEach((symbol, i) -> dead.get(i).add(symbol));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < dead.size(); i++) {
      steps.add(new Step(varying.get(i), List.copyOf(dead.get(i))));
    }
    return List.copyOf(steps);
  }

  private static List<Symbol> symbols(List<Tensor> tensors) {
    List<Symbol> symbols = new ArrayList<>();
    for (Tensor t : tensors) {
      if (t instanceof Symbol s) {
        symbols.add(s);
      }
    }
    return symbols;
  }
}
