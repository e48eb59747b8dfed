package dev.assay.engine.graph;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a node does that runs bodies: one of several, or one again and again. */
public sealed interface ControlFlow {
  /** The bodies. */
  List<GraphFunction> functions();

  /**
   * The nodes whose bodies are visible from these, as they were when those nodes ran: a derivative
   * reads what the function computed.
   */
  List<Operation> views();

  /** The node's type as a graph's listing shows it. */
  String type();

  /**
   * Runs one of its bodies, none of which takes parameters. The node's inputs are the selector and
   * what the bodies capture, its results those of the body that ran.
   *
   * <p>The selector is a scalar: of bool, true selects the first body and false the second; of an
   * integer it counts from 0, and one that is out of range selects the last body.
   */
  record Branches(List<GraphFunction> functions, List<Operation> views) implements ControlFlow {
    /** Adds the node that runs the function that {@code selector} selects. */
    public static Operation add(
        Graph graph,
        String name,
        Tensor selector,
        List<GraphFunction> functions,
        List<Operation> views) {
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < functions.get(0).results().size(); i++) {
        TensorType merged = TensorType.of(functions.get(0).results().get(i));
        for (GraphFunction f : functions) {
          merged = merge(name, i, merged, TensorType.of(f.results().get(i)));
        }
        types.add(merged);
      }
      return graph.add(name, new Branches(functions, views), List.of(selector), types);
    }

    private static TensorType merge(String name, int i, TensorType a, TensorType b) {
      if (a.dtype() != b.dtype()) {
        throw new DTypeException(
            name
                + ": result "
                + i
                + " is "
                + a.dtype()
                + " in one branch and "
                + b.dtype()
                + " in another");
      }
      if (a.shape().rank() != b.shape().rank()) {
        throw new ShapeException(
            name
                + ": result "
                + i
                + " has shape "
                + a.shape()
                + " in one branch and "
                + b.shape()
                + " in another: one rank is needed");
      }
      int[] dims = a.shape().dims();
      for (int d = 0; d < dims.length; d++) {
        dims[d] = dims[d] == b.shape().dim(d) ? dims[d] : Shape.UNKNOWN;
      }
      return new TensorType(a.dtype(), Shape.of(dims));
    }

    @Override
    public String type() {
      return "branches";
    }
  }

  /**
   * Runs a body repeatedly. The body takes the carried tensors and a slice of each sliced one, and
   * gives the carried tensors of the next iteration and further results, which the loop stacks. The
   * node's inputs are the first carried tensors, the sliced tensors and what the bodies capture;
   * its results are the last carried tensors and the stacks.
   *
   * <p>With a condition it runs as long as that holds of the carried tensors; else once for each
   * slice; without sliced tensors once for each iteration of the first node that it views.
   * Iteration i takes slice i, gives layer i of the stacks and sees iteration i of the loops that
   * it views.
   *
   * @param condition takes the carried tensors and gives a bool scalar
   * @param carried how many tensors one iteration hands to the next
   * @param sliced how many tensors are taken apart along their first axis
   * @param descending whether the last iteration runs first
   * @param maximum of a loop with a condition, after how many iterations it ends in any case
   */
  record Loop(
      Optional<GraphFunction> condition,
      GraphFunction body,
      int carried,
      int sliced,
      boolean descending,
      long maximum,
      List<Operation> views)
      implements ControlFlow {
    @Override
    public List<GraphFunction> functions() {
      return condition.map(c -> List.of(c, body)).orElse(List.of(body));
    }

    /**
     * Adds the node.
     *
     * @param inputs the first carried tensors and the sliced ones
     */
    public static Operation add(Graph graph, String name, Loop loop, List<Tensor> inputs) {
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < loop.body().results().size(); i++) {
        TensorType result = TensorType.of(loop.body().results().get(i));
        types.add(
            i < loop.carried()
                ? TensorType.of(loop.body().parameters().get(i))
                : new TensorType(result.dtype(), loop.layers(inputs).concat(result.shape())));
      }
      return graph.add(name, loop, inputs, types);
    }

    private Shape layers(List<Tensor> inputs) {
      return Shape.of(
          inputs.subList(carried, inputs.size()).stream()
              .mapToInt(t -> t.shape().dim(0))
              .max()
              .orElse(Shape.UNKNOWN));
    }

    @Override
    public String type() {
      return condition.isPresent() ? "while" : "scan";
    }
  }

  /** Whether {@code shape} is {@code general} with fewer or as many unknown dimensions. */
  static boolean isInstance(Shape shape, Shape general) {
    int[] dims = shape.dims();
    int[] wanted = general.dims();
    if (dims.length != wanted.length) {
      return false;
    }
    for (int d = 0; d < dims.length; d++) {
      dims[d] = wanted[d] == Shape.UNKNOWN ? Shape.UNKNOWN : dims[d];
    }
    return Arrays.equals(dims, wanted);
  }
}
