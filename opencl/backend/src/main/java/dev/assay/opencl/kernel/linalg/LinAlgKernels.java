package dev.assay.opencl.kernel.linalg;

import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products of matrices and tensors. */
public final class LinAlgKernels implements KernelFamily {
  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    ops.put("matmul", new MatMulOp());
    for (String name : List.of("matvec", "outer", "tensordot", "einsum")) {
      ops.put(name, new ContractionOp());
    }
    return ops;
  }
}
