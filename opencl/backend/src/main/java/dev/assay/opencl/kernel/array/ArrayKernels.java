package dev.assay.opencl.kernel.array;

import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operations that make, move, pick and scatter elements. */
public final class ArrayKernels implements KernelFamily {
  private static final List<KernelFamily> PARTS =
      List.of(
          new MovementKernels(),
          new JoiningKernels(),
          new AdjointKernels(),
          new CreationKernels(),
          new SpaceKernels(),
          new ImageKernels(),
          new IndexingKernels(),
          new SortingKernels());

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    PARTS.forEach(part -> ops.putAll(part.ops()));
    return ops;
  }
}
