package dev.assay.engine.op;

import java.util.List;

/** Types of the results from types of the arguments; runs before any backend. */
@FunctionalInterface
public interface ShapeRule {
  /** One type per result. A dimension that depends on elements or on unknown dimensions is −1. */
  List<TensorType> infer(Operands operands);
}
