package dev.assay.engine.ops.control;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.ControlFlow;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.GraphFunction;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A function again and again, as long as a condition holds. */
record WhileLoop(
    Function<List<Tensor>, Tensor> condition,
    Function<List<Tensor>, ? extends List<? extends Tensor>> body,
    List<TensorType> types) {
  private static final String NAME = "while_loop";

  static List<Tensor> run(
      Function<List<Tensor>, Tensor> condition,
      Function<List<Tensor>, ? extends List<? extends Tensor>> body,
      List<? extends Tensor> initial,
      WhileOptions options) {
    ValueException.requireGiven(condition, NAME + ": the condition");
    ValueException.requireGiven(body, NAME + ": the body");
    ValueException.requireGiven(options, NAME + ": the options");
    List<Tensor> variables = Structures.given(NAME + ": initial", initial);
    if (variables.isEmpty()) {
      throw new ValueException(NAME + ": there is no loop variable");
    }
    WhileLoop loop = new WhileLoop(condition, body, types(variables, options));
    return loop.from(variables, options.maximumIterations());
  }

  private static List<TensorType> types(List<Tensor> variables, WhileOptions options) {
    List<Shape> shapes =
        options.shapeInvariants().orElseGet(() -> variables.stream().map(Tensor::shape).toList());
    if (shapes.size() != variables.size()) {
      throw new ValueException(
          NAME + ": " + shapes.size() + " shape_invariants for " + variables.size() + " variables");
    }
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Tensor t = variables.get(i);
      if (!ControlFlow.isInstance(t.shape(), shapes.get(i))) {
        throw new ShapeException(
            NAME
                + ": variable "
                + i
                + " begins with shape "
                + t.shape()
                + ", which is not of its invariant "
                + shapes.get(i));
      }
      types.add(new TensorType(t.dtype(), shapes.get(i)));
    }
    return types;
  }

  /** Runs at once, until something symbolic turns up; what is left becomes a node. */
  private List<Tensor> from(List<Tensor> initial, long limit) {
    List<Tensor> variables = initial;
    for (long left = limit; left > 0; left--) {
      Optional<Graph> graph = Structures.graph(variables);
      if (graph.isPresent()) {
        return node(graph.get(), variables, left);
      }
      Tensor holds = decide(variables);
      if (holds instanceof Symbol symbol) {
        return node(symbol.graph(), variables, left);
      }
      if (holds.host().longs()[0] == 0) {
        break;
      }
      variables = Structures.next(NAME, body.apply(variables), types);
    }
    return variables;
  }

  private Tensor decide(List<Tensor> variables) {
    return Structures.decision(NAME + ": the condition", condition.apply(variables));
  }

  private List<Tensor> node(Graph graph, List<Tensor> variables, long limit) {
    GraphFunction decide =
        GraphFunction.trace(graph, "while_cond", types, List.of(), v -> List.of(decide(v)));
    GraphFunction iterate =
        GraphFunction.trace(
            graph,
            "while_body",
            types,
            List.of(),
            v -> Structures.next(NAME, body.apply(v), types));
    ControlFlow.Loop loop =
        new ControlFlow.Loop(
            Optional.of(decide), iterate, types.size(), 0, false, limit, List.of());
    return List.copyOf(ControlFlow.Loop.add(graph, "while", loop, variables).outputs());
  }
}
