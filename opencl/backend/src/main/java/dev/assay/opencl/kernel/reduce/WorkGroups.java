package dev.assay.opencl.kernel.reduce;

/** Sizes of work-groups. A driver may build a kernel anew for each size: there are only three. */
public final class WorkGroups {
  private WorkGroups() {}

  /** For so many work-items of much work each: there are many groups where that is possible. */
  public static int size(long items) {
    return items >= 1024 ? 64 : items >= 64 ? 8 : 1;
  }
}
