package dev.assay.opencl.kernel;

import dev.assay.opencl.kernel.array.ArrayKernels;
import dev.assay.opencl.kernel.elementwise.ElementwiseKernels;
import dev.assay.opencl.kernel.linalg.LinAlgKernels;
import dev.assay.opencl.kernel.nn.ActivationKernels;
import dev.assay.opencl.kernel.nn.LossKernels;
import dev.assay.opencl.kernel.nn.NormalizationKernels;
import dev.assay.opencl.kernel.nn.SoftmaxKernels;
import dev.assay.opencl.kernel.random.RandomKernels;
import dev.assay.opencl.kernel.reduce.ReduceKernels;
import dev.assay.opencl.kernel.train.TrainKernels;
import dev.assay.opencl.kernel.window.ConvKernels;
import dev.assay.opencl.kernel.window.PoolKernels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations that run on OpenCL devices. */
public final class Kernels {
  private static final List<KernelFamily> FAMILIES =
      List.of(
          new ArrayKernels(),
          new RandomKernels(),
          new ElementwiseKernels(),
          new ActivationKernels(),
          new ReduceKernels(),
          new LossKernels(),
          new SoftmaxKernels(),
          new NormalizationKernels(),
          new LinAlgKernels(),
          new ConvKernels(),
          new PoolKernels(),
          new TrainKernels());

  private static final Map<String, DeviceOp> OPS = collect();

  private Kernels() {}

  private static Map<String, DeviceOp> collect() {
    Map<String, DeviceOp> all = new HashMap<>();
    for (KernelFamily family : FAMILIES) {
      family
          .ops()
          .forEach(
              (name, op) -> {
                if (all.put(name, op) != null) {
                  throw new IllegalStateException("two kernels for " + name);
                }
              });
    }
    return Map.copyOf(all);
  }

  /** The operation of that name, if there is one. */
  public static Optional<DeviceOp> find(String name) {
    return Optional.ofNullable(OPS.get(name));
  }
}
