package dev.assay.engine.grad;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
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
 * twice.
 */
final class Backward {
  /** A call and its results. */
  record Step(Call call, List<Tensor> outputs) {}

  private Backward() {}

  /** The gradients of {@code Σ⟨seedᵢ, yᵢ⟩} by each of {@code xs}. */
  static List<Gradient> run(
      List<Step> steps, List<Tensor> ys, List<Tensor> seeds, List<Tensor> xs) {
    Set<Tensor> reached = reachedFrom(xs, steps);
    Map<Tensor, Tensor> cotangents = new HashMap<>();
    for (int i = 0; i < ys.size(); i++) {
      checkSeed(ys.get(i), seeds.get(i));
      cotangents.merge(ys.get(i), seeds.get(i), Maths::add);
    }
    for (int s = steps.size() - 1; s >= 0; s--) {
      Step step = steps.get(s);
      Call call = step.call();
      boolean arrives = step.outputs().stream().anyMatch(cotangents::containsKey);
      if (!arrives || call.inputs().stream().noneMatch(reached::contains)) {
        continue;
      }
      List<Tensor> dys = new ArrayList<>();
      for (Tensor y : step.outputs()) {
        Tensor dy = cotangents.get(y);
        dys.add(dy == null ? zerosLike(y) : dy);
      }
      List<Optional<Tensor>> dxs =
          Vjps.byRule(call, step.outputs(), dys, i -> reached.contains(call.in(i)));
      for (int i = 0; i < dxs.size(); i++) {
        Tensor x = call.in(i);
        dxs.get(i).ifPresent(dx -> cotangents.merge(x, dx, Maths::add));
      }
    }
    List<Gradient> out = new ArrayList<>();
    for (Tensor x : xs) {
      Tensor dx = cotangents.get(x);
      out.add(dx == null ? new Gradient.Unconnected(x) : new Gradient.Connected(dx));
    }
    return out;
  }

  /** The tensors that depend differentiably on one of {@code xs}, those included. */
  private static Set<Tensor> reachedFrom(List<Tensor> xs, List<Step> steps) {
    Set<Tensor> reached = new HashSet<>(xs);
    for (Step step : steps) {
      Call call = step.call();
      for (int i = 0; i < call.count(); i++) {
        if (reached.contains(call.in(i)) && call.op().derivative(i) instanceof Derivative.Rule) {
          step.outputs().stream().filter(y -> isContinuous(y)).forEach(reached::add);
          break;
        }
      }
    }
    return reached;
  }

  private static boolean isContinuous(Tensor t) {
    return t.dtype().isFloating() || t.dtype().isComplex();
  }

  private static void checkSeed(Tensor y, Tensor seed) {
    if (y.dtype() != seed.dtype()) {
      throw new DTypeException(
          "gradient: cotangent of " + seed.dtype() + " for a result of " + y.dtype());
    }
    if (!y.shape().compatible(seed.shape())) {
      throw new ShapeException(
          "gradient: cotangent of shape " + seed.shape() + " for a result of " + TensorType.of(y));
    }
  }

  /** Zeros of the type and shape of {@code t}, symbolic if it is. */
  static Tensor zerosLike(Tensor t) {
    return t instanceof SymbolicOperand
        ? Dispatch.one(OpRegistry.get("zeros_like"), t)
        : Tensor.zeros(t.dtype(), t.shape());
  }

  /** Ones of the type and shape of {@code t}, symbolic if it is. */
  static Tensor onesLike(Tensor t) {
    return Dispatch.one(OpRegistry.get("ones_like"), t);
  }
}
