package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A body of control flow: nodes of a graph that run when a node of {@link ControlFlow} says so. It
 * has parameters and results, and may read what is around it.
 */
public final class GraphFunction {
  private final Region region;
  private final List<Symbol> parameters;
  private final List<Tensor> results;
  private final Set<Tensor> captures = new LinkedHashSet<>();
  private final Set<Symbol> viewed = new LinkedHashSet<>();
  private final Set<Operation> controls = new LinkedHashSet<>();
  private final Set<Variable> variables = new LinkedHashSet<>();
  private boolean stateful;

  private GraphFunction(Region region, List<Symbol> parameters, List<Tensor> results) {
    this.region = region;
    this.parameters = parameters;
    this.results = results;
    for (Operation op : region.operations()) {
      op.inputs().forEach(this::read);
      op.controlInputs().stream().filter(c -> c.region() != region).forEach(controls::add);
      op.variable().ifPresent(variables::add);
      op.controlFlow()
          .ifPresent(f -> f.functions().forEach(inner -> variables.addAll(inner.variables)));
      stateful |= op.isStateful();
    }
    results.forEach(this::read);
  }

  private void read(Tensor t) {
    if (!(t instanceof Symbol symbol)) {
      captures.add(t);
    } else if (symbol.operation().region() != region) {
      if (region.outer().orElseThrow().sees(symbol.operation().region())) {
        captures.add(symbol);
      } else {
        viewed.add(symbol);
      }
    }
  }

  /**
   * Calls {@code body} once, with symbols; the nodes that it makes are the function's.
   *
   * @param name what the names of its nodes begin with; made unique with a suffix if it is taken
   * @param parameters the types of what the body takes
   * @param views functions whose nodes the body may read: those of which it is a derivative
   */
  public static GraphFunction trace(
      Graph graph,
      String name,
      List<TensorType> parameters,
      List<GraphFunction> views,
      Function<List<Tensor>, ? extends List<? extends Tensor>> body) {
    return graph.inBody(
        name,
        views.stream().map(f -> f.region).toList(),
        region -> {
          List<Symbol> symbols = new ArrayList<>();
          for (TensorType type : parameters) {
            Work work = new Work.Parameter();
            symbols.add(graph.add("parameter", work, List.of(), List.of(type)).output(0));
          }
          List<? extends Tensor> given = body.apply(List.copyOf(symbols));
          List<Tensor> results = new ArrayList<>();
          for (Tensor t : ValueException.requireGiven(given, name + ": the list of results")) {
            ValueException.requireGiven(t, name + ": result " + results.size());
            if (t instanceof Symbol symbol) {
              graph.requireVisible(symbol);
            }
            results.add(t);
          }
          return new GraphFunction(region, List.copyOf(symbols), List.copyOf(results));
        });
  }

  /** What it takes. */
  public List<Symbol> parameters() {
    return parameters;
  }

  /** What it gives. */
  public List<Tensor> results() {
    return results;
  }

  /** Its nodes, in the order of their creation; those of bodies inside it are not among them. */
  public List<Operation> operations() {
    return List.copyOf(region.operations());
  }

  /** What it reads from around it: symbols, and tensors with a value. */
  public List<Tensor> captures() {
    return List.copyOf(captures);
  }

  /** What it reads of the functions that it views. */
  public List<Symbol> viewed() {
    return List.copyOf(viewed);
  }

  /** The variables that it reads, also in bodies inside it. */
  public List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** Whether {@code symbol} is a result of one of its own nodes. */
  public boolean owns(Symbol symbol) {
    return symbol.operation().region() == region;
  }

  /** Whether {@code symbol} is a result of one of its nodes or of those of a body inside it. */
  public boolean contains(Symbol symbol) {
    return symbol.operation().region().isWithin(region);
  }

  /**
   * The node that has {@code symbol} in one of its bodies, among those that a node made here and
   * now may view; empty if it may read the symbol itself.
   */
  public static Optional<Operation> viewer(Symbol symbol) {
    Region here = symbol.graph().region();
    Region r = symbol.operation().region();
    Optional<Operation> viewer = Optional.empty();
    while (!here.sees(r)) {
      viewer = r.owner();
      r = viewer.orElseThrow().region();
    }
    return viewer;
  }

  Region region() {
    return region;
  }

  /** The nodes around it that must run before some of its nodes. */
  Set<Operation> controls() {
    return controls;
  }

  /** Whether running it may do something that its results do not show. */
  boolean isStateful() {
    return stateful;
  }
}
