package dev.assay.tck.cases;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Arguments to judge an operation with.
 *
 * @param op the operation's name
 * @param inputs its tensors
 * @param attrs its attributes
 */
public record Case(String op, List<Tensor> inputs, Attributes attrs) {
  /** The checked call. */
  public Call call() {
    return Call.of(OpRegistry.get(op), inputs, attrs);
  }

  /** The same call on other tensors. */
  public Case with(List<Tensor> tensors) {
    return new Case(op, tensors, attrs);
  }
}
