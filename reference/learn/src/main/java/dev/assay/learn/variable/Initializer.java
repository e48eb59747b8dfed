package dev.assay.learn.variable;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/** How a variable begins. {@link Initializers} has the usual ones. */
@FunctionalInterface
public interface Initializer {
  /**
   * The initial value: a tensor, or a symbol that a session evaluates when it runs the variable's
   * initializer.
   *
   * @param shape without unknown dimensions
   * @param draws where random numbers come from
   * @return a tensor or symbol of that shape and dtype
   */
  Tensor initial(Shape shape, DType dtype, Draws draws);

  /** The initial value for a variable of {@code graph}. */
  default Tensor in(Graph graph, Shape shape, DType dtype) {
    return given(shape, dtype, Draws.in(graph));
  }

  /** The initial value, drawn at once. */
  default Tensor now(Shape shape, DType dtype) {
    return given(shape, dtype, Draws.now());
  }

  private Tensor given(Shape shape, DType dtype, Draws draws) {
    ValueException.requireGiven(shape, "initializer: shape");
    ValueException.requireGiven(dtype, "initializer: dtype");
    return initial(shape, dtype, draws);
  }
}
