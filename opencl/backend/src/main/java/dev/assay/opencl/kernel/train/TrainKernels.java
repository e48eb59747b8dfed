package dev.assay.opencl.kernel.train;

import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.elementwise.StateStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of optimizers, which are functions of the same names in {@code train.cl}. */
public final class TrainKernels implements KernelFamily {
  private static final List<String> STEPS =
      List.of(
          "apply_gradient_descent",
          "apply_adagrad_da",
          "apply_adadelta",
          "apply_rms_prop",
          "apply_centered_rms_prop",
          "apply_ada_max",
          "apply_adam_with_amsgrad",
          "apply_adam_w",
          "apply_proximal_gradient_descent",
          "apply_proximal_adagrad",
          "apply_ftrl");

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    STEPS.forEach(name -> ops.put(name, StateStep.named(name)));
    ops.put(
        "apply_momentum",
        StateStep.named("use_nesterov", "apply_momentum_nesterov", "apply_momentum"));
    ops.put("apply_adam", StateStep.named("use_nesterov", "apply_adam_nesterov", "apply_adam"));
    ops.put(
        "apply_adagrad", StateStep.named("update_slots", "apply_adagrad", "apply_adagrad_fixed"));
    return ops;
  }
}
