package dev.assay.peers.tensorflow;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of TensorFlow's training kernels with the arguments under which it is recorded.
 *
 * @param id names the optimizer in the record
 * @param op the operation of ours that does the same
 * @param kernel the registered name
 * @param arguments the kernel's inputs in their order; the slots follow {@code var}
 * @param slots what the slots are filled with at first
 * @param scalars the arguments that stay the same, also those that only {@code op} has
 * @param attrs truth values that differ from the kernel's fallbacks
 */
record OptimizerKernel(
    String id,
    String op,
    String kernel,
    List<String> arguments,
    Map<String, BigDecimal> slots,
    Map<String, BigDecimal> scalars,
    Map<String, Boolean> attrs) {
  /** The names of the gradient among the arguments. */
  static final List<String> GRADIENT = List.of("grad", "delta");

  /** The factors that some arguments are multiplied by after each step, and begin with. */
  static final Map<String, String> POWERS = Map.of("beta1_power", "beta1", "beta2_power", "beta2");

  /** What decays the variable before the kernel runs, where given. */
  static final String WEIGHT_DECAY = "weight_decay";

  private static final String ADAM_SCALARS = "lr=0.1 beta1=0.9 beta2=0.999 epsilon=1e-8";
  private static final String ADAM = "var m v beta1_power beta2_power lr beta1 beta2 epsilon grad";

  /** All that are recorded. */
  static final List<OptimizerKernel> ALL =
      List.of(
          of("gradient-descent", "apply_gradient_descent", "ResourceApplyGradientDescent")
              .with("var alpha delta", "", "alpha=0.1"),
          of("momentum", "apply_momentum", "ResourceApplyMomentum")
              .with("var accum lr grad momentum", "accum=0", "lr=0.03 momentum=0.9"),
          of("nesterov", "apply_momentum", "ResourceApplyMomentum")
              .with("var accum lr grad momentum", "accum=0", "lr=0.03 momentum=0.9")
              .set("use_nesterov", true),
          of("adagrad", "apply_adagrad", "ResourceApplyAdagrad")
              .with("var accum lr grad", "accum=0.1", "lr=0.3"),
          of("adagrad-frozen", "apply_adagrad", "ResourceApplyAdagrad")
              .with("var accum lr grad", "accum=0.1", "lr=0.03")
              .set("update_slots", false),
          of("adagrad-da", "apply_adagrad_da", "ResourceApplyAdagradDA")
              .with(
                  "var gradient_accumulator gradient_squared_accumulator grad lr l1 l2 global_step",
                  "gradient_accumulator=0 gradient_squared_accumulator=0.1",
                  "lr=0.3 l1=0.02 l2=0.01"),
          of("adadelta", "apply_adadelta", "ResourceApplyAdadelta")
              .with(
                  "var accum accum_update lr rho epsilon grad",
                  "accum=0 accum_update=0",
                  "lr=1 rho=0.9 epsilon=1e-3"),
          of("rms-prop", "apply_rms_prop", "ResourceApplyRMSProp")
              .with(
                  "var ms mom lr rho momentum epsilon grad",
                  "ms=1 mom=0",
                  "lr=0.05 rho=0.9 momentum=0 epsilon=1e-10"),
          of("rms-prop-momentum", "apply_rms_prop", "ResourceApplyRMSProp")
              .with(
                  "var ms mom lr rho momentum epsilon grad",
                  "ms=1 mom=0",
                  "lr=0.02 rho=0.9 momentum=0.5 epsilon=1e-10"),
          of("rms-prop-centered", "apply_centered_rms_prop", "ResourceApplyCenteredRMSProp")
              .with(
                  "var mg ms mom lr rho momentum epsilon grad",
                  "mg=0 ms=1 mom=0",
                  "lr=0.02 rho=0.9 momentum=0.5 epsilon=1e-10"),
          of("adam", "apply_adam", "ResourceApplyAdam").with(ADAM, "m=0 v=0", ADAM_SCALARS),
          of("nadam", "apply_adam", "ResourceApplyAdam")
              .with(ADAM, "m=0 v=0", ADAM_SCALARS)
              .set("use_nesterov", true),
          of("adamax", "apply_ada_max", "ResourceApplyAdaMax")
              .with("var m v beta1_power lr beta1 beta2 epsilon grad", "m=0 v=0", ADAM_SCALARS),
          of("amsgrad", "apply_adam_with_amsgrad", "ResourceApplyAdamWithAmsgrad")
              .with(
                  "var m v vhat beta1_power beta2_power lr beta1 beta2 epsilon grad",
                  "m=0 v=0 vhat=0",
                  ADAM_SCALARS),
          of("adamw", "apply_adam_w", "AssignSubVariableOp, ResourceApplyAdam")
              .with(ADAM, "m=0 v=0", ADAM_SCALARS + " weight_decay=0.01"),
          of("ftrl", "apply_ftrl", "ResourceApplyFtrl")
              .with(
                  "var accum linear grad lr l1 l2 lr_power",
                  "accum=0.1 linear=0",
                  "lr=0.3 l1=0.02 l2=0.01 l2_shrinkage=0 lr_power=-0.5"),
          of("ftrl-shrinkage", "apply_ftrl", "ResourceApplyFtrlV2")
              .with(
                  "var accum linear grad lr l1 l2 l2_shrinkage lr_power",
                  "accum=0.1 linear=0",
                  "lr=0.3 l1=0.02 l2=0.01 l2_shrinkage=0.03 lr_power=-0.5"),
          of("ftrl-power", "apply_ftrl", "ResourceApplyFtrlV2")
              .with(
                  "var accum linear grad lr l1 l2 l2_shrinkage lr_power",
                  "accum=0.1 linear=0",
                  "lr=0.3 l1=0.02 l2=0.01 l2_shrinkage=0.03 lr_power=-0.7"),
          of(
                  "proximal-gradient-descent",
                  "apply_proximal_gradient_descent",
                  "ResourceApplyProximalGradientDescent")
              .with("var alpha l1 l2 delta", "", "alpha=0.1 l1=0.05 l2=0.02"),
          of("proximal-adagrad", "apply_proximal_adagrad", "ResourceApplyProximalAdagrad")
              .with("var accum lr l1 l2 grad", "accum=0.1", "lr=0.3 l1=0.05 l2=0.02"));

  private static OptimizerKernel of(String id, String op, String kernel) {
    return new OptimizerKernel(id, op, kernel, List.of(), Map.of(), Map.of(), Map.of());
  }

  private OptimizerKernel with(String arguments, String slots, String scalars) {
    return new OptimizerKernel(
        id, op, kernel, List.of(arguments.split(" ")), pairs(slots), pairs(scalars), attrs);
  }

  private OptimizerKernel set(String attr, boolean value) {
    return new OptimizerKernel(id, op, kernel, arguments, slots, scalars, Map.of(attr, value));
  }

  private static Map<String, BigDecimal> pairs(String text) {
    Map<String, BigDecimal> out = new LinkedHashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(" ")) {
      String[] sides = pair.split("=");
      out.put(sides[0], new BigDecimal(sides[1]));
    }
    return out;
  }

  /** The registered name of the kernel that updates the slots. */
  String applies() {
    return kernel.substring(kernel.indexOf("ResourceApply"));
  }
}
