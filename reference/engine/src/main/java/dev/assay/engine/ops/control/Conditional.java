package dev.assay.engine.ops.control;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.ControlFlow;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.GraphFunction;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One of several functions. */
final class Conditional {
  private Conditional() {}

  /** The first function if {@code pred} holds, else the second. */
  static List<Tensor> cond(
      Tensor pred,
      Supplier<? extends List<? extends Tensor>> then,
      Supplier<? extends List<? extends Tensor>> otherwise) {
    Structures.decision("cond: pred", pred);
    ValueException.requireGiven(then, "cond: the first function");
    ValueException.requireGiven(otherwise, "cond: the second function");
    if (pred instanceof Symbol symbol) {
      return branches("cond", symbol, List.of(then, otherwise));
    }
    boolean holds = pred.host().longs()[0] != 0;
    return Structures.given("cond", (holds ? then : otherwise).get());
  }

  /** The function at {@code index}; the last if there is none. */
  static List<Tensor> switchCase(
      Tensor index, List<? extends Supplier<? extends List<? extends Tensor>>> functions) {
    ValueException.requireGiven(index, "switch_case: index");
    if (!index.dtype().isInteger()) {
      throw new DTypeException("switch_case: index is an integer, got " + index.dtype());
    }
    Structures.scalar("switch_case: index", index);
    if (functions.isEmpty()) {
      throw new ValueException("switch_case: there is no function");
    }
    if (index instanceof Symbol symbol) {
      return branches("switch_case", symbol, functions);
    }
    long i = index.host().longs()[0];
    int last = functions.size() - 1;
    return Structures.given("switch_case", functions.get(i < 0 || i > last ? last : (int) i).get());
  }

  private static List<Tensor> branches(
      String name,
      Symbol selector,
      List<? extends Supplier<? extends List<? extends Tensor>>> functions) {
    Graph graph = selector.graph();
    List<GraphFunction> bodies = new ArrayList<>();
    for (Supplier<? extends List<? extends Tensor>> f : functions) {
      GraphFunction body =
          GraphFunction.trace(graph, name, List.<TensorType>of(), List.of(), none -> f.get());
      if (!bodies.isEmpty() && body.results().size() != bodies.get(0).results().size()) {
        throw new ValueException(
            name
                + ": all branches give as many tensors, got "
                + bodies.get(0).results().size()
                + " and "
                + body.results().size());
      }
      bodies.add(body);
    }
    return List.copyOf(
        ControlFlow.Branches.add(graph, name, selector, bodies, List.of()).outputs());
  }
}
