package dev.assay.engine.grad;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * All second derivatives of a scalar: {@code H[i…, j…] = ∂²y/∂x[i…]∂x[j…]}, of shape {@code x.shape
 * + x.shape}; differentiable itself.
 */
public final class Hessian {
  private Hessian() {}

  /**
   * The Hessian of {@code f} at {@code x}; {@code f} gives a scalar, connected with {@code x}.
   * Where the gradient does not depend on {@code x}, zeros. Of a symbol it is a symbol.
   */
  public static Tensor of(Function<Tensor, Tensor> f, Tensor x) {
    ValueException.requireGiven(f, "hessian: f");
    ValueException.requireGiven(x, "hessian: x");
    if (x instanceof SymbolicOperand) {
      return Gradients.hessian(f.apply(x), x);
    }
    try (GradientTape outer = GradientTape.openPersistent()) {
      outer.watch(x);
      Tensor gradient;
      try (GradientTape inner = GradientTape.open()) {
        inner.watch(x);
        gradient = inner.gradient(requireScalar(f.apply(x)), x);
      }
      return Jacobian.rows(
          gradient,
          x,
          dy -> outer.gradients(List.of(gradient), List.of(dy), List.of(x)).get(0).orZeros());
    }
  }

  static Tensor requireScalar(Tensor y) {
    ValueException.requireGiven(y, "hessian: y");
    if (y.rank() != 0) {
      throw new ShapeException("hessian: of a scalar, got " + TensorType.of(y));
    }
    return y;
  }
}
