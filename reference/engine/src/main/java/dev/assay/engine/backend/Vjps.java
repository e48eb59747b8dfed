package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Vector-Jacobian products by the registered rules. */
public final class Vjps {
  private Vjps() {}

  /** The cotangents of all inputs that have a derivative. */
  public static List<Optional<Tensor>> byRule(
      Call call, List<Tensor> outputs, List<Tensor> cotangents) {
    return byRule(call, outputs, cotangents, i -> true);
  }

  /** The cotangents of those inputs that are wanted and have a derivative. */
  public static List<Optional<Tensor>> byRule(
      Call call, List<Tensor> outputs, List<Tensor> cotangents, IntPredicate wanted) {
    Pullback pullback = new Pullback(call, outputs, cotangents);
    List<Optional<Tensor>> grads = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      grads.add(
          wanted.test(i) && call.op().derivative(i) instanceof Derivative.Rule rule
              ? Optional.of(rule.vjp().apply(pullback, i))
              : Optional.empty());
    }
    return grads;
  }
}
