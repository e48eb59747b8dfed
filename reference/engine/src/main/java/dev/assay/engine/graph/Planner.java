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
import java.util.Optional;
import java.util.Set;

/**
 * Makes one plan. Nodes are planned from the last to the first: what a body views of another, which
 * is always older, is known when that other is planned.
 */
final class Planner {
  private final Graph graph;
  private final Set<Symbol> viewed = new HashSet<>();
  private final Set<Operation> recorded = new HashSet<>();

  Planner(Graph graph) {
    this.graph = graph;
  }

  Plan plan(Collection<Symbol> fetches, Collection<Operation> targets, Set<Symbol> fed) {
    List<Operation> constant = new ArrayList<>();
    List<Operation> varying = new ArrayList<>();
    Set<Symbol> folded = new HashSet<>();
    for (Operation op : needed(graph.top(), fetches, targets, fed)) {
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
    List<Plan.Step> once =
        constant.stream().map(op -> new Plan.Step(op, List.of(), List.of(), false, false)).toList();
    return new Plan(once, steps(graph.top(), varying, fetches, fed), Set.copyOf(kept));
  }

  /** The nodes of one region that must run, in the order of their creation. */
  private List<Operation> needed(
      Region region, Collection<Symbol> fetches, Collection<Operation> targets, Set<Symbol> fed) {
    BitSet seen = new BitSet();
    Deque<Operation> open = new ArrayDeque<>();
    targets.forEach(op -> visit(op, region, seen, open));
    visit(fetches, region, fed, seen, open);
    while (!open.isEmpty()) {
      Operation op = open.pop();
      visit(symbols(op.inputs()), region, fed, seen, open);
      op.controlInputs().forEach(control -> visit(control, region, seen, open));
      op.controlFlow().ifPresent(f -> f.views().forEach(view -> visit(view, region, seen, open)));
    }
    return seen.stream().mapToObj(graph::at).toList();
  }

  private static void visit(
      Collection<Symbol> symbols,
      Region region,
      Set<Symbol> fed,
      BitSet seen,
      Deque<Operation> open) {
    for (Symbol s : symbols) {
      if (!fed.contains(s)) {
        visit(s.operation(), region, seen, open);
      }
    }
  }

  private static void visit(Operation op, Region region, BitSet seen, Deque<Operation> open) {
    if (op.region() == region && !seen.get(op.id())) {
      seen.set(op.id());
      open.push(op);
    }
  }

  private static boolean isConstant(Operation op, Set<Symbol> folded, Set<Symbol> fed) {
    if (op.work() instanceof Work.Constant) {
      return true;
    }
    return op.work() instanceof Work.Apply
        && !op.isStateful()
        && op.controlInputs().isEmpty()
        && symbols(op.inputs()).stream().allMatch(s -> folded.contains(s) && !fed.contains(s));
  }

  /**
   * Joins to each node the symbols that it is the last to read or that nobody reads at all, and
   * what its bodies must do.
   *
   * @param results read after all nodes
   * @param given symbols that have their values already
   */
  private List<Plan.Step> steps(
      Region region,
      List<Operation> nodes,
      Collection<? extends Tensor> results,
      Set<Symbol> given) {
    Map<Operation, List<Plan.Body>> bodies = new HashMap<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Operation op = nodes.get(i);
      view(region, op.inputs());
      if (op.controlFlow().isPresent()) {
        ControlFlow flow = op.controlFlow().get();
        recorded.addAll(flow.views());
        bodies.put(op, flow.functions().stream().map(this::body).toList());
      }
    }
    Map<Symbol, Integer> last = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (Symbol s : symbols(nodes.get(i).inputs())) {
        last.put(s, i);
      }
      for (Symbol s : nodes.get(i).outputs()) {
        last.put(s, i);
      }
    }
    last.keySet().removeIf(s -> s.operation().region() != region || viewed.contains(s));
    results.forEach(last::remove);
    List<List<Symbol>> dead = new ArrayList<>();
    nodes.forEach(op -> dead.add(new ArrayList<>()));
    last.forEach((symbol, i) -> dead.get(i).add(symbol));
    Map<Symbol, Operation> onlyReaders = onlyReaders(nodes);
    onlyReaders.keySet().removeIf(s -> !last.containsKey(s) || given.contains(s));
    List<Plan.Step> steps = new ArrayList<>();
    for (int i = 0; i < dead.size(); i++) {
      Operation op = nodes.get(i);
      steps.add(
          new Plan.Step(
              op,
              List.copyOf(dead.get(i)),
              bodies.getOrDefault(op, List.of()),
              recorded.contains(op),
              isLazy(op, onlyReaders)));
    }
    return List.copyOf(steps);
  }

  /** Of each symbol that exactly one of {@code nodes} reads, that node. */
  private static Map<Symbol, Operation> onlyReaders(List<Operation> nodes) {
    Map<Symbol, Operation> readers = new HashMap<>();
    Set<Symbol> several = new HashSet<>();
    for (Operation op : nodes) {
      for (Symbol s : symbols(op.inputs())) {
        if (readers.putIfAbsent(s, op) != null && readers.get(s) != op) {
          several.add(s);
        }
      }
    }
    readers.keySet().removeAll(several);
    return readers;
  }

  private static boolean isLazy(Operation op, Map<Symbol, Operation> onlyReaders) {
    if (!isCall(op) || op.isStateful() || op.outputs().size() != 1) {
      return false;
    }
    Optional<Operation> reader = Optional.ofNullable(onlyReaders.get(op.output(0)));
    return reader.filter(r -> isCall(r) && r.device().equals(op.device())).isPresent();
  }

  private static boolean isCall(Operation op) {
    return op.work() instanceof Work.Apply;
  }

  /**
   * Plans a function: its results, whatever it does beside them, and what is viewed of it. Its
   * parameters have their values already.
   */
  private Plan.Body body(GraphFunction f) {
    List<Operation> targets = new ArrayList<>();
    List<Symbol> fetches = new ArrayList<>(symbols(f.results()));
    Set<Symbol> saved = new HashSet<>();
    for (Operation op : f.operations()) {
      if (op.isStateful() || recorded.contains(op)) {
        targets.add(op);
      }
      op.outputs().stream().filter(viewed::contains).forEach(saved::add);
    }
    fetches.addAll(saved);
    view(f.region(), f.results());
    Set<Symbol> given = Set.copyOf(f.parameters());
    List<Operation> nodes = needed(f.region(), fetches, targets, given);
    return new Plan.Body(f, steps(f.region(), nodes, f.results(), given), Set.copyOf(saved));
  }

  /** Notes which of {@code tensors}, read in {@code region}, do not stand around it. */
  private void view(Region region, List<Tensor> tensors) {
    for (Symbol s : symbols(tensors)) {
      if (!region.isWithin(s.operation().region())) {
        viewed.add(s);
      }
    }
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
