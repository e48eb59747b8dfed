package dev.assay.opencl.device;

/**
 * How much of a device's memory is used, in bytes.
 *
 * @param limit the most that may be used
 * @param inUse what tensors hold
 * @param pooled what is kept for the next tensors
 * @param peak the most that tensors held at a time
 */
public record Memory(long limit, long inUse, long pooled, long peak) {
  /** What another tensor may have at most. */
  public long free() {
    return Math.max(0, limit - inUse);
  }
}
