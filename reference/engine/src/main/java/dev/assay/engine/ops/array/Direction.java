package dev.assay.engine.ops.array;

/** Which way a sort goes. */
public enum Direction {
  /** The least element first. */
  ASCENDING,
  /** The greatest element first. */
  DESCENDING
}
