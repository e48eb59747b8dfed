package dev.assay.engine.grad;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Derivatives on graphs: new nodes that compute them, added to the graph of the results. They are
 * symbols like any others, so that higher orders are gradients of gradients.
 *
 * <p>Gradients may be taken by any symbol, and by a tensor that a call captured. What a session
 * writes and reads back is a constant to them: nothing flows through an assignment.
 *
 * <p>Branches and loops are differentiated as they run: through the branch that is taken, and back
 * through as many iterations as there were.
 */
public final class Gradients {
  private Gradients() {}

  /** The gradient of {@code Σ y} by {@code x}; an error if the two are unconnected. */
  public static Tensor gradient(Tensor y, Tensor x) {
    ValueException.requireGiven(y, "gradient: y");
    ValueException.requireGiven(x, "gradient: x");
    return gradients(List.of(y), List.of(x)).get(0).tensor();
  }

  /** The gradients of {@code Σ ys}, all elements of all of them, by each of {@code xs}. */
  public static List<Gradient> gradients(List<? extends Tensor> ys, List<? extends Tensor> xs) {
    return gradients(ys, xs, Backward.onesLike(given(ys, "ys")));
  }

  /**
   * The gradients of {@code Σ⟨gradYsᵢ, ysᵢ⟩} by each of {@code xs}.
   *
   * @param gradYs the cotangents, one per result: symbols or tensors
   */
  public static List<Gradient> gradients(
      List<? extends Tensor> ys, List<? extends Tensor> xs, List<? extends Tensor> gradYs) {
    return gradients(ys, xs, gradYs, List.of());
  }

  /**
   * The gradients of {@code Σ⟨gradYsᵢ, ysᵢ⟩} by each of {@code xs}, where {@code stopGradients} are
   * taken for constants: partial derivatives if they are the {@code xs} themselves.
   *
   * @param gradYs the cotangents, one per result: symbols or tensors
   */
  public static List<Gradient> gradients(
      List<? extends Tensor> ys,
      List<? extends Tensor> xs,
      List<? extends Tensor> gradYs,
      List<? extends Tensor> stopGradients) {
    given(ys, "ys");
    requireOneGraph(
        ys,
        List.of(given(xs, "xs"), given(gradYs, "gradYs"), given(stopGradients, "stopGradients")));
    return Backward.run(steps(needed(ys)), ys, gradYs, xs, Set.copyOf(stopGradients));
  }

  /** The gradients of {@code Σ y} by variables: by all reads of each together. */
  public static List<Gradient> byVariables(Tensor y, List<Variable> variables) {
    ValueException.requireGiven(y, "gradients: y");
    requireOneGraph(
        List.of(y),
        List.of(given(variables, "variables").stream().map(Variable::sharedRead).toList()));
    Map<Variable, Gradient> sums = new HashMap<>();
    for (Variable v : variables) {
      sums.put(
          v,
          new Gradient.Unconnected(
              v.sharedRead(), "variable " + v.name() + " does not influence the result"));
    }
    List<Operation> needed = needed(List.of(y));
    // the shared reads stand for those in bodies
    Set<Operation> reads = new LinkedHashSet<>();
    sums.keySet().forEach(v -> reads.add(v.sharedRead().operation()));
    needed.stream()
        .filter(op -> !op.isInBody() && op.variable().filter(sums::containsKey).isPresent())
        .forEach(reads::add);
    List<Operation> order = reads.stream().sorted(Comparator.comparingInt(Operation::id)).toList();
    List<Gradient> found =
        Backward.run(
            steps(needed),
            List.of(y),
            Backward.onesLike(List.of(y)),
            order.stream().map(op -> op.output(0)).toList(),
            Set.of());
    for (int i = 0; i < order.size(); i++) {
      sums.merge(order.get(i).variable().orElseThrow(), found.get(i), Gradients::sum);
    }
    return variables.stream().map(sums::get).toList();
  }

  private static <T> List<T> given(List<T> list, String name) {
    ValueException.requireGiven(list, "gradients: " + name);
    list.forEach(t -> ValueException.requireGiven(t, "gradients: a member of " + name));
    return list;
  }

