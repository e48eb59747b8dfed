package dev.assay.engine.ops.control;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.ControlFlow;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.GraphFunction;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A function of what it gave before and of each slice of some tensors along their first axis.
 *
 * @param name TensorFlow's
 * @param reverse whether it begins with the last slice
 * @param stacked whether the results are stacked, or only the last is given
 * @param body from the accumulator and the slices to the next accumulator, or of a map, which has
 *     no accumulator, to the results
 */
record Scan(
    String name,
    boolean reverse,
    boolean stacked,
    BiFunction<List<Tensor>, List<Tensor>, ? extends List<? extends Tensor>> body) {
  /** Checks that there is a function. */
  Scan {
    ValueException.requireGiven(body, name + ": the function");
  }

  /** The stacks of all results, or the last accumulator. */
  List<Tensor> run(List<? extends Tensor> initial, List<? extends Tensor> elems) {
    List<Tensor> accumulator = Structures.given(name + ": initializer", initial);
    List<Tensor> xs = Structures.elems(name, elems);
    List<Tensor> all = new ArrayList<>(accumulator);
    all.addAll(xs);
    List<TensorType> types = accumulator.stream().map(TensorType::of).toList();
    Optional<Graph> graph = Structures.graph(all);
    if (graph.isPresent()) {
      int carried = types.size();
      GraphFunction function = function(graph.get(), types, xs);
      ControlFlow.Loop loop =
          new ControlFlow.Loop(
              Optional.empty(), function, carried, xs.size(), reverse, 0, List.of());
      List<Tensor> results =
          List.copyOf(ControlFlow.Loop.add(graph.get(), name, loop, all).outputs());
      return stacked ? results.subList(carried, results.size()) : results;
    }
    return now(accumulator, types, xs);
  }

  private GraphFunction function(Graph graph, List<TensorType> types, List<Tensor> xs) {
    List<TensorType> parameters = new ArrayList<>(types);
    parameters.addAll(Structures.slices(xs));
    return GraphFunction.trace(
        graph,
        name + "_body",
        parameters,
        List.of(),
        given -> {
          List<Tensor> next =
              step(
                  types, given.subList(0, types.size()), given.subList(types.size(), given.size()));
          List<Tensor> results = new ArrayList<>(types.isEmpty() ? List.of() : next);
          results.addAll(stacked ? next : List.of());
          return results;
        });
  }

  private List<Tensor> step(List<TensorType> types, List<Tensor> accumulator, List<Tensor> xs) {
    List<? extends Tensor> next = body.apply(accumulator, xs);
    return types.isEmpty()
        ? Structures.given(name + ": what the function gives", next)
        : Structures.next(name, next, types);
  }

  private List<Tensor> now(List<Tensor> initial, List<TensorType> types, List<Tensor> xs) {
    List<List<Tensor>> slices = xs.stream().map(x -> ArrayOps.unstack(x, 0)).toList();
    int n = slices.get(0).size();
    List<List<Tensor>> layers = new ArrayList<>();
    List<Tensor> accumulator = initial;
    for (int k = 0; k < n; k++) {
      int i = reverse ? n - 1 - k : k;
      List<Tensor> next = step(types, accumulator, slices.stream().map(s -> s.get(i)).toList());
      layers.add(next);
      accumulator = next;
    }
    if (!stacked) {
      return accumulator;
    }
    if (n == 0) {
      return nothing(types, xs);
    }
    if (reverse) {
      Collections.reverse(layers);
    }
    List<Tensor> stacks = new ArrayList<>();
    for (int j = 0; j < layers.get(0).size(); j++) {
      int at = j;
      stacks.add(ArrayOps.stack(layers.stream().map(l -> l.get(at)).toList(), 0));
    }
    return stacks;
  }

  /** Stacks of no layers: what the function would give tells their types. */
  private List<Tensor> nothing(List<TensorType> types, List<Tensor> xs) {
    GraphFunction function = function(new Graph(), types, xs);
    List<Tensor> stacks = new ArrayList<>();
    for (Tensor t : function.results().subList(types.size(), function.results().size())) {
      int[] dims = t.shape().dims();
      for (int d = 0; d < dims.length; d++) {
        dims[d] = Math.max(dims[d], 0);
      }
      stacks.add(Tensor.zeros(t.dtype(), Shape.of(0).concat(Shape.of(dims))));
    }
    return stacks;
  }
}
