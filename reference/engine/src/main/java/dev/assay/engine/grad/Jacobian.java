package dev.assay.engine.grad;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All first derivatives: {@code J[i…, j…] = ∂y[i…]/∂x[j…]}, of shape {@code y.shape + x.shape}. One
 * reverse pass per element of {@code y}; differentiable itself.
 */
public final class Jacobian {
  private Jacobian() {}

  /**
   * The Jacobian of {@code f} at {@code x}; an error if {@code f(x)} is not connected with {@code
   * x}. Of a symbol it is a symbol, and then both shapes must be known.
   */
  public static Tensor of(Function<Tensor, Tensor> f, Tensor x) {
    ValueException.requireGiven(f, "jacobian: f");
    ValueException.requireGiven(x, "jacobian: x");
    if (x instanceof SymbolicOperand) {
      return Gradients.jacobian(f.apply(x), x);
    }
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      return tape.jacobian(f.apply(x), x);
    }
  }

  /**
   * Stacks the gradients of the single elements of {@code y}.
   *
   * @param vjp from a cotangent of {@code y} to one of {@code x}
   */
  static Tensor rows(Tensor y, Tensor x, Function<Tensor, Tensor> vjp) {
    if (!y.shape().isKnown() || !x.shape().isKnown()) {
      throw new ShapeException(
          "jacobian: of known shapes, got " + TensorType.of(y) + " by " + TensorType.of(x));
    }
    int n = y.shape().elements();
    if (n == 0) {
      return Tensor.zeros(x.dtype(), y.shape().concat(x.shape()));
    }
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      rows.add(vjp.apply(Tensor.of(y.dtype(), y.shape(), unit)));
    }
    return ArrayOps.reshape(ArrayOps.stack(rows, 0), y.shape().concat(x.shape()).dims());
  }
}