  private static Gradient sum(Gradient a, Gradient b) {
    if (a instanceof Gradient.Connected p && b instanceof Gradient.Connected q) {
      return new Gradient.Connected(Maths.add(p.value(), q.value()));
    }
    return b.isConnected() ? b : a;
  }

  /**
   * The Jacobian of {@code y} by {@code x}, of shape {@code y.shape + x.shape}, which must be
   * known; an error if the two are unconnected. One pass, with nodes of its own, per element of
   * {@code y}.
   */
  public static Tensor jacobian(Tensor y, Tensor x) {
    return Jacobian.rows(
        y, x, dy -> gradients(List.of(y), List.of(x), List.of(dy)).get(0).tensor());
  }

  /**
   * The Hessian of the scalar {@code y} by {@code x}, whose shape must be known; zeros where the
   * gradient does not depend on {@code x}, an error if {@code y} does not.
   */
  public static Tensor hessian(Tensor y, Tensor x) {
    Tensor gradient = gradient(Hessian.requireScalar(y), x);
    return Jacobian.rows(
        gradient,
        x,
        dy ->
            gradient instanceof Symbol
                ? gradients(List.of(gradient), List.of(x), List.of(dy)).get(0).orZeros()
                : Backward.zerosLike(x));
  }

  /** The nodes that give {@code ys} their values, in the order of their creation. */
  private static List<Operation> needed(List<? extends Tensor> ys) {
    Set<Operation> seen = new HashSet<>();
    Deque<Operation> open = new ArrayDeque<>();
    for (Tensor y : ys) {
      visit(Symbol.of(y), seen, open);
    }
    while (!open.isEmpty()) {
      Operation op = open.pop();
      op.inputs().forEach(t -> visit(t, seen, open));
      op.controlFlow().ifPresent(f -> f.views().forEach(v -> visit(v, seen, open)));
    }
    List<Operation> order = new ArrayList<>(seen);
    order.sort((a, b) -> Integer.compare(a.id(), b.id()));
    return order;
  }

  private static void visit(Tensor t, Set<Operation> seen, Deque<Operation> open) {
    if (t instanceof Symbol s) {
      visit(s.operation(), seen, open);
    }
  }

  private static void visit(Operation op, Set<Operation> seen, Deque<Operation> open) {
    if (seen.add(op)) {
      open.push(op);
    }
  }

  /** What the nodes among {@code operations} did through which a gradient may flow. */
  static List<Backward.Step> steps(List<Operation> operations) {
    List<Backward.Step> steps = new ArrayList<>();
    for (Operation op : operations) {
      op.call().ifPresent(c -> steps.add(new Backward.CallStep(c, List.copyOf(op.outputs()))));
      op.controlFlow().ifPresent(f -> steps.add(new ControlStep(op, f)));
      op.variable()
          .filter(v -> op.isInBody())
          .ifPresent(v -> steps.add(new ReadStep(v.sharedRead(), op.output(0))));
    }
    return steps;
  }

  /** A read of a variable inside a body, which a gradient takes for its shared read. */
  private record ReadStep(Tensor shared, Tensor read) implements Backward.Step {
    @Override
    public List<Tensor> inputs() {
      return List.of(shared);
    }

    @Override
    public List<Tensor> outputs() {
      return List.of(read);
    }

    @Override
    public void reach(Reached reached) {
      if (reached.has(shared)) {
        reached.add(read);
      }
    }

    @Override
    public List<Optional<Tensor>> pull(List<Tensor> dys, Backward pass) {
      return List.of(Optional.of(dys.get(0)));
    }
  }

  private static void requireOneGraph(
      List<? extends Tensor> ys, List<List<? extends Tensor>> others) {
    List<Tensor> all = new ArrayList<>(ys);
    others.forEach(all::addAll);
    Optional<Graph> graph = Optional.empty();
    for (Tensor t : all) {
      if (t instanceof Symbol s) {
        if (graph.isPresent() && graph.get() != s.graph()) {
          throw new ValueException(
              "gradient: " + s.name() + " belongs to another graph than the other symbols");
        }
        graph = Optional.of(s.graph());
      }
    }
  }
}
