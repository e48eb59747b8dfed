package dev.assay.engine.op;

import dev.assay.engine.tensor.DType;
import java.util.Set;

/**
 * A tensor that an operation takes.
 *
 * @param name TensorFlow's argument name; a list's members are named {@code "0"}, {@code "1"}, …
 * @param dtypes the element types it accepts
 * @param arity one tensor, one that may be left out, or a list
 * @param doc one phrase
 */
public record InputSpec(String name, Set<DType> dtypes, Arity arity, String doc) {
  /** How many tensors stand under one name. */
  public enum Arity {
    /** Exactly one. */
    ONE,
    /** One or none; only at the end of a signature. */
    OPTIONAL,
    /** One or more; the only input of its operation. */
    LIST
  }
}
