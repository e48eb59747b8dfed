package dev.assay.engine.grad;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reverse accumulation: the one pass that serves tapes and graphs. Steps stand in the order in
 * which they ran; cotangents flow from the last to the first and are summed where a tensor was used
 * twice. Linear in the number of steps and of their arguments.
 */
final class Backward {
  /** Something that ran and made tensors from tensors: a call, or a node that runs bodies. */
  interface Step {
    /** What it read. */
    List<Tensor> inputs();

    /** What it made. */
    List<Tensor> outputs();

    /** Adds what depends differentiably on tensors that are reached. */
    void reach(Reached reached);

    /**
     * The cotangents of its inputs, at least of those that are reached and have a derivative.
     *
     * @param dys the cotangents of its results, zeros where none arrived
     */
    List<Optional<Tensor>> pull(List<Tensor> dys, Backward pass);

    /** Whether it read something that is reached. */
    default boolean reads(Reached reached) {
      return inputs().stream().anyMatch(reached::has);
    }

    /** Whether cotangents arrived at something that it computed inside. */
    default boolean isReachedInside(Backward pass) {
      return false;
    }
  }

  /** A call and its results. */
  record CallStep(Call call, List<Tensor> outputs) implements Step {
    @Override
    public List<Tensor> inputs() {
      return call.inputs();
    }

    @Override
    public void reach(Reached reached) {
      for (int i = 0; i < call.count(); i++) {
        if (reached.has(call.in(i)) && call.op().derivative(i) instanceof Derivative.Rule) {
          outputs.forEach(reached::add);
          return;
        }
      }
    }

    @Override
    public List<Optional<Tensor>> pull(List<Tensor> dys, Backward pass) {
      return Vjps.byRule(call, outputs, dys, i -> pass.reached().has(call.in(i)));
    }
  }

  private static final String NO_PATH =
      "it does not influence the result through differentiable operations";

  private final Reached reached;
  private final Set<? extends Tensor> stops;
  private final Map<Tensor, List<Tensor>> inside = new LinkedHashMap<>();

  private Backward(Reached reached, Set<? extends Tensor> stops) {
    this.reached = reached;
    this.stops = stops;
  }

  /**
   * The gradients of {@code Σ⟨seedᵢ, yᵢ⟩} by each of {@code xs}.
   *
   * @param stops tensors taken for constants: nothing flows past them
   */
  static List<Gradient> run(
      List<? extends Step> steps,
      List<? extends Tensor> ys,
      List<? extends Tensor> seeds,
      List<? extends Tensor> xs,
      Set<? extends Tensor> stops) {
    Reached reached = new Reached(xs, stops);
    steps.forEach(step -> step.reach(reached));
    return new Backward(reached, stops).through(steps, ys, seeds, xs);
  }

  /** As {@link #run}, through the steps of a body that this pass met. */
  List<Gradient> through(
      List<? extends Step> steps,
      List<? extends Tensor> ys,
      List<? extends Tensor> seeds,
      List<? extends Tensor> xs) {
    check(ys, seeds, xs);
    Map<Tensor, Tensor> cotangents = new HashMap<>();
    for (int i = 0; i < ys.size(); i++) {
      cotangents.merge(ys.get(i), seeds.get(i), Maths::add);
    }
    for (int s = steps.size() - 1; s >= 0; s--) {
      Step step = steps.get(s);
      if (!step.reads(reached)) {
        continue;
      }
      Optional<List<Tensor>> dys = arriving(step, cotangents);
      if (dys.isEmpty()) {
        continue;
      }
      List<Optional<Tensor>> dxs = step.pull(dys.get(), this);
      for (int i = 0; i < dxs.size(); i++) {
        Tensor x = step.inputs().get(i);
        dxs.get(i).ifPresent(dx -> cotangents.merge(x, dx, Maths::add));
      }
    }
    List<Gradient> out = new ArrayList<>();
    for (Tensor x : xs) {
      Tensor dx = cotangents.get(x);
      out.add(dx == null ? new Gradient.Unconnected(x, NO_PATH) : new Gradient.Connected(dx));
    }
    return out;
  }

  /** The tensors that depend differentiably on what gradients are asked by. */
  Reached reached() {
    return reached;
  }

  /**
   * The cotangents of what nodes computed inside, by the derivatives that read it; a node takes its
   * own out when the pass comes to it.
   */
  Map<Tensor, List<Tensor>> inside() {
    return inside;
  }

  /** The cotangents of a step's results, zeros where none arrived; empty if none did at all. */
  private Optional<List<Tensor>> arriving(Step step, Map<Tensor, Tensor> cotangents) {
    if (!step.isReachedInside(this)
        && step.outputs().stream()
            .noneMatch(y -> cotangents.containsKey(y) && reached.has(y) && !stops.contains(y))) {
      return Optional.empty();
    }
    List<Tensor> dys = new ArrayList<>();
    for (Tensor y : step.outputs()) {
      Tensor dy = cotangents.get(y);
      dys.add(dy == null || stops.contains(y) ? zerosLike(y) : dy);
    }
    return Optional.of(dys);
  }

  private static void check(
      List<? extends Tensor> ys, List<? extends Tensor> seeds, List<? extends Tensor> xs) {
    if (ys.size() != seeds.size()) {
      throw new ValueException(
          "gradient: " + seeds.size() + " cotangents for " + ys.size() + " results");
    }
    for (int i = 0; i < ys.size(); i++) {
      Tensor y = ys.get(i);
      Tensor seed = seeds.get(i);
      requireContinuous("of", y);
      if (y.dtype() != seed.dtype()) {
        throw new DTypeException(
            "gradient: cotangent of " + seed.dtype() + " for a result of " + y.dtype());
      }
      if (!y.shape().compatible(seed.shape())) {
        throw new ShapeException(
            "gradient: cotangent of shape "
                + seed.shape()
                + " for a result of "
                + TensorType.of(y));
      }
    }
    xs.forEach(x -> requireContinuous("by", x));
  }

  /** An error unless {@code t} has real or complex elements, on which derivatives are defined. */
  static void requireContinuous(String role, Tensor t) {
    if (!ValueException.requireGiven(t, "gradient: a tensor").dtype().isContinuous()) {
      throw new DTypeException(
          "gradient: " + role + " a floating or complex tensor, got " + TensorType.of(t));
    }
  }

  /** Zeros of the type and shape of {@code t}, symbolic if it is. */
  static Tensor zerosLike(Tensor t) {
    return t instanceof SymbolicOperand
        ? Creation.zerosLike(t)
        : Tensor.zeros(t.dtype(), t.shape());
  }

  /** Ones of the types and shapes of {@code ys}: the cotangents that make a gradient of Σ y. */
  static List<Tensor> onesLike(List<? extends Tensor> ys) {
    List<Tensor> ones = new ArrayList<>();
    for (Tensor y : ys) {
      if (!ValueException.requireGiven(y, "gradient: a tensor").dtype().isFloating()) {
        throw new DTypeException(
            "gradient: of a floating tensor, or with a cotangent of a complex one, got "
                + TensorType.of(y));
      }
      ones.add(Creation.onesLike(y));
    }
    return ones;
  }
}
