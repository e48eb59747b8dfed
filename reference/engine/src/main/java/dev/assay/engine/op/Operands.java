package dev.assay.engine.op;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * The arguments of a call as constraints, shape rules and kernels see them.
 *
 * @param op the operation
 * @param inputs the tensors in the order of the signature; an optional one may be missing at the
 *     end
 * @param attrs the attributes, fallbacks filled in
 */
public record Operands(Op op, List<Tensor> inputs, Attributes attrs) {
  /** The number of tensors given. */
  public int count() {
    return inputs.size();
  }

  /** The i-th tensor. */
  public Tensor in(int i) {
    return inputs.get(i);
  }

  /** The element type of the i-th tensor. */
  public DType dtype(int i) {
    return in(i).dtype();
  }

  /** The shape of the i-th tensor; in a graph it may have unknown dimensions. */
  public Shape shape(int i) {
    return in(i).shape();
  }

  /** Whether every tensor has elements to look at, so that constraints on values can be checked. */
  public boolean hasValues() {
    return inputs.stream().noneMatch(SymbolicOperand.class::isInstance);
  }
}
