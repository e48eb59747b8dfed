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
import java.util.HashSet;
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
  /** A call and its results. */
  record Step(Call call, List<Tensor> outputs) {}

  private static final String NO_PATH =
      "it does not influence the result through differentiable operations";

  private Backward() {}

  /**
   * The gradients of {@code Σ⟨seedᵢ, yᵢ⟩} by each of {@code xs}.
   *
   * @param stops tensors taken for constants: nothing flows past them
   */
  static List<Gradient> run(
      List<Step> steps,
      List<? extends Tensor> ys,
      List<? extends Tensor> seeds,
      List<? extends Tensor> xs,
      Set<? extends Tensor> stops) {
    check(ys, seeds, xs);
    Set<Tensor> reached = reachedFrom(xs, steps, stops);
    Map<Tensor, Tensor> cotangents = new HashMap<>();
    for (int i = 0; i < ys.size(); i++) {
      cotangents.merge(ys.get(i), seeds.get(i), Maths::add);
    }
    for (int s = steps.size() - 1; s >= 0; s--) {
      Step step = steps.get(s);
      Call call = step.call();
      if (call.inputs().stream().noneMatch(reached::contains)) {
        continue;
      }
      Optional<List<Tensor>> dys = arriving(step, cotangents, stops);
      if (dys.isEmpty()) {
        continue;
      }
      List<Optional<Tensor>> dxs =
          Vjps.byRule(call, step.outputs(), dys.get(), i -> reached.contains(call.in(i)));
      for (int i = 0; i < dxs.size(); i++) {
        Tensor x = call.in(i);
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

  /** The cotangents of a step's results, zeros where none arrived; empty if none did at all. */
  private static Optional<List<Tensor>> arriving(
      Step step, Map<Tensor, Tensor> cotangents, Set<? extends Tensor> stops) {
    if (step.outputs().stream().noneMatch(y -> cotangents.containsKey(y) && !stops.contains(y))) {
      return Optional.empty();
    }
    List<Tensor> dys = new ArrayList<>();
    for (Tensor y : step.outputs()) {
      Tensor dy = cotangents.get(y);
      dys.add(dy == null || stops.contains(y) ? zerosLike(y) : dy);
    }
    return Optional.of(dys);
  }

  /** The tensors that depend differentiably on one of {@code xs}, those included. */
  private static Set<Tensor> reachedFrom(
      List<? extends Tensor> xs, List<Step> steps, Set<? extends Tensor> stops) {
    Set<Tensor> reached = new HashSet<>(xs);
    for (Step step : steps) {
      Call call = step.call();
      for (int i = 0; i < call.count(); i++) {
        if (reached.contains(call.in(i)) && call.op().derivative(i) instanceof Derivative.Rule) {
          for (Tensor y : step.outputs()) {
            if (y.dtype().isContinuous() && !stops.contains(y)) {
              reached.add(y);
            }
          }
          break;
        }
      }
    }
    return reached;
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
