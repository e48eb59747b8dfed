package dev.assay.engine.op;

import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** A tensor without a value yet: calls on it are noted down instead of being run. */
public interface SymbolicOperand {
  /** Notes the call down where this operand belongs and returns its results, symbolic as well. */
  List<Tensor> defer(Call call);

  /** Where that is. */
  Deferral home();
}
