package dev.assay.engine.ops.linalg;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;

/** What a stationary point of a function is, as far as its second derivatives tell. */
public enum StationaryPoint {
  /** Some eigenvalue of the Hessian is 0 and no two have different signs: higher orders decide. */
  UNDECIDED,
  /** All eigenvalues are positive. */
  MINIMUM,
  /** All eigenvalues are negative. */
  MAXIMUM,
  /** Some eigenvalue is positive and some negative. */
  SADDLE;

  /** The number that {@code hessian_classification} gives for it. */
  public int code() {
    return ordinal();
  }

  /** The kind of the stationary point at which a function has this Hessian, n×n. */
  public static StationaryPoint of(Tensor hessian) {
    ValueException.requireGiven(hessian, "stationary point: the Hessian");
    return values()[(int) HessianClassification.classify(hessian).toDouble()];
  }
}
