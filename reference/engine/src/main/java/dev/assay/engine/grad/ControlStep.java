package dev.assay.engine.grad;

import dev.assay.engine.graph.ControlFlow;
import dev.assay.engine.graph.ControlFlow.Branches;
import dev.assay.engine.graph.ControlFlow.Loop;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.GraphFunction;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A node that runs bodies. Its derivative is another such node, whose bodies are the derivatives of
 * its own and view them: they read what was computed. That of branches takes the same branch; that
 * of a loop runs through the same iterations in the reverse order, and carries the cotangents of
 * what the loop carries and the sums of those of what the loop captures.
 *
 * <p>The derivative of a derivative {@code g} of {@code f} finds cotangents of what {@code g}
 * viewed of {@code f}. They wait in {@link Backward#inside} until the pass comes to {@code f},
 * whose derivative then views both.
 */
final class ControlStep implements Backward.Step {
  private final Operation operation;
  private final ControlFlow flow;
  private final int arguments;
  private final List<Tensor> inputs;

  ControlStep(Operation operation, ControlFlow flow) {
    this.operation = operation;
    this.flow = flow;
    this.arguments = flow instanceof Loop loop ? loop.carried() + loop.sliced() : 1;
    List<Tensor> all = new ArrayList<>(operation.inputs().subList(0, arguments));
    Set<Tensor> captures = new LinkedHashSet<>();
    for (GraphFunction f : flow instanceof Loop loop ? List.of(loop.body()) : flow.functions()) {
      captures.addAll(f.captures());
      f.variables().stream().map(Variable::sharedRead).forEach(captures::add);
    }
    all.addAll(captures);
    this.inputs = List.copyOf(all);
  }

  @Override
  public List<Tensor> inputs() {
    return inputs;
  }

  @Override
  public List<Tensor> outputs() {
    return List.copyOf(operation.outputs());
  }

  @Override
  public void reach(Reached reached) {
    if (flow instanceof Loop loop) {
      reach(loop, reached);
      return;
    }
    for (GraphFunction f : flow.functions()) {
      Gradients.steps(f.operations()).forEach(s -> s.reach(reached));
      pass(f.results(), outputs(), reached);
    }
  }

  private void reach(Loop loop, Reached reached) {
    List<Symbol> parameters = loop.body().parameters();
    List<Tensor> next = loop.body().results();
    List<Backward.Step> steps = Gradients.steps(loop.body().operations());
    pass(inputs.subList(0, arguments), parameters, reached);
    int before;
    do { // an iteration may reach what the one before it did not
      before = reached.size();
      steps.forEach(s -> s.reach(reached));
      pass(next.subList(0, loop.carried()), parameters, reached);
    } while (reached.size() > before);
    pass(next, outputs(), reached);
    pass(inputs.subList(0, loop.carried()), outputs(), reached); // if there is no iteration
  }

  /** Adds those of {@code to} whose counterpart among {@code from} is reached. */
  private static void pass(
      List<? extends Tensor> from, List<? extends Tensor> to, Reached reached) {
    for (int i = 0; i < from.size(); i++) {
      if (reached.has(from.get(i))) {
        reached.add(to.get(i));
      }
    }
  }

  /** Also what its bodies view is read. */
  @Override
  public boolean reads(Reached reached) {
    return inputs.stream().anyMatch(reached::has)
        || flow.functions().stream()
            .anyMatch(
                f ->
                    f.viewed().stream().anyMatch(reached::has)
                        || Gradients.steps(f.operations()).stream()
                            .anyMatch(s -> s.reads(reached)));
  }

  @Override
  public boolean isReachedInside(Backward pass) {
    return pass.inside().keySet().stream().anyMatch(this::isInside);
  }

  private boolean isInside(Tensor t) {
    return t instanceof Symbol symbol
        && flow.functions().stream().anyMatch(f -> f.contains(symbol));
  }

  @Override
  public List<Optional<Tensor>> pull(List<Tensor> dys, Backward pass) {
    List<Operation> viewers = viewers(pass);
    List<Tensor> captures =
        inputs.subList(arguments, inputs.size()).stream().filter(pass.reached()::has).toList();
    Map<Tensor, Tensor> found = new HashMap<>();
    List<Optional<Tensor>> dxs = new ArrayList<>();
    if (flow instanceof Loop loop) {
      Operation derivative = unroll(loop, dys, captures, viewers, pass);
      List<Symbol> results = new ArrayList<>(derivative.outputs());
      List<Integer> carried = reached(loop, 0, loop.carried(), pass);
      List<Integer> sliced = reached(loop, loop.carried(), arguments, pass);
      for (int i = 0; i < arguments; i++) {
        int c = carried.indexOf(i);
        int s = sliced.indexOf(i);
        dxs.add(
            !pass.reached().has(inputs.get(i)) || c + s == -2
                ? Optional.empty()
                : c >= 0
                    ? Optional.of(results.get(c))
                    : Optional.of(
                        Like.reshapeLike(
                            results.get(carried.size() + captures.size() + s), inputs.get(i))));
      }
      for (int j = 0; j < captures.size(); j++) {
        found.put(captures.get(j), results.get(carried.size() + j));
      }
    } else {
      Operation derivative = choose((Branches) flow, dys, captures, viewers, pass);
      dxs.add(Optional.empty());
      for (int j = 0; j < captures.size(); j++) {
        found.put(captures.get(j), derivative.output(j));
      }
    }
    for (Tensor capture : inputs.subList(arguments, inputs.size())) {
      dxs.add(Optional.ofNullable(found.get(capture)));
    }
    return dxs;
  }

  /** The node itself, and those nodes with cotangents of what it computed inside. */
  private List<Operation> viewers(Backward pass) {
    Set<Operation> viewers = new LinkedHashSet<>(List.of(operation));
    pass.inside()
        .forEach(
            (t, cotangents) -> {
              if (isInside(t)) {
                for (Tensor dt : cotangents) {
                  if (dt instanceof Symbol symbol) {
                    GraphFunction.viewer(symbol).ifPresent(viewers::add);
                  }
                }
              }
            });
    return List.copyOf(viewers);
  }

  private Operation choose(
      Branches branches,
      List<Tensor> dys,
      List<Tensor> captures,
      List<Operation> viewers,
      Backward pass) {
    Graph graph = operation.graph();
    List<GraphFunction> functions = new ArrayList<>();
    for (int b = 0; b < branches.functions().size(); b++) {
      GraphFunction f = branches.functions().get(b);
      functions.add(
          GraphFunction.trace(
              graph,
              "branch_grad",
              List.of(),
              bodies(viewers, b),
              none -> {
                Pull pull = new Pull(f, pass);
                pull.seed(f.results(), dys);
                return pull.gradients(captures);
              }));
    }
    return Branches.add(graph, "cond_grad", inputs.get(0), functions, viewers);
  }

  private Operation unroll(
      Loop loop, List<Tensor> dys, List<Tensor> captures, List<Operation> viewers, Backward pass) {
    Graph graph = operation.graph();
    GraphFunction f = loop.body();
    List<Integer> carried = reached(loop, 0, loop.carried(), pass);
    List<Integer> sliced = reached(loop, loop.carried(), arguments, pass);
    List<Integer> stacked =
        IntStream.range(loop.carried(), f.results().size())
            .filter(j -> pass.reached().has(f.results().get(j)))
            .boxed()
            .toList();
    List<Tensor> first = new ArrayList<>(pick(dys, carried));
    captures.forEach(c -> first.add(zeros(c)));
    List<TensorType> types = new ArrayList<>();
    pick(f.parameters(), carried).forEach(p -> types.add(TensorType.of(p)));
    captures.forEach(c -> types.add(TensorType.of(c)));
    pick(f.results(), stacked).forEach(y -> types.add(TensorType.of(y)));
    int sums = first.size();
    first.addAll(pick(dys, stacked));
    GraphFunction body =
        GraphFunction.trace(
            graph,
            "loop_grad",
            types,
            bodies(viewers, 0),
            given -> {
              Pull pull = new Pull(f, pass);
              pull.seed(pick(f.results(), stacked), given.subList(sums, given.size()));
              pull.seed(pick(f.results(), carried), given.subList(0, carried.size()));
              pull.seed(captures, given.subList(carried.size(), sums));
              List<Tensor> xs = new ArrayList<>(pick(f.parameters(), carried));
              xs.addAll(captures);
              xs.addAll(pick(f.parameters(), sliced));
              return pull.gradients(xs);
            });
    Loop derivative =
        new Loop(Optional.empty(), body, sums, stacked.size(), !loop.descending(), 0, viewers);
    return Loop.add(graph, "while_grad", derivative, first);
  }

  /** The positions of the parameters from {@code from} to {@code to} that are reached. */
  private static List<Integer> reached(Loop loop, int from, int to, Backward pass) {
    return IntStream.range(from, to)
        .filter(i -> pass.reached().has(loop.body().parameters().get(i)))
        .boxed()
        .toList();
  }

  private static List<Tensor> pick(List<? extends Tensor> from, List<Integer> positions) {
    List<Tensor> picked = new ArrayList<>();
    positions.forEach(i -> picked.add(from.get(i)));
    return picked;
  }

  private static Tensor zeros(Tensor like) {
    return like.shape().isKnown()
        ? Tensor.zeros(like.dtype(), like.shape())
        : Backward.zerosLike(like);
  }

  /** The bodies of {@code nodes}: of nodes with branches the given one. */
  private static List<GraphFunction> bodies(List<Operation> nodes, int branch) {
    List<GraphFunction> bodies = new ArrayList<>();
    for (Operation node : nodes) {
      ControlFlow flow = node.controlFlow().orElseThrow();
      bodies.add(flow instanceof Loop loop ? loop.body() : flow.functions().get(branch));
    }
    return bodies;
  }

  /** The reverse pass through a function, of which nodes of the derivative's body are made. */
  private static final class Pull {
    private final GraphFunction function;
    private final Backward pass;
    private final List<Tensor> ys = new ArrayList<>();
    private final List<Tensor> seeds = new ArrayList<>();

    Pull(GraphFunction function, Backward pass) {
      this.function = function;
      this.pass = pass;
    }

    /** Cotangents of what is continuous. */
    void seed(List<? extends Tensor> of, List<? extends Tensor> cotangents) {
      for (int i = 0; i < of.size(); i++) {
        if (of.get(i).dtype().isContinuous()) {
          ys.add(of.get(i));
          seeds.add(cotangents.get(i));
        }
      }
    }

    /** The cotangents of {@code xs}; those of what the function views wait for their owners. */
    List<Tensor> gradients(List<Tensor> xs) {
      takeInside();
      List<Tensor> all = new ArrayList<>(xs);
      function.viewed().stream().filter(pass.reached()::has).forEach(all::add);
      List<Gradient> found = pass.through(Gradients.steps(function.operations()), ys, seeds, all);
      for (int i = xs.size(); i < all.size(); i++) {
        if (found.get(i) instanceof Gradient.Connected c) {
          pass.inside().computeIfAbsent(all.get(i), t -> new ArrayList<>()).add(c.value());
        }
      }
      return found.subList(0, xs.size()).stream().map(Gradient::orZeros).toList();
    }

    private void takeInside() {
      for (Tensor t : List.copyOf(pass.inside().keySet())) {
        if (t instanceof Symbol symbol && function.owns(symbol)) {
          for (Tensor dt : pass.inside().remove(t)) {
            ys.add(t);
            seeds.add(dt);
          }
        }
      }
    }
  }
}
