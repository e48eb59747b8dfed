package dev.assay.opencl.kernel.nn;

import dev.assay.engine.op.Call;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.KernelFamily;
import dev.assay.opencl.kernel.elementwise.Function;
import dev.assay.opencl.kernel.elementwise.Pointwise;
import dev.assay.opencl.kernel.elementwise.Term;
import dev.assay.opencl.kernel.elementwise.Term.Applied;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Activation functions, which are functions of the same names in {@code activations.cl}. */
public final class ActivationKernels implements KernelFamily {
  private static final List<String> FUNCTIONS =
      List.of("sigmoid", "relu", "relu6", "elu", "selu", "softplus", "softsign");

  private static final Function GELU = Function.named("gelu");
  private static final Function GELU_TANH = Function.named("gelu_tanh");

  @Override
  public Map<String, DeviceOp> ops() {
    Map<String, DeviceOp> ops = new HashMap<>();
    FUNCTIONS.forEach(name -> ops.put(name, Pointwise.named(name)));
    ops.put("leaky_relu", Pointwise.named("leaky_relu", "alpha"));
    ops.put("swish", Pointwise.named("swish", "beta"));
    ops.put("threshold", Pointwise.named("threshold", "threshold"));
    ops.put("gelu", Pointwise.of(ActivationKernels::gelu));
    return ops;
  }

  private static Applied gelu(Call call, List<Term> x) {
    Function f = call.attrs().flag("approximate") ? GELU_TANH : GELU;
    return new Applied(f, x, call.output().dtype());
  }
}
